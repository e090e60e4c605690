package schema

import (
	"fmt"
	"strings"
	"testing"
)

type text struct {
	Type string `json:"type"`
	Text string `json:"text" doc:"as it is printed"`
}

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
		"two lines are called": {{Type: "text", Struct: text{}}, {Type: "text", Struct: text{}}},
	} {
		if _, err := Of(lines, Vocabulary{"words": {"a"}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want %q", err, name)
		}
	}
}

func ExampleOf() {
	all, err := Of([]Line{{Type: "text", Doc: "what is for people", Struct: text{}}}, nil)
	fmt.Println(strings.Contains(string(all), `"description": "as it is printed"`), err)
	// Output: true <nil>
}
