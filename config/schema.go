package config

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"

	"rasid/fetch"
	"rasid/notify"
)

// JSONSchema returns a JSON Schema (draft 2020-12) of the file, for editors: keys, types, defaults and their meaning.
func JSONSchema() ([]byte, error) {
	r := jsonschema.Reflector{FieldNameTag: "toml", RequiredFromJSONSchemaTags: true, DoNotReference: true, ExpandedStruct: true, Anonymous: true}
	s := r.Reflect(&file{})
	s.Title = "Rasid configuration"
	for _, kind := range []struct {
		table string
		known []string
	}{{"source", fetch.Kinds()}, {"target", notify.Kinds()}} {
		table, ok := s.Properties.Get(kind.table)
		if !ok || table.Items == nil {
			return nil, fmt.Errorf("json schema: no table %s", kind.table)
		}
		key, ok := table.Items.Properties.Get("kind")
		if !ok {
			return nil, fmt.Errorf("json schema: %s has no kind", kind.table)
		}
		for _, k := range kind.known {
			key.Enum = append(key.Enum, k)
		}
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("json schema: %w", err)
	}
	return append(text, '\n'), nil
}

// JSONSchema returns how editors check a duration, which is looser than Span where both accept it.
func (duration) JSONSchema() *jsonschema.Schema {
	units := strings.Join([]string{"ns", "us", "µs", "ms", "s", "m", "h"}, "|")
	return &jsonschema.Schema{Type: "string", Pattern: `^([0-9]+d|[0-9]+(\.[0-9]+)?(` + units + `)([0-9.]+(` + units + `))*)$`, Examples: []any{"30s", "15m", "2h", "400d"}}
}
