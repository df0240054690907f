package notify

import (
	"strconv"
	"unicode/utf8"

	"fmt"
	"rasid/arabic"
	"time"
)

// A Failure says how an attempt to deliver ended without success, in the terms that decide what comes next.
// Every error of Notify and Check is one.
type Failure struct {
	Permanent  bool          // the same attempt again would fail again
	Gone       bool          // the receiver says that it has ended (410): turn the target off; Permanent too
	Away       bool          // the server was not reached or let nobody in: another message would fare the same now
	Doubtful   bool          // the message may have been taken: the answer to its end did not arrive
	RetryAfter time.Duration // the receiver asked to wait so long, within [1 min, 24 h]; 0 = not said
	Status     string        // the receiver's own answer in one line of at most 256 bytes, "" if it gave none; no secrets
	Err        error         // what failed; no secrets
}

// Error returns the operation that failed and the receiver's answer.
func (f *Failure) Error() string {
	if f.Status == "" {
		return f.Err.Error()
	}
	return fmt.Sprintf("%v: %s", f.Err, f.Status)
}

// Unwrap returns what failed.
func (f *Failure) Unwrap() error { return f.Err }

// An OptionError names one key of Options that is missing or wrong.
type OptionError struct {
	Target  string // Options.Name
	Key     string // as in the configuration file: "host"
	Problem string // "is missing"
	Remedy  string // "set the name of the mail server"
}

// Error returns all four parts in one line.
func (e *OptionError) Error() string {
	return fmt.Sprintf("target %q: %s %s: %s", e.Target, e.Key, e.Problem, e.Remedy)
}

// maxStatus is how many bytes of a receiver's answer are kept.
const maxStatus = 256

// status returns a receiver's answer for Failure.Status: code and text in one line, cut, set apart in
// direction, without secrets that it may have echoed.
func status(code int, text string, secrets ...string) string {
	text = arabic.Clean(masked(text, secrets), maxStatus)
	room := maxStatus - len("000 ") - len(string(fsi)+string(pdi))
	for len(text) > room {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	if text == "" {
		return strconv.Itoa(code)
	}
	return strconv.Itoa(code) + " " + arabic.Isolate(text)
}
