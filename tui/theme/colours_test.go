package theme

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/muesli/termenv"
)

// sixteen are the colours that terminals give the numbers of SGR 30 to 37 and 90
// to 97: the console of Linux, xterm, Windows before 10 and from it on.
var sixteen = map[string][16]string{
	"console": {"#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa", "#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"},
	"xterm":   {"#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5", "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"},
	"windows": {"#0c0c0c", "#c50f1f", "#13a10e", "#c19c00", "#0037da", "#881798", "#3a96dd", "#cccccc", "#767676", "#e74856", "#16c60c", "#f9f1a5", "#3b78ff", "#b4009e", "#61d6d6", "#f2f2f2"},
}

// shown is what a style paints with: numbers of the sixteen, or of the 256, or a
// colour; "" is the terminal's own.
type shown struct {
	fg, bg string
	bold   bool
}

var sgr = regexp.MustCompile("\x1b\\[([0-9;]*)m")

func look(t *testing.T, s Style) (l shown) {
	t.Helper()
	m := sgr.FindStringSubmatch(s.Render("x"))
	if m == nil {
		return l
	}
	codes := strings.Split(m[1], ";")
	number := func(i int) int { n, _ := strconv.Atoi(codes[i]); return n }
	for i := 0; i < len(codes); i++ {
		switch n := number(i); {
		case n == 1:
			l.bold = true
		case n >= 30 && n <= 37:
			l.fg = fmt.Sprint(n - 30)
		case n >= 90 && n <= 97:
			l.fg = fmt.Sprint(n - 82)
		case n >= 40 && n <= 47:
			l.bg = fmt.Sprint(n - 40)
		case n >= 100 && n <= 107:
			l.bg = fmt.Sprint(n - 92)
		case n == 38 || n == 48:
			value := ""
			if number(i+1) == 5 {
				value = fmt.Sprint(number(i + 2))
				i += 2
			} else {
				value = fmt.Sprintf("#%02x%02x%02x", number(i+2), number(i+3), number(i+4))
				i += 4
			}
			if n == 38 {
				l.fg = value
			} else {
				l.bg = value
			}
		}
	}
	return l
}

// rgb is a number of the 256, or a colour, as a colour.
func rgb(value string) string {
	if strings.HasPrefix(value, "#") {
		return value
	}
	n, _ := strconv.Atoi(value)
	return termenv.ConvertToRGB(termenv.ANSI256Color(n)).Hex()
}

// hue is what a person calls a colour.
func hue(hex string) string {
	n, _ := strconv.ParseUint(hex[1:], 16, 32)
	r, g, b := int(n>>16), int(n>>8&255), int(n&255)
	switch {
	case g > 2*r && g > 2*b || g > r+60 && 4*b < 3*g:
		return "green"
	case r > 2*g && r > 2*b:
		return "red"
	case r > 2*b && 2*g > r:
		return "yellow"
	}
	return "other"
}

func themeOf(name string, p termenv.Profile, colorfgbg string) *Theme {
	return New(&bytes.Buffer{}, Options{Name: name, profile: &p, Getenv: env(map[string]string{"COLORFGBG": colorfgbg})})
}

// The three words have their colours in every theme, however many colours the
// terminal has: green is given, red is not charged, yellow waits.
func TestWordsHaveTheirColours(t *testing.T) {
	for _, name := range []string{"dark", "light", "contrast"} {
		for _, ground := range []string{"15;0", "0;15"} {
			th := themeOf(name, termenv.ANSI, ground)
			if p, n, c := look(t, th.Paid.Area).bg, look(t, th.NotCharged.Area).bg, look(t, th.Checking.Area).bg; p != "2" || n != "1" || c != "3" {
				t.Errorf("%s %s, sixteen colours: paid %s, not charged %s, checking %s", name, ground, p, n, c)
			}
			for _, profile := range []termenv.Profile{termenv.ANSI256, termenv.TrueColor} {
				th := themeOf(name, profile, ground)
				for want, fill := range map[string]Fill{"green": th.Paid, "red": th.NotCharged, "yellow": th.Checking} {
					if bg := rgb(look(t, fill.Area).bg); hue(bg) != want {
						t.Errorf("%s %s, profile %d: %s is %s, a kind of %s", name, ground, profile, want, bg, hue(bg))
					}
				}
			}
		}
	}
	if hue("#005f5f") != "other" || hue("#008080") != "other" || hue("#12703a") != "green" {
		t.Error("the control: cyan is called green")
	}
}

// Where there are sixteen colours or 256, what stands on a ground of ours can be
// read: whatever the terminal makes of the sixteen. Bold is left out on grounds of
// the sixteen, because many terminals paint bold black as dark grey.
func TestContrastOfFewColours(t *testing.T) {
	for _, name := range []string{"dark", "light", "contrast"} {
		for _, ground := range []string{"15;0", "0;15"} {
			styles := func(th *Theme) map[string]Style {
				return map[string]Style{"paid": th.Paid.Area, "paid strong": th.Paid.Strong, "paid word": th.Paid.Word,
					"not charged": th.NotCharged.Area, "not charged strong": th.NotCharged.Strong, "not charged word": th.NotCharged.Word,
					"checking": th.Checking.Area, "checking strong": th.Checking.Strong, "checking word": th.Checking.Word,
					"a key": th.Key, "the next key": th.Primary, "header": th.Bar, "training": th.Simulated}
			}
			for what, s := range styles(themeOf(name, termenv.ANSI256, ground)) {
				l := look(t, s)
				if got := ratio(t, rgb(l.fg), rgb(l.bg)); got < 4.5 {
					t.Errorf("%s %s, 256 colours, %s: %.1f to 1", name, ground, what, got)
				}
			}
			for what, s := range styles(themeOf(name, termenv.ANSI, ground)) {
				l := look(t, s)
				for terminal, colours := range sixteen {
					fg, _ := strconv.Atoi(l.fg)
					bg, _ := strconv.Atoi(l.bg)
					if got := ratio(t, colours[fg], colours[bg]); got < 3.5 || l.fg == "" || l.bg == "" {
						t.Errorf("%s %s, sixteen colours of %s, %s (%s on %s): %.1f to 1", name, ground, terminal, what, l.fg, l.bg, got)
					}
				}
				if l.bold && l.fg == "0" {
					t.Errorf("%s, %s: bold black", name, what)
				}
			}
		}
	}
}

// Words without a ground stand on the terminal's own, which nobody knows for sure.
func TestWordsOfFewColours(t *testing.T) {
	for ground, terminal := range map[string]int{"15;0": 0, "0;15": 15} {
		for _, name := range []string{"dark", "light", "contrast"} {
			if name == "light" && terminal == 0 || name == "dark" && terminal == 15 {
				continue // somebody chose wrongly
			}
			th := themeOf(name, termenv.ANSI256, ground)
			for what, s := range map[string]Style{"muted": th.Muted, "accent": th.Accent, "good": th.Good, "bad": th.Bad, "care": th.Care} {
				if got := ratio(t, rgb(look(t, s).fg), rgb(fmt.Sprint(terminal))); got < 4.5 {
					t.Errorf("%s on %s, 256 colours, %s: %.1f to 1", name, ground, what, got)
				}
			}
			th = themeOf(name, termenv.ANSI, ground)
			for what, s := range map[string]Style{"muted": th.Muted, "accent": th.Accent, "good": th.Good, "bad": th.Bad, "care": th.Care} {
				l := look(t, s)
				if l.fg == "" {
					continue
				}
				for on, colours := range sixteen {
					fg, _ := strconv.Atoi(l.fg)
					if got := ratio(t, colours[fg], colours[terminal]); got < 3 {
						t.Errorf("%s on %s, %s (%s) of %s: %.1f to 1", name, ground, what, l.fg, on, got)
					}
				}
			}
		}
	}
}
