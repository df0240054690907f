package fetch

import (
	"errors"
	"strings"
	"testing"

	"rasid/news"
)

func TestMarks(t *testing.T) {
	titles, texts := reference(t)
	article := each(texts[1], wrap("<p>%</p>"))
	for _, c := range []struct {
		name, page string
		want       error
	}{
		{"cloudflare", `<html><head><title>Just a moment...</title></head><body><div id="challenge-error-text">Enable JavaScript and cookies to continue</div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate"></script></body></html>`, ErrChallenge},
		{"plain challenge", `<html><body>Please verify that you are human</body></html>`, ErrChallenge},
		{"challenge in Arabic", doc("تحقق", "", `<h1>تحقق</h1><p>يرجى التأكيد أنك لست روبوتا للمتابعة إلى الموقع.</p>`), ErrChallenge},
		{"scripted challenge", `<html><head><script>var _cf_chl_opt={};</script></head><body></body></html>`, ErrChallenge},
		{"access denied", `<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>You don't have permission to access this server. Reference #18.2d</body></html>`, ErrChallenge},
		{"consent", doc("قبل المتابعة إلى الموقع", "", `<h1>قبل المتابعة</h1><p>نستخدم ملفات تعريف الارتباط والبيانات لتقديم خدماتنا وصيانتها وعرض إعلانات مخصصة لكم.</p><button>قبول الكل</button><button>رفض الكل</button>`), ErrConsent},
		{"consent under the article's title", doc(titles[1], "", h1(titles[1])+`<p>نحن وشركاؤنا نستخدم ملفات تعريف الارتباط، ونطلب موافقتك على معالجة بياناتك قبل أن نعرض المحتوى.</p>`), ErrConsent},
		{"paywall stub", doc(titles[1], "", h1(titles[1])+`<p>`+texts[1][0]+`</p><div class="pw"><p>هذا المقال متاح للمشتركين فقط. اشترك الآن لمتابعة القراءة.</p></div>`), ErrPaywall},
		{"paywall by schema", doc(titles[1], `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":"False"}</script>`, h1(titles[1])+`<p>`+texts[1][0]+`</p>`), ErrPaywall},
		{"soft 404", doc("الصفحة غير موجودة", "", menu+`<h1>404</h1><p>عذرا، الصفحة التي تبحث عنها غير موجودة أو تم نقلها.</p>`), ErrMissing},
		{"soft 404 under a site title", doc("صحيفة الشرق", "", menu+`<p>عذرا، لم يتم العثور على الصفحة المطلوبة.</p>`), ErrMissing},
		{"empty shell", doc(titles[1], "", `<div id="root"></div>`), ErrEmpty},
		{"only menus", doc("صحيفة الشرق", "", menu), ErrEmpty},

		{"article with a cookie banner", doc(titles[1], "", h1(titles[1])+article+`<div id="x"><p>نستخدم ملفات تعريف الارتباط.</p><button>قبول الكل</button></div>`), nil},
		{"article with a newsletter box", doc(titles[1], "", h1(titles[1])+article+`<p>اشترك في نشرتنا لقراءة المزيد</p>`), nil},
		{"article with a captcha in its comment form", doc(titles[1], "", h1(titles[1])+article+`<form><div class="g-recaptcha"></div></form>`), nil},
		{"flash on a search", doc("لم يتم العثور على ناجين", "", `<h1>لم يتم العثور على ناجين من تحطم الطائرة</h1><p>أعلنت فرق الإنقاذ أنه لم يتم العثور على ناجين من تحطم الطائرة في الجبال صباح اليوم.</p>`), nil},
		{"flash on an account", doc("اختفاء حساب", "", `<h1>اختفاء حساب مسؤول على تويتر</h1><p>`+strings.Repeat("تداول ناشطون رسالة ظهرت لمن يزور حساب المسؤول على الموقع وجاء فيها أن الحساب قد أغلق. ", 4)+`وظهرت عبارة "هذه الصفحة غير متوفرة" لمن زاره.</p>`), nil},
		{"schema says locked, text is whole", doc(titles[1], `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":false}</script>`, h1(titles[1])+article), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := ParsePage([]byte(c.page), "text/html; charset=utf-8", "", news.Source{Outlet: "صحيفة الشرق"})
			if c.want == nil && err != nil || !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v; title %q text %q", err, c.want, p.Title, p.Text)
			}
		})
	}
}
