package main

import (
	"fmt"
	"slices"
	"strings"

	"rasid/config"
	"rasid/fetch"
)

// unknown refuses a name that the configuration does not have, and tells those it has.
func unknown(kind, name string, has []string) error {
	names := strings.Join(has, ", ")
	if len(has) == 0 {
		names = "none"
	}
	return usageError{fmt.Errorf("%s %q is not in the configuration; it has %s", kind, name, names)}
}

// knownTopic refuses a topic that the configuration does not have; "" stands for all.
func knownTopic(c config.Config, name string) error {
	var has []string
	for _, t := range c.Topics {
		has = append(has, t.Name)
	}
	return known("topic", name, has)
}

// knownSource refuses a source that the configuration does not have; "" stands for all.
func knownSource(c config.Config, name string) error {
	var has []string
	for _, s := range c.Sources {
		has = append(has, s.Name)
	}
	return known("source", name, has)
}

// knownTarget refuses a target that the configuration does not have; "" stands for all.
func knownTarget(c config.Config, name string) error {
	var has []string
	for _, t := range c.Targets {
		has = append(has, t.Name)
	}
	return known("target", name, has)
}

func known(kind, name string, has []string) error {
	if name == "" || slices.Contains(has, name) {
		return nil
	}
	return unknown(kind, name, has)
}

// knownKind refuses a kind of source that there is not; "" stands for any.
func knownKind(name string) error {
	if name == "" || slices.Contains(fetch.Kinds(), name) {
		return nil
	}
	return usageError{fmt.Errorf("--kind %q: use one of %s", name, strings.Join(fetch.Kinds(), ", "))}
}

// atMost refuses a bound on the length of a list that is none.
func atMost(limit int) error {
	if limit < 0 {
		return usageError{fmt.Errorf("--limit %d: a number of rows, 0 for all", limit)}
	}
	return nil
}
