package input_test

import (
	"testing"
	"time"

	"facetill/tui/input"
)

// Money rule 0.1: the trigger was held, and the scanner sent the code twice without
// anything between. It is that code; two that differ are none.
func TestDoubledCode(t *testing.T) {
	const code, other = "130000000000010001", "130000000000010002"
	for text, want := range map[string]string{code: code, code + code: code, code + other: "", code + code[:9]: ""} {
		s := input.NewScanner[input.Amount]("", "")
		at := noon
		for _, r := range text {
			at = at.Add(4 * time.Millisecond)
			s.Char(r, at, at, input.Amounts, input.Amount{}, false)
		}
		at = at.Add(4 * time.Millisecond)
		scan := s.End(false, at, at).Scan
		got := ""
		if scan != nil && scan.Kind == input.Code {
			got = scan.Text
		}
		if got != want {
			t.Errorf("%s is read as %q, want %q", text, got, want)
		}
	}
}
