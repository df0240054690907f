package store

import "testing"

// TestNumberIn has addresses as Arabic outlets build them: where the article's number stands, and what only looks like one.
func TestNumberIn(t *testing.T) {
	for _, c := range []struct {
		address string
		n       int64
		frame   string
	}{
		{"https://www.skynewsarabia.com/middle-east/1713452-كيم-يصل-إلى-فلاديفوستوك", 1713452, "www.skynewsarabia.com/middle-east"},
		{"https://aawsat.com/العالم/آسيا/5012345-كيم-يلتقي-بوتين", 5012345, "aawsat.com/العالم/آسيا"},
		{"https://aawsat.com/%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%85/5012345-%D9%83%D9%8A%D9%85-%D9%8A%D9%84%D8%AA%D9%82%D9%8A", 5012345, "aawsat.com/العالم"},
		{"https://arabic.rt.com/world/1564321-قمة-كيم-وبوتين/", 1564321, "arabic.rt.com/world"},
		{"https://paper.example/2024/05/123456-old-slug", 123456, "paper.example/2024/05"},
		{"https://www.youm7.com/story/2024/5/12/كيم-يصل-إلى-موسكو/6573421", 6573421, "www.youm7.com/story/2024/5/12"},
		{"https://arabi21.com/story/1590123/كيم-يصل-إلى-موسكو", 1590123, "arabi21.com/story"},
		{"https://www.masrawy.com/news/news_publicaffairs/details/2024/5/12/2581234/كيم-يصل-إلى-موسكو", 2581234, "www.masrawy.com/news/news_publicaffairs/details/2024/5/12"},
		{"https://www.dw.com/ar/كيم-يصل-إلى-موسكو/a-69012345", 69012345, "www.dw.com/ar/a"},
		{"https://paper.example/news/kim-arrives-in-moscow-1234567.html", 1234567, "paper.example/news"},

		{"https://www.elwatannews.com/news/details/7321456", 0, ""}, // the address is the same as long as the number is
		{"https://www.okaz.com.sa/news/politics/2162345", 0, ""},
		{"https://www.aljazeera.net/news/2024/5/12/كيم-يصل-إلى-موسكو", 0, ""},
		{"https://www.france24.com/ar/الشرق-الأوسط/20240512-كيم-يصل-إلى-موسكو", 0, ""}, // a date
		{"https://paper.example/12052024-أسعار-الذهب-اليوم", 0, ""},
		{"https://paper.example/أسعار-الدولار-اليوم-120524", 0, ""},
		{"https://paper.example/archive/202405/كيم-يصل-إلى-موسكو", 0, ""},
		{"https://paper.example/500000-لاجئ-يعودون-إلى-سوريا", 0, ""},           // a round sum
		{"https://paper.example/بيع-12345-سيارة-في-مصر", 0, ""},                 // within the headline
		{"https://paper.example/topics/1234567/5012345-كيم-يصل-إلى", 0, ""},     // which of the two?
		{"https://paper.example/node/580121", 0, ""},                            // nothing beside it
		{"https://paper.example/قمة-2024-في-موسكو", 0, ""},                      // a year
		{"https://paper.example/view.aspx?id=1234567&title=كيم-يصل-إلى", 0, ""}, // not in the path
		{"https://paper.example/", 0, ""},
	} {
		if got := numberIn(c.address); got.n != c.n || got.frame != c.frame {
			t.Errorf("%s: %d under %q, want %d under %q", c.address, got.n, got.frame, c.n, c.frame)
		}
	}
}

// TestSameNumber has pairs of addresses and headlines: one article whose slug was edited, or two that share a number.
func TestSameNumber(t *testing.T) {
	for _, c := range []struct {
		name                     string
		was, is, titleA, titleIs string
		same                     bool
	}{
		{"slug edited", "https://p.example/w/1713452-كيم-يصل-إلى-موسكو", "https://p.example/w/1713452-كيم-يغادر-إلى-موسكو",
			"كيم يصل إلى موسكو بالقطار", "كيم يغادر إلى موسكو بالقطار المصفح", true},
		{"toll edited", "https://p.example/w/1713452-مقتل-12-في-انفجار-بغداد", "https://p.example/w/1713452-ارتفاع-حصيلة-انفجار-بغداد",
			"مقتل 12 شخصا في انفجار وسط بغداد", "ارتفاع حصيلة انفجار بغداد إلى 21 قتيلا", true},
		{"another counter", "https://p.example/w/1713452-كيم-يصل-إلى-موسكو", "https://p.example/video/1713452-كيم-يصل-إلى-موسكو",
			"كيم يصل إلى موسكو", "كيم يصل إلى موسكو", false},
		{"another outlet", "https://p.example/w/1713452-كيم-يصل-إلى-موسكو", "https://q.example/w/1713452-كيم-يصل-إلى-موسكو",
			"كيم يصل إلى موسكو", "كيم يصل إلى موسكو", false},
		{"a dossier", "https://p.example/topics/1234567/كيم-يصل-إلى-موسكو", "https://p.example/topics/1234567/بيونغ-يانغ-تطلق-صاروخا",
			"كيم يصل إلى موسكو لقمة مع بوتين", "بيونغ يانغ تطلق صاروخا فوق بحر اليابان", false},
		{"a sum in both headlines", "https://p.example/w/12345-إصابة-جديدة-في-مصر", "https://p.example/w/12345-إصابة-جديدة-في-الهند",
			"12345 إصابة جديدة في مصر", "12345 إصابة جديدة في الهند", false},
		{"nothing in common", "https://p.example/w/1713452-كيم-يصل-إلى-موسكو", "https://p.example/w/1713452-أسعار-الذهب-اليوم-في-مصر",
			"كيم يصل إلى موسكو", "أسعار الذهب اليوم في مصر", false},
	} {
		if got := numberIn(c.was).same(numberIn(c.is), c.titleA, c.titleIs); got != c.same {
			t.Errorf("%s: same is %v", c.name, got)
		}
	}
}
