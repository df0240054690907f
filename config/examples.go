package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"rasid/arabic"
	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/topics"
)

const (
	maxExample = 2 << 20 // bytes of one file
	minWords   = 10      // fewer say nothing about a subject
	minArabic  = 0.1     // share of its letters: with fewer nothing of it is known
)

// Examples is what the folder of a topic holds.
type Examples struct {
	Articles []detect.Example // in order of their file names
	Not      []detect.Example // in the subfolder "not": they look alike and do not belong
	URLs     []string         // in urls.txt
	Warnings Faults           // files that were left out because another has the same words
}

// ReadExamples reads the folder of a topic, on disk or shipped. Article files are .txt and
// .md (page text) and .html; names that begin with "." or "_", copies that editors keep ("a.txt~") and README files are left out. The text is cleaned like
// that of a page that was fetched. The error, if any, is a Faults: each names its file, or the folder if that holds
// nothing to learn from.
func ReadExamples(t Topic) (es Examples, err error) {
	r := exampleReader{shown: t.Folder}
	if !filepath.IsAbs(t.Folder) && shipped(t.Folder) {
		if r.fsys, err = fs.Sub(topics.Files(), t.Folder); err != nil {
			return es, Faults{{File: t.Folder, Problem: reason(err)}}
		}
	} else {
		r.fsys = os.DirFS(t.Folder)
	}
	es.Articles, es.URLs = r.folder(".")
	if es.Not = r.not(); len(es.Articles) == 0 && len(es.URLs) == 0 && len(r.faults) == 0 {
		r.fault("", 0, "holds no example article", "put at least one there as .txt, .md or .html, or its address into urls.txt")
	}
	r.twins(&es)
	if len(r.faults) > 0 {
		return Examples{}, r.faults.sorted()
	}
	return es, nil
}

// twins takes out what has the same words as an article before it, whose weight would count twice. That an article both belongs and does
// not is a fault.
func (r *exampleReader) twins(es *Examples) {
	names := map[string]string{} // by words
	single := func(all []detect.Example) (rest []detect.Example) {
		for _, e := range all {
			words := strings.Join(arabic.Words(e.Text), " ")
			switch twin := names[words]; {
			case twin == "":
				names[words] = e.Name
				rest = append(rest, e)
			case path.Dir(twin) == path.Dir(e.Name):
				es.Warnings = append(es.Warnings, r.at(e.Name, 0, "is left out: it has the text of "+isolated(twin), "take one of the two away"))
			default:
				r.fault(e.Name, 0, "has the text of the example "+isolated(twin), "take one of the two away: an article belongs to the topic or does not")
			}
		}
		return rest
	}
	es.Articles = single(es.Articles)
	es.Not = single(es.Not)
}

// DetectTopics returns the topics as detect takes them, in the order of the file, and for each topic that has them
// the addresses of examples that have yet to be fetched. The error, if any, is a Faults.
func (c Config) DetectTopics() (all []detect.Topic, urls map[string][]string, err error) {
	urls = map[string][]string{}
	var wrong Faults
	for _, t := range c.Topics {
		es, err := ReadExamples(t)
		var faults Faults
		if errors.As(err, &faults) {
			wrong = append(wrong, faults...)
			continue
		}
		all = append(all, detect.Topic{Name: t.Name, Title: t.Title, Examples: es.Articles, Not: es.Not, Must: t.Must, Never: t.Never, Cutoff: t.Cutoff})
		if len(es.URLs) > 0 {
			urls[t.Name] = es.URLs
		}
	}
	if len(wrong) > 0 {
		return nil, nil, wrong.sorted()
	}
	return all, urls, nil
}

// shipped reports whether a topic folder of this name comes with the program.
func shipped(name string) bool {
	if name == "" || strings.ContainsAny(name, `/\.`) {
		return false
	}
	info, err := fs.Stat(topics.Files(), name)
	return err == nil && info.IsDir()
}

// An exampleReader reads one topic folder.
type exampleReader struct {
	fsys   fs.FS
	shown  string // path of the folder, for faults
	faults Faults
}

func (r *exampleReader) fault(name string, line int, problem, remedy string) {
	r.faults = append(r.faults, r.at(name, line, problem, remedy))
}

// at is what is wrong with a file of the folder.
func (r *exampleReader) at(name string, line int, problem, remedy string) Fault {
	return Fault{File: filepath.Join(r.shown, filepath.FromSlash(name)), Line: line, Problem: problem, Remedy: remedy}
}

// folder returns the articles and the addresses in one folder.
func (r *exampleReader) folder(dir string) (examples []detect.Example, urls []string) {
	files, err := fs.ReadDir(r.fsys, dir)
	if err != nil {
		r.fault(dir, 0, reason(err), "make it readable for Rasid")
	}
	for _, f := range files {
		name := path.Join(dir, f.Name())
		extension := strings.ToLower(path.Ext(name))
		switch {
		case strings.ContainsAny(f.Name()[:1], "._") || strings.HasSuffix(f.Name(), "~") || strings.HasPrefix(f.Name(), "README"), name == "not" && f.IsDir():
		case f.IsDir():
			r.fault(name, 0, "is a folder, which topics do not have", "move its articles up, or into the folder not if they do not belong to the topic")
		case name == "urls.txt":
			urls = r.urls(name)
		case slices.Contains([]string{".txt", ".md", ".html", ".htm"}, extension):
			if e, ok := r.example(name, extension); ok {
				examples = append(examples, e)
			}
		default:
			r.fault(name, 0, "is not an article file", "save it as .txt, .md or .html, or let its name begin with _ to leave it out")
		}
	}
	return examples, urls
}

// not returns the articles that look alike and do not belong.
func (r *exampleReader) not() []detect.Example {
	if info, err := fs.Stat(r.fsys, "not"); err != nil || !info.IsDir() {
		return nil
	}
	examples, _ := r.folder("not")
	return examples
}

// example reads one article.
func (r *exampleReader) example(name, extension string) (detect.Example, bool) {
	raw, ok := r.bytes(name)
	if !ok {
		return detect.Example{}, false
	}
	var page fetch.Page
	var err error
	if extension == ".html" || extension == ".htm" {
		page, err = fetch.ParsePage(raw, "text/html", "", news.Source{})
	} else {
		page, err = fetch.ParseText(raw)
	}
	if err != nil {
		r.fault(name, 0, "cannot be understood: "+err.Error(), "save the text of the article as .txt in UTF-8")
		return detect.Example{}, false
	}
	if lack := Unfit(page.Title, page.Text); lack != "" {
		r.fault(name, 0, lack, "save the text of an Arabic article there, as .txt in UTF-8, or let its name begin with _ to leave it out")
		return detect.Example{}, false
	}
	return detect.Example{Name: name, Title: page.Title, Text: page.Text, Published: page.Published}, true
}

// Unfit returns why an article teaches nothing as an example, "" where it does.
func Unfit(title, text string) string {
	switch {
	case len(strings.Fields(text)) < minWords:
		return fmt.Sprintf("holds no article: fewer than %d words", minWords)
	case arabic.Share(title+" "+text) < minArabic:
		return "is not in Arabic"
	}
	return ""
}

// urls returns the addresses in a file, one a line; # begins a comment.
func (r *exampleReader) urls(name string) []string {
	raw, ok := r.bytes(name)
	if !ok {
		return nil
	}
	var all []string
	n := 0
	for line := range strings.Lines(string(bytes.TrimPrefix(raw, []byte("\uFEFF")))) {
		n++
		text, _, _ := strings.Cut(" "+line, " #")
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || len(text) > maxURL || strings.ContainsAny(text, " \t") {
			r.fault(name, n, quoted(text)+" is not the address of an article", `write one a line: "https://host/path"`)
		} else if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// bytes returns the content of a file of the folder.
func (r *exampleReader) bytes(name string) ([]byte, bool) {
	info, err := fs.Stat(r.fsys, name)
	var raw []byte
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("is not a regular file")
	case info.Size() > maxExample:
		err = fmt.Errorf("is longer than %d KiB", maxExample>>10)
	default:
		raw, err = fs.ReadFile(r.fsys, name)
	}
	if err != nil {
		r.fault(name, 0, reason(err), "put a text file there or take it away")
	}
	return raw, err == nil
}
