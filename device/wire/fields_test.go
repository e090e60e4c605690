package wire

import (
	"maps"
	"testing"
)

// Every value is read as text, whatever it was; a doubled key keeps the last one.
func TestReadFields(t *testing.T) {
	for in, want := range map[string]Fields{
		`{}`:                                   {},
		` { } `:                                {},
		`{"a":"b","c":"\u4e2d\"\\","":""}`:     {"a": "b", "c": "中\"\\", "": ""},
		`{"a":1,"b":null,"c":true,"d":-1.5e3}`: {"a": "1", "c": "true", "d": "-1.5e3"},
		`{"a":1,"a":"x","b":1,"b":null}`:       {"a": "x"},
		`{"a":{"b":["}",1]},"c":[]}`:           {"a": `{"b":["}",1]}`, "c": "[]"},
		"{\"a\":\"\xff\"}":                     {"a": replacement},
		"\n{\"a\":\n\"b\"\t}\n":                {"a": "b"},
	} {
		if got, err := ReadFields([]byte(in)); err != nil || !maps.Equal(got, want) {
			t.Errorf("%q: got %q, %v; want %q", in, map[string]string(got), err, map[string]string(want))
		}
	}
	for _, in := range []string{``, ` `, `{"a":"b"}x`, `{"a":"b",}`, `{"a"}`, `{a:1}`, `[]`, `null`, `{"a":01}`, "{\"a\":\"\x01\"}", `{"a":"b`, `{"a":tru}`} {
		if got, err := ReadFields([]byte(in)); err == nil {
			t.Errorf("%q was read as %q", in, map[string]string(got))
		}
	}
}

func BenchmarkReadFields(b *testing.B) {
	data := []byte(`{"face_code":"130000000000010001","openid":"oSIM000000000000000000000001","return_code":"SUCCESS","return_msg":"SUCCESS"}`)
	for b.Loop() {
		if _, err := ReadFields(data); err != nil {
			b.Fatal(err)
		}
	}
}
