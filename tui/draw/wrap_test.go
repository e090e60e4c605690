package draw

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"facetill/tui/text"
)

// Half a number is another number: none is broken, and no Latin word, in any
// sentence of either language, at any width of a screen.
func TestWrapKeepsNumbersWhole(t *testing.T) {
	limit := fmt.Sprintf(text.English.OverFaceLimit, text.English.Yuan(100000))
	if got := wrapped(limit, 38); len(got) != 2 || !strings.Contains(strings.Join(got, "|"), "1000.00") {
		t.Errorf("%q", got)
	}
	for _, say := range []string{limit, fmt.Sprintf(text.Chinese.OverFaceLimit, text.Chinese.Yuan(100000)), "金额1000.00元，单号4200002511260000000000000017，请重试", "a fee of 12,345.67 yuan.", text.Chinese.SuspendedDo} {
		for width := 30; width < 90; width++ {
			lines := wrapped(say, width)
			for i, line := range lines {
				if ansi.StringWidth(line) > width {
					t.Errorf("width %d: %q", width, line)
				}
				if i > 0 && ascii(last(lines[i-1])) && ascii([]rune(line)[0]) && !strings.Contains(say, lines[i-1]+" "+line) {
					t.Errorf("width %d: a word is broken: %q", width, lines)
				}
			}
		}
	}
}

func ascii(r rune) bool     { return ' ' < r && r < 0x7f }
func last(line string) rune { r := []rune(line); return r[len(r)-1] }

// Making the lines even never adds one, and loses nothing.
func TestWrapEvenAddsNoLine(t *testing.T) {
	if got := wrapped(text.Chinese.WhyFace["NOTENOUGH"], 38); len(got) != 2 {
		t.Errorf("%q", got)
	}
	for _, tag := range text.Languages() {
		w := text.Choose(tag, nil)
		var all []string
		for _, s := range w.Why {
			all = append(all, s)
		}
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String {
				all = append(all, v.Field(i).String())
			}
		}
		for _, say := range all {
			for _, width := range []int{10, 38, 60, 78, 84} {
				lines := wrapped(say, width)
				if n := len(laid(split(clauses(say)), width)); len(lines) > n {
					t.Errorf("width %d: %d lines, %d do: %q", width, len(lines), n, lines)
				}
				if squeeze(strings.Join(lines, "")) != squeeze(say) {
					t.Errorf("width %d: %q lost something: %q", width, say, lines)
				}
				for _, line := range lines {
					if ansi.StringWidth(line) > width {
						t.Errorf("width %d: %q is wider", width, line)
					}
				}
			}
		}
	}
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }
