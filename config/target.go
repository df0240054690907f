package config

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"rasid/notify"
)

func (l *loader) targets() {
	seen := map[string]string{}
	for i, t := range l.file.Target {
		key := fmt.Sprintf("target[%d]", i+1)
		l.name(key, t.Name, seen)
		o := notify.Options{Name: t.Name, Kind: t.Kind, From: t.From, To: t.To, Host: t.Host, Port: t.Port, TLS: t.TLS,
			User: t.User, Auth: t.Auth, Unsubscribe: t.Unsubscribe, UnsubscribeURL: t.UnsubscribeURL,
			DKIMSelector: t.DKIMSelector, DKIMDomain: t.DKIMDomain, Keep: t.Keep}
		o.DKIMKey = l.secret(key+".dkim_key", t.DKIMKey)
		if t.Kind == "smtp" {
			o.Votes = l.config.Votes
		}
		o.Password = l.secret(key+".password", t.Password)
		if slices.Contains(openAddresses(), t.Kind) {
			o.URL = l.hook(key+".url", t.URL)
		} else {
			o.URL = l.secret(key+".url", t.URL)
		}
		o.Token = l.secret(key+".token", t.Token)
		o.Room = t.Room
		for j, s := range t.Secrets {
			o.Secrets = append(o.Secrets, l.secret(fmt.Sprintf("%s.secrets[%d]", key, j+1), s))
		}
		o.Timeout = l.duration(key+".timeout", t.Timeout, time.Second, time.Hour)
		o.DotTimeout = l.duration(key+".dot_timeout", t.DotTimeout, time.Second, time.Hour)
		if l.present(key + ".path") {
			o.Path = l.path(key+".path", t.Path)
		}
		if l.present(key + ".ca") {
			o.CA = l.path(key+".ca", t.CA)
		}
		l.tryTarget(key, o)
		l.config.Targets = append(l.config.Targets, o)
	}
}

// openAddresses returns the kinds of target whose address may be written out. That of any other lets in whoever knows it.
func openAddresses() []string { return []string{"webhook", "telegram", "ntfy", "matrix"} }

// tryTarget reports what notify has against a target.
func (l *loader) tryTarget(key string, o notify.Options) {
	if o.Kind == "" {
		l.fault(key+".kind", "is missing", "use "+choice(notify.Kinds()))
		return
	}
	// One recipient at a time, so that a fault says which.
	for i, to := range o.To {
		at := fmt.Sprintf("%s.to[%d]", key, i+1)
		if strings.ContainsAny(to, `"\`) {
			l.fault(at, quoted(to)+" has quotes", `write it as "name@example.org"`)
		}
		one := o
		one.To = []string{to}
		for _, wrong := range optionErrors(one) {
			if wrong.Key == "to" {
				l.fault(at, quoted(to)+" "+wrong.Problem, wrong.Remedy)
			}
		}
	}
	for _, wrong := range optionErrors(o) {
		if at := key + "." + wrong.Key; !l.partFaulty(at) {
			l.fault(at, wrong.Problem, wrong.Remedy)
		}
	}
}

// partFaulty reports whether an element of a list has a fault, so that what follows from it need not be told.
func (l *loader) partFaulty(key string) bool {
	for faulty := range l.reader.faulty {
		if strings.HasPrefix(faulty, key+"[") {
			return true
		}
	}
	return false
}

// optionErrors returns each fault that notify finds.
func optionErrors(o notify.Options) []*notify.OptionError {
	_, err := notify.New(o, &http.Client{}, io.Discard)
	var all []*notify.OptionError
	var wrong *notify.OptionError
	for _, err := range parts(err) {
		if errors.As(err, &wrong) {
			all = append(all, wrong)
		} else {
			all = append(all, &notify.OptionError{Target: o.Name, Key: "kind", Problem: "cannot be used: " + err.Error(), Remedy: "see docs/config.md"})
		}
	}
	return all
}

// parts returns the errors that were joined into one.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
