package print

import (
	"strings"
	"testing"
)

// Structs that say not enough have no schema.
func TestNoSchema(t *testing.T) {
	for name, lines := range map[string][]Line{
		"has no field type": {{Type: "x", Struct: struct {
			A int `json:"a"`
		}{}}},
		"no name in JSON": {{Type: "x", Struct: struct{ A int }{}}},
		"has no description": {{Type: "x", Struct: struct {
			A chan int `json:"a"`
		}{}}},
		"no vocabulary": {{Type: "x", Struct: struct {
			A string `json:"a" is:"z"`
		}{}}},
		"two lines are called": {{Type: "text", Struct: TextLine{}}, {Type: "text", Struct: TextLine{}}},
	} {
		if _, err := Schema(lines, Vocabulary{"words": {"a"}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want %q", err, name)
		}
	}
}
