package config

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// A part is as much of JSON Schema as ours uses.
type part struct {
	Type                 string
	Properties           map[string]part
	Items                *part
	Required             []string
	Enum                 []any
	Pattern              string
	Minimum, Maximum     *float64
	Default              any
	Description          string
	AdditionalProperties *bool
}

func schemaOf(t *testing.T) part {
	t.Helper()
	text, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var p part
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// faults returns what a value has against the schema.
func (p part) faults(path string, v any) (all []string) {
	fail := func(what string) { all = append(all, path+": "+what) }
	switch v := v.(type) {
	case map[string]any:
		if p.Type != "object" || p.AdditionalProperties == nil || *p.AdditionalProperties {
			fail("not an object, or an open one")
		}
		for _, key := range p.Required {
			if _, ok := v[key]; !ok {
				fail(key + " is missing")
			}
		}
		for key, value := range v {
			if next, ok := p.Properties[key]; ok {
				all = append(all, next.faults(join(path, key), value)...)
			} else {
				fail(key + " is not known")
			}
		}
	case []any:
		if p.Type != "array" || p.Items == nil {
			fail("not an array")
			break
		}
		for i, value := range v {
			all = append(all, p.Items.faults(fmt.Sprintf("%s[%d]", path, i), value)...)
		}
	case string:
		if p.Type != "string" || p.Pattern != "" && !regexp.MustCompile(p.Pattern).MatchString(v) {
			fail(v + " is not a text of the form")
		}
	case int64:
		all = append(all, p.number(path, float64(v), p.Type == "integer" || p.Type == "number")...)
	case float64:
		all = append(all, p.number(path, v, p.Type == "number")...)
	default:
		fail(fmt.Sprintf("%T", v))
	}
	if _, text := v.(string); text && len(p.Enum) > 0 && !slices.Contains(p.Enum, v) {
		fail(fmt.Sprintf("%v is not one of %v", v, p.Enum))
	}
	return all
}

func (p part) number(path string, v float64, typed bool) []string {
	if !typed || p.Minimum != nil && v < *p.Minimum || p.Maximum != nil && v > *p.Maximum {
		return []string{fmt.Sprintf("%s: %v is not a number of the range", path, v)}
	}
	return nil
}

func TestSchemaTakesTheSample(t *testing.T) {
	schema := schemaOf(t)
	for name, text := range map[string][]byte{"as written": Sample(), "with every key": hidden.ReplaceAll(Sample(), []byte("$1"))} {
		var v map[string]any
		if err := toml.Unmarshal(text, &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, fault := range schema.faults("", v) {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := schemaOf(t)
	for _, text := range []string{
		"a = 1", "[fetch]\na = 1", "[fetch]\ntimeout = 3", "[fetch]\ntimeout = '3'", "[fetch]\nretries = 99", "[[digest]]\nname='d'",
		base + "cutoff = 2", base + "[[source]]\nname='b'\nurl='https://x.org'\nkind='rss'", base + "[[target]]\nname='x'\nkind='fax'",
	} {
		var v map[string]any
		if err := toml.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if len(schema.faults("", v)) == 0 {
			t.Errorf("taken: %s", text)
		}
	}
}

func TestSchemaHasTheKeysOfTheLoader(t *testing.T) {
	var keys []string
	var walk func(p part, path string)
	walk = func(p part, path string) {
		for key, next := range p.Properties {
			at := join(path, key)
			keys = append(keys, at)
			if next.Description == "" {
				t.Errorf("%s has no description", at)
			}
			if walk(next, at); next.Items != nil {
				walk(*next.Items, at)
			}
		}
	}
	walk(schemaOf(t), "")
	want := keysOf(reflect.TypeFor[file](), "")
	slices.Sort(keys)
	slices.Sort(want)
	if !slices.Equal(keys, want) {
		t.Errorf("schema %v\nloader %v", keys, want)
	}
}
