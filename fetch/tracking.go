package fetch

import (
	"net/url"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// tracking names the query parameters that say where a reader came from and not what he reads, in small
// letters. A name that ends in * stands for all names that begin so. Found in the feeds and share links
// of the outlets in docs/sources.md.
var tracking = set(`utm_* utm-* at_* ns_* hsa_* pk_* mtm_* fb_* ga_* ito_*
 fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id srsltid
 mc_cid mc_eid _ga _gl _hsenc _hsmi __hstc __hssc mkt_tok oly_anon_id oly_enc_id vero_id vero_conv wickedid
 ocid xtor maca cmp cmpid cid_source traffic_source traffictype s_cid ncid ito ftag sr_share smid smtyp spm
 __twitter_impression ref_src ref_url referrer soc_src soc_trk taid guccounter guce_referrer guce_referrer_sig
 _openstat rb_clickid s_kwcid ef_id epik si_source sharetype share_source fromrss from_rss rss_source
 amp amp_js_v amp_gsa usqp outputtype __cf_chl_tk phpsessid jsessionid`)

// comesFrom names parameters that track only with one of these values.
var comesFrom = set(`ref=rss ref=feed ref=rssfeed ref=twitter ref=facebook ref=whatsapp ref=telegram source=rss src=rss from=rss
 output=amp m=1 mobile=1 view=amp platform=amp share=twitter share=facebook share=whatsapp share=telegram`)

// untracked takes tracking parameters off a raw query and keeps the others in their order.
func untracked(query string) string {
	if query == "" {
		return ""
	}
	kept := make([]string, 0, 4)
	for part := range strings.SplitSeq(query, "&") {
		if part != "" && !tracks(part) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

func tracks(part string) bool {
	part = strings.ToLower(part)
	name, _, _ := strings.Cut(part, "=")
	if tracking[name] || comesFrom[part] {
		return true
	}
	i := strings.IndexAny(name, "_-")
	return i > 0 && tracking[name[:i+1]+"*"] || strings.HasPrefix(name, "_x_tr_")
}

// set makes a table of the words of s.
func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// whole takes the AMP form and session marks off a path.
func whole(path string) string {
	if i := strings.Index(strings.ToLower(path), ";jsessionid="); i > 0 {
		path = path[:i]
	}
	if !strings.Contains(path, "amp") {
		return path
	}
	p := path
	switch {
	case strings.HasPrefix(p, "/amp/"):
		p = p[len("/amp"):]
	case strings.HasSuffix(p, "/amp/"):
		p = p[:len(p)-len("amp/")]
	case strings.HasSuffix(p, "/amp"), strings.HasSuffix(p, ".amp"):
		p = p[:len(p)-len("/amp")]
	case strings.HasSuffix(p, "/amp.html"):
		p = p[:len(p)-len("/amp.html")]
	}
	if len(p) < 2 {
		return path // nothing would be left to read
	}
	if p != path {
		return whole(p)
	}
	return p
}

// wrapped returns the address that u only points to: the outlet's own behind an AMP cache or a search
// engine's redirect. "" = u is what it seems.
func wrapped(u *whatwg.Url) string {
	host, path := u.Hostname(), u.Pathname()
	google := strings.HasPrefix(host, "www.google.")
	switch {
	case google && strings.HasPrefix(path, "/amp/s/"):
		return "https://" + path[len("/amp/s/"):]
	case google && path == "/url":
		q, err := url.ParseQuery(u.Query())
		if err != nil {
			return ""
		}
		for _, name := range []string{"url", "q"} {
			if to := q.Get(name); strings.HasPrefix(to, "http://") || strings.HasPrefix(to, "https://") {
				return to
			}
		}
	case strings.HasSuffix(host, ".cdn.ampproject.org") && len(path) > 3:
		if _, rest, ok := strings.Cut(path[1:], "/"); ok {
			if inner, secure := strings.CutPrefix(rest, "s/"); secure {
				return "https://" + inner
			}
			return "http://" + rest
		}
	}
	return ""
}
