package theme

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/mattn/go-runewidth"
	"github.com/muesli/termenv"

	"facetill/tui/theme/background"
)

func env(set map[string]string) func(string) string {
	return func(k string) string { return set[k] }
}

func TestDark(t *testing.T) {
	for text, want := range map[string]bool{"": true, "15;0": true, "0;15": false, "0;default;15": false,
		"15;default;0": true, "7;8": true, "0;7": false, "default;default": true} {
		if got := background.Dark(text); got != want {
			t.Errorf("COLORFGBG %q: dark %v, want %v", text, got, want)
		}
	}
}

// Nothing of the East-Asian set may change its width with the locale; the narrow
// set has to, or there would be no need for two.
func TestGlyphWidths(t *testing.T) {
	western, wide := runewidth.Condition{}, runewidth.Condition{EastAsianWidth: true}
	each := func(g Glyphs, visit func(string)) {
		v := reflect.ValueOf(g)
		for i := range v.NumField() {
			if s, ok := v.Field(i).Interface().([]string); ok {
				for _, one := range s {
					visit(one)
				}
				continue
			}
			visit(v.Field(i).String())
		}
	}
	each(eastAsian, func(s string) {
		if western.StringWidth(s) != wide.StringWidth(s) {
			t.Errorf("%q is %d or %d wide", s, western.StringWidth(s), wide.StringWidth(s))
		}
	})
	changing := 0
	each(narrow, func(s string) {
		if western.StringWidth(s) != 1 {
			t.Errorf("%q is %d wide", s, western.StringWidth(s))
		}
		if wide.StringWidth(s) != 1 {
			changing++
		}
	})
	if changing == 0 {
		t.Error("no glyph of the narrow set is ambiguous: one set would do")
	}
}

func TestEastAsian(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want bool
	}{
		{map[string]string{"LANG": "zh_CN.UTF-8"}, false},
		{map[string]string{"RUNEWIDTH_EASTASIAN": "1"}, true},
		{map[string]string{"LANG": "zh_CN.GB18030"}, true},
		{map[string]string{"LC_ALL": "C.UTF-8", "LANG": "zh_CN.GBK"}, false},
	} {
		if got := EastAsian(env(c.env)); got != c.want {
			t.Errorf("%v: %v", c.env, got)
		}
	}
}

func TestNoColour(t *testing.T) {
	for _, o := range []Options{{Name: "mono", Getenv: env(nil)}, {Getenv: env(map[string]string{"NO_COLOR": "1"})}} {
		th := New(&bytes.Buffer{}, o)
		if th.Colour || th.Paid.Area.Render("x") != "x" {
			t.Errorf("%+v paints", o.Name)
		}
	}
}

func TestInkIsItsStyle(t *testing.T) {
	r := lipgloss.NewRenderer(&bytes.Buffer{})
	r.SetColorProfile(termenv.TrueColor)
	for _, style := range []Style{r.NewStyle(), r.NewStyle().Bold(true).Foreground(lipgloss.Color("#123456")), r.NewStyle().Background(lipgloss.Color("3"))} {
		if got, want := InkOf(style).Paint("剩 5 秒"), style.Render("剩 5 秒"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
