package wire

import (
	"encoding/json"
	"maps"
	"testing"
)

// reference reads an object by the standard library alone.
func reference(data []byte) (Fields, bool) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil || raw == nil {
		return nil, false
	}
	f := Fields{}
	for name, v := range raw {
		var s string
		switch {
		case v[0] == 'n':
		case v[0] != '"':
			f[name] = string(v)
		default:
			_ = json.Unmarshal(v, &s)
			f[name] = s
		}
	}
	return f, true
}

var scanSeeds = []string{
	`{}`, ` { } `, `{"a":"b"}`, `{"a":1,"b":null,"c":true,"a":"x"}`, `{"a":"\u4e2d\"\\"}`,
	`{"a":{"b":["}",1]},"c":[]}`, `{"a":"b"}x`, `{"a":"b",}`, `{"a"}`, `{a:1}`, `[]`, `null`, `{"a":01}`,
	`{"a":"` + "\xff" + `"}`, `{"a":"` + "\x01" + `"}`, `{"a":"b`, `{"a":{"b":1}`, `{"a":tru}`, `{"a":-1.5e3}`,
	`{"a":null,"a":1}`, `{"a":1,"a":null}`, `{"":""}`, `{"a":"\`, `{"a":"\"}`, `{"a":[1,2}`, `{"a":}`, `{"a"1}`, `{"a":"b""c":1}`,
}

func TestScanReadsLikeTheStandardLibrary(t *testing.T) {
	for _, in := range scanSeeds {
		compare(t, []byte(in))
	}
}

func compare(t *testing.T, data []byte) {
	t.Helper()
	want, wantOK := reference(data)
	got, ok := scan(data)
	if ok != wantOK || ok && !maps.Equal(got, want) {
		t.Errorf("%q: got %#v %v, want %#v %v", data, map[string]string(got), ok, map[string]string(want), wantOK)
	}
}

func FuzzScan(f *testing.F) {
	for _, in := range scanSeeds {
		f.Add([]byte(in))
	}
	f.Fuzz(compare)
}

func BenchmarkReadFields(b *testing.B) {
	data := []byte(`{"face_code":"130000000000010001","openid":"oSIM000000000000000000000001","return_code":"SUCCESS","return_msg":"SUCCESS"}`)
	for b.Loop() {
		if _, err := ReadFields(data); err != nil {
			b.Fatal(err)
		}
	}
}
