package theme

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/lipgloss"
)

// Glyphs are the signs beside letters and digits. Each is one column wide by
// every way of measuring, but for Ellipsis, which is measured where it is used.
type Glyphs struct {
	Rule     string // a horizontal line
	Ellipsis string
	Sep      string // between two things of one line
	Done     string
	Failed   string
	Warn     string
	Todo     string
	Pointer  string // before the chosen row of a list
	Full     string // of a bar
	Empty    string
	Blank    string // a blank that is to be seen
	Block    string // a pixel of a large digit where there is no colour
	Spin     []string
}

// narrow is for terminals that draw ambiguous characters one column wide.
var narrow = Glyphs{Rule: "─", Ellipsis: "…", Sep: "·", Done: "✓", Failed: "✗", Warn: "!", Todo: "·", Pointer: ">",
	Full: "━", Empty: "─", Blank: "␣", Block: "█", Spin: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}}

// eastAsian has nothing whose width depends on the locale.
var eastAsian = Glyphs{Rule: "-", Ellipsis: "...", Sep: "|", Done: "✓", Failed: "✗", Warn: "!", Todo: ".", Pointer: ">",
	Full: "=", Empty: "-", Blank: "_", Block: "#", Spin: []string{"|", "/", "-", "\\"}}

// ascii has what every terminal can show.
func ascii() Glyphs {
	g := eastAsian
	g.Done, g.Failed = "*", "x"
	return g
}

// Fit makes a frame fit for its terminal. One of ASCII gets a blank for the sign of
// the yuan, which stands before a number, and for painted blanks, and question marks
// for what came from outside, as wide as it was.
func (t *Theme) Fit(frame string) string {
	if !t.ASCII || !strings.ContainsFunc(frame, beyondASCII) {
		return frame
	}
	var b strings.Builder
	for _, r := range frame {
		switch {
		case !beyondASCII(r):
			b.WriteRune(r)
		case r == '¥', r == '\u00a0': // the latter is a painted blank
			b.WriteByte(' ')
		default:
			b.WriteString(strings.Repeat("?", lipgloss.Width(string(r))))
		}
	}
	return b.String()
}

func beyondASCII(r rune) bool { return r > unicode.MaxASCII }

// EastAsian reports whether ambiguous characters may be two columns wide here: the
// measuring library says so (RUNEWIDTH_EASTASIAN=1), the locale is a legacy
// East-Asian one, or this is a Windows console that is not Windows Terminal.
func EastAsian(getenv func(string) string) bool {
	if getenv("RUNEWIDTH_EASTASIAN") == "1" || lipgloss.Width(narrow.Rule) > 1 {
		return true
	}
	if runtime.GOOS == "windows" {
		return getenv("WT_SESSION") == ""
	}
	return legacyCharset(cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")))
}

func legacyCharset(locale string) bool {
	_, charset, _ := strings.Cut(strings.ToLower(locale), ".")
	return slices.ContainsFunc([]string{"gb", "big5", "euc", "sjis"}, func(c string) bool { return strings.HasPrefix(charset, c) })
}
