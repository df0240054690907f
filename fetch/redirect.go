package fetch

import (
	"fmt"
	"net/http"
	"net/url"
)

// A redirect is where an answer sends us.
type redirect struct {
	url     *url.URL
	forGood bool // 301 or 308
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow resolves a Location against u: http or https only, and never back from https to http.
func follow(u *url.URL, location string) (*url.URL, error) {
	next, err := u.Parse(location)
	if err != nil || next.Hostname() == "" {
		return nil, fmt.Errorf("%w: location %.100q", ErrRedirect, withoutUser(location))
	}
	next.User, next.Fragment, next.RawFragment = nil, "", ""
	switch {
	case next.Scheme != "http" && next.Scheme != "https":
		return nil, fmt.Errorf("%w: to scheme %.20q", ErrRedirect, next.Scheme)
	case u.Scheme == "https" && next.Scheme == "http":
		return nil, fmt.Errorf("%w: from https to http", ErrRedirect)
	}
	return next, nil
}
