package config

import (
	"reflect"
	"strconv"
	"strings"
)

// kindOf returns what a type of file.go is in the file: "text", "duration", "integer", "number", "texts", "table" or
// "tables" (repeated, in double brackets).
func kindOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[duration]():
		return "duration"
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		return "integer"
	case t.Kind() == reflect.Float64:
		return "number"
	case t.Kind() == reflect.Struct:
		return "table"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return "tables"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return "texts"
	}
	return "unknown"
}

// example returns how a value of a kind is written.
func example(kind string) string {
	switch kind {
	case "duration":
		return `a text with its unit: "30s", "15m" or "2h"`
	case "text":
		return `a text in quotes: "…"`
	case "integer":
		return "a whole number without quotes: 8"
	case "number":
		return "a number without quotes: 0.5"
	case "texts":
		return `a list of texts: ["…", "…"]`
	case "tables":
		return "tables under a header in double brackets"
	}
	return "a table under a header in brackets"
}

// fieldOf returns the type of a key of a table.
func fieldOf(table reflect.Type, key string) (reflect.Type, bool) {
	if table.Kind() != reflect.Struct {
		return nil, false
	}
	for i := range table.NumField() {
		if table.Field(i).Tag.Get("toml") == key {
			return table.Field(i).Type, true
		}
	}
	return nil, false
}

// names returns the keys of a table in their order.
func names(table reflect.Type) []string {
	var all []string
	for i := range table.NumField() {
		all = append(all, table.Field(i).Tag.Get("toml"))
	}
	return all
}

// headers returns the tables of the file as they are written.
func headers() []string {
	t := reflect.TypeFor[file]()
	var all []string
	for i := range t.NumField() {
		all = append(all, header(t.Field(i).Tag.Get("toml"), kindOf(t.Field(i).Type) == "tables"))
	}
	return all
}

func header(name string, repeated bool) string {
	if repeated {
		return "[[" + name + "]]"
	}
	return "[" + name + "]"
}

// join returns the path of a key within a table; a part that is not a bare key is quoted.
func join(path, part string) string {
	if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" {
		part = strconv.Quote(part)
	}
	if path == "" {
		return part
	}
	return path + "." + part
}
