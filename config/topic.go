package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func (l *loader) topics() {
	if len(l.file.Topic) == 0 && !l.reader.faulty["topic"] {
		l.fault("topic", "is missing: nothing would be looked for", `add a [[topic]] with name and folder; name = "dprk-russia" is shipped`)
	}
	sources := l.sourceNames()
	seen := map[string]string{}
	for i, f := range l.file.Topic {
		key := fmt.Sprintf("topic[%d]", i+1)
		l.name(key, f.Name, seen)
		l.oneLine(key+".title", f.Title)
		l.list(key+".sources", f.Sources, sources, "source")
		l.words(key+".must", f.Must)
		l.words(key+".never", f.Never)
		if !(f.Cutoff >= 0 && f.Cutoff <= 1) { // so that NaN is refused
			l.fault(key+".cutoff", "is not a score", "use a number from 0 to 1; 0 lets the examples decide")
		}
		t := Topic{Name: f.Name, Title: f.Title, Sources: f.Sources, Must: f.Must, Never: f.Never, Cutoff: f.Cutoff}
		if t.Title == "" {
			t.Title = f.Name
		}
		if t.Folder = l.topicFolder(key, f); t.Folder != "" {
			l.examples(key, t)
		}
		l.config.Topics = append(l.config.Topics, t)
	}
}

// topicFolder returns the absolute path of a topic's folder, or the name of a shipped topic; "" after a fault.
func (l *loader) topicFolder(key string, f topicTable) string {
	written, at := f.Folder, key+".folder"
	if !l.present(at) {
		if shipped(f.Name) {
			return f.Name
		}
		if f.Name != "" {
			l.fault(at, "is missing", "write the folder of the example articles")
		}
		return ""
	}
	path := l.path(at, written)
	if path == "" {
		return ""
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir() && (l.folder != "" || filepath.IsAbs(written)):
		return path
	case shipped(written):
		return written
	case err == nil:
		l.fault(at, quoted(written)+" is not a folder", "put the example articles into a folder, one file each")
	case errors.Is(err, os.ErrNotExist):
		l.fault(at, "there is no folder "+quoted(path), "make it and put the example articles there, one .txt, .md or .html file each")
	default:
		l.fault(at, "folder "+quoted(path)+" "+reason(err), "make it readable for Rasid")
	}
	return ""
}

// examples reports what is wrong with a topic's examples.
func (l *loader) examples(key string, t Topic) {
	es, err := ReadExamples(t)
	l.config.Warnings = append(l.config.Warnings, es.Warnings...)
	var wrong Faults
	if !errors.As(err, &wrong) {
		return
	}
	for _, f := range wrong {
		if f.File == t.Folder {
			l.fault(key+".folder", quoted(t.Folder)+" "+f.Problem, f.Remedy)
		} else {
			l.faults = append(l.faults, f)
		}
	}
}
