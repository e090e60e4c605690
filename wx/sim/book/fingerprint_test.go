package book

import (
	"encoding/json"
	"strings"
	"testing"
)

// A book whose fingerprint is damaged would take a used code once more.
func TestDamagedFingerprintIsRefused(t *testing.T) {
	whole := FingerprintOf("134567890123456789")
	for text, ok := range map[string]bool{
		string(whole): true, strings.ToUpper(string(whole)): true,
		"": false, "ab": false, strings.Repeat("z", 24): false, string(whole) + "00": false,
	} {
		var f Fingerprint
		err := json.Unmarshal([]byte(`"`+text+`"`), &f)
		if (err == nil) != ok || ok && f != whole {
			t.Errorf("%q is read as %q, %v", text, f, err)
		}
	}
}
