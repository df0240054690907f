package fetch

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Errors of ParsePage, for errors.Is; see also ErrChallenge and ErrUnread.
var (
	ErrConsent = errors.New("asks for consent instead of showing the article")
	ErrPaywall = errors.New("shows only a stub without a subscription")
	ErrMissing = errors.New("says that the article is not there") // a soft 404
	ErrEmpty   = errors.New("has no text")
)

// stub is how many words a text has at most that stands where an article should; above it, phrases about
// robots, cookies or subscriptions belong to the frame of a page that shows its article.
const stub = 120

const (
	maxFrame   = 16 << 10  // bytes of text in which signs are looked for
	maxScripts = 256 << 10 // bytes of HTML, likewise
)

// A sign is a kind of page that is not the article, with what gives it away: in the title, in the text if
// that is short, and in the source of a page without a text.
type sign struct {
	err                 error
	within              int // words that the text may have
	title, text, source *regexp.Regexp
}

var signs = []sign{
	{ErrChallenge, stub / 2,
		regexp.MustCompile(`(?i)^just a moment|^attention required|^access denied|^ddos-guard|^are you (?:a )?(?:human|robot)|^checking your browser|^security check|^human verification|^robot check|^لحظة من فضلك|^التحقق من (?:أنك|المتصفح|الأمان)`),
		regexp.MustCompile(`(?i)verify (?:that )?you are (?:a )?human|checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|unusual traffic from your|not a robot|complete the security check|access to this page has been denied|request unsuccessful\. incapsula|pardon our interruption|أنك (?:لست روبوت|إنسان)|لست روبوت|التحقق من أنك`),
		regexp.MustCompile(`(?i)cf-chl-|challenge-platform|cf_chl_opt|_incapsula_resource|captcha-delivery\.com|px-captcha|g-recaptcha|h-captcha|awswafintegration|__ddg|sucuri_cloudproxy`)},
	{ErrMissing, stub / 2,
		regexp.MustCompile(`(?i)^(?:error |خطأ\s*)?404|page not found|not found$|^الصفحة (?:المطلوبة )?غير (?:موجودة|متوفرة|متاحة)|صفحة غير موجودة|لم يتم العثور على (?:الصفحة|المقال|نتائج|ما تبحث)`),
		regexp.MustCompile(`(?i)(?:الصفحة|المقال|الخبر|المحتوى)\s+(?:التي|الذي)\s+(?:تبحث|تحاول|طلبت)\S*.{0,60}(?:غير|لم|لا|حذف|أزيل|نقل)|(?:الصفحة|المقالة?|الخبر|المحتوى)(?: المطلوبة?)? (?:غير موجودة?|غير متوفرة?|غير متاحة?|لم تعد? موجودة?)|لم نتمكن من العثور على (?:الصفحة|المقال|الخبر|ما تبحث)|لم يتم العثور على (?:الصفحة|المقال|الخبر|ما تبحث)|page (?:you (?:are looking for|requested)|cannot be found|not found|does not exist)|تم حذف (?:هذه الصفحة|هذا الخبر|هذا المقال|الخبر|المقال)`),
		nil},
	{ErrConsent, stub,
		regexp.MustCompile(`(?i)^before you continue|^قبل (?:المتابعة|أن تتابع)|^your privacy choices|^cookie (?:consent|settings)|^consent`),
		regexp.MustCompile(`(?i)(?:نستخدم|نحن وشركاؤنا|باستخدام).{0,80}(?:ملفات تعريف الارتباط|الكوكيز)|(?:قبول|الموافقة على|رفض) (?:الكل|جميع ملفات|ملفات تعريف)|موافقتك على (?:استخدام|معالجة)|we (?:and our partners )?(?:use|value|store).{0,60}(?:cookies|your privacy)|accept all|reject all`),
		regexp.MustCompile(`(?i)consent\.(?:google|yahoo|youtube)|consent-manager|collectconsent`)},
	{ErrPaywall, stub,
		regexp.MustCompile(`(?i)^subscribe to|^اشترك (?:الآن|لقراءة)`),
		regexp.MustCompile(`(?i)(?:محتوى|المحتوى|مقال|المقال|الخبر)\s+(?:\S+\s+){0,3}(?:للمشتركين|للأعضاء)|للمشتركين فقط|حصري للمشتركين|(?:اشترك|سجل|سجّل|للاشتراك|لتسجيل الدخول)\S*\s+(?:\S+\s+){0,4}(?:لمتابعة|لقراءة|لإكمال|لمواصلة|قراءة)|(?:لقراءة|لمتابعة|لمواصلة|لإكمال)\s+(?:\S+\s+){0,3}(?:المقال|القراءة|الخبر|الموضوع)\S*.{0,40}(?:اشترك|سجل|سجّل|الاشتراك|تسجيل)|subscribe (?:now )?to (?:continue|read)|to continue reading|already a subscriber|for subscribers only`),
		nil},
}

// marked returns the error that says why p is not the article, nil if it is. body is what was taken for the
// article before it was cleaned.
func (p *Page) marked(h *head, body string, source []byte) error {
	n := len(strings.Fields(p.Text))
	if n > stub {
		return nil
	}
	if n < tooFew {
		body += "\n" + wholePage(source)
	}
	body = body[:min(len(body), maxFrame)]
	source = source[:min(len(source), maxScripts)]
	for _, s := range signs {
		for _, t := range []string{p.Title, strings.TrimSpace(h.title)} {
			if n < stub/2 && s.title.MatchString(t) {
				return fmt.Errorf("%w: title %q", s.err, t)
			}
		}
		if m := s.text.FindString(body); m != "" && n <= s.within {
			return fmt.Errorf("%w: %q", s.err, m)
		}
		if s.source != nil && n < tooFew && s.source.Match(source) {
			return fmt.Errorf("%w: its scripts show it", s.err)
		}
	}
	switch {
	case h.linked.locked:
		return fmt.Errorf("%w: isAccessibleForFree is false", ErrPaywall)
	case n == 0:
		return ErrEmpty
	}
	return nil
}

// wholePage returns all text of a page, also what surrounds the article.
func wholePage(source []byte) string {
	root, _, err := tree(source)
	if err != nil {
		return ""
	}
	return lines(paragraphs(root))
}
