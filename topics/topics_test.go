package topics

import (
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryShippedTopicHasReadableArticles(t *testing.T) {
	folders, err := fs.ReadDir(Files(), ".")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no shipped topics: %v", err)
	}
	for _, folder := range folders {
		articles, err := fs.ReadDir(Files(), folder.Name())
		if err != nil || len(articles) < 3 {
			t.Errorf("%s: %d articles, %v; want at least 3", folder.Name(), len(articles), err)
		}
		for _, a := range articles {
			text, err := fs.ReadFile(Files(), folder.Name()+"/"+a.Name())
			if err != nil || !utf8.Valid(text) || len(strings.Fields(string(text))) < 100 {
				t.Errorf("%s/%s: %d bytes, %v; want UTF-8 of at least 100 words", folder.Name(), a.Name(), len(text), err)
			}
		}
	}
}
