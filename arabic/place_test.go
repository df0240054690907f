package arabic

import "testing"

func TestPlaceAlone(t *testing.T) {
	for line, want := range map[string]bool{
		"القاهرة": true, "غزة -": true, "غزّة:": true, "(رام الله)": true, "فيينا، النمسا": true, "دبي، الإمارات العربية المتحدة": true, "القدس المحتلة / ": true, "موسكو/واشنطن": true, "سيؤول، كوريا الجنوبية": true,
		"مصر": false, "النمسا، فيينا": false, "القاهرة.": false, "القاهرة؟": false, "القاهرة: إضراب يعم المدينة": false, "سام كير": false, "معتز التلا - ممثل سوري": false, "القاهرة - محمد علي": false,
		"غزة تحت النار": false, "«القاهرة»": false, "القاهرة 12": false, "": false, " - ": false,
	} {
		if got := PlaceAlone(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
