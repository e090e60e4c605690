package theme

import (
	"cmp"
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"facetill/tui/theme/background"
)

// Style is how a piece of text looks.
type Style = lipgloss.Style

// Theme is a set of styles by meaning, and the glyphs that go with them.
type Theme struct {
	Glyphs
	// Colour is whether there is any: large digits are then painted, and
	// else drawn with Block.
	Colour bool
	// ASCII is whether the terminal shows nothing else: see Fit.
	ASCII bool

	Text, Strong, Muted lipgloss.Style
	Bar                 lipgloss.Style // the header
	Digits, DigitsDim   lipgloss.Style // a pixel of the amount, of one that is not typed yet
	Accent              lipgloss.Style // what is running
	Moving              Inks           // of the rows with time in them
	Key, Primary        lipgloss.Style // a key's cap, and the one to press next
	Good, Bad, Care     lipgloss.Style // words about paid, not charged, checking
	Simulated           lipgloss.Style

	Paid, NotCharged, Checking Fill
}

// Fill is a result that fills the screen.
type Fill struct {
	Area   lipgloss.Style
	Strong lipgloss.Style
	Word   lipgloss.Style // the one word, the other way round
	Digits lipgloss.Style // a pixel of a large mark or digit
	Edge   string         // repeated above and below, so that it is seen without colour
}

// Inks are Accent, Care and Muted.
type Inks struct{ Accent, Care, Muted Ink }

// Options of New. Name is "" or one of Names.
type Options struct {
	Name      string
	EastAsian bool
	ASCII     bool // the terminal has no UTF-8
	TrueColor bool // whatever the output can show: for pictures
	profile   *termenv.Profile
	Getenv    func(string) string
}

// Names are the themes that may be configured. "contrast" is for eyes or screens
// that need more: nothing in it is grey.
func Names() []string { return []string{"auto", "dark", "light", "contrast", "mono"} }

// shade is a colour, and what stands for it where there are few: of256 is ""
// where the nearest of the 256 will do, of16 is "" for the terminal's own. The
// nearest of sixteen is never left to a library: our green came out as cyan.
type shade struct{ hex, of256, of16 string }

func (s shade) colour() lipgloss.TerminalColor {
	return lipgloss.CompleteColor{TrueColor: s.hex, ANSI256: cmp.Or(s.of256, s.hex), ANSI: s.of16}
}

type palette struct {
	muted, dim, accent, accentText, cap, capText, bar, good, bad, care shade
	paid, notCharged, checking                                         ground
}

// ground is the colour of a result that fills the screen, and what stands on it.
type ground struct{ area, text shade }

// The colours that more than one palette has. Of the sixteen, black on green and
// on yellow can be read on every terminal, white on green on few.
var (
	black  = shade{"#000000", "16", "0"}
	white  = shade{"#ffffff", "231", "15"}
	violet = shade{"#7c3aed", "55", "5"}

	paidGround     = ground{shade{"#12703a", "22", "2"}, shade{"#ffffff", "231", "0"}}
	refusedGround  = ground{shade{"#a51d24", "124", "1"}, white}
	checkingGround = ground{shade{"#f2b705", "220", "3"}, shade{"#1a1400", "16", "0"}}

	paidContrast     = ground{shade{"#004d1f", "22", "2"}, shade{"#ffffff", "231", "0"}}
	refusedContrast  = ground{shade{"#7a0008", "88", "1"}, white}
	checkingContrast = ground{shade{"#ffff00", "226", "3"}, black}
)

// The dark colours are dark enough to be read on a light terminal, too: whoever
// is taken for dark by mistake can work. Text and large digits have the
// terminal's own colour.
var (
	dark = palette{muted: shade{"#8b949e", "245", ""}, dim: shade{"#545d68", "240", "8"}, accent: shade{"#3d94f0", "75", "6"}, accentText: shade{"#06121f", "16", "0"},
		cap: shade{"#30363d", "238", "7"}, capText: shade{"#ffffff", "231", "0"}, bar: shade{"#21262d", "235", "7"},
		good: shade{"#2ea043", "71", "2"}, bad: shade{"#f05252", "", "9"}, care: shade{"#cc8400", "172", "3"},
		paid: paidGround, notCharged: refusedGround, checking: checkingGround}
	light = palette{muted: shade{"#57606a", "59", ""}, dim: shade{"#b6bec7", "250", "7"}, accent: shade{"#0a60c2", "25", "4"}, accentText: white,
		cap: shade{"#d0d7de", "253", "7"}, capText: shade{"#1f2328", "16", "0"}, bar: shade{"#e6eaef", "254", "7"},
		good: shade{"#116329", "22", ""}, bad: shade{"#b3161b", "124", "1"}, care: shade{"#855300", "94", "5"},
		paid: paidGround, notCharged: refusedGround, checking: checkingGround}

	contrastDark = palette{muted: shade{"#ffffff", "231", ""}, dim: shade{"#a8a8a8", "248", "8"}, accent: shade{"#ffff00", "226", "11"}, accentText: black,
		cap: white, capText: black, bar: white, good: shade{"#00ff5f", "47", "10"}, bad: shade{"#ffb0b0", "217", "9"}, care: shade{"#ffd75f", "221", "11"},
		paid: paidContrast, notCharged: refusedContrast, checking: checkingContrast}
	contrastLight = palette{muted: shade{"#000000", "16", ""}, dim: shade{"#595959", "240", "8"}, accent: shade{"#00007a", "18", "4"}, accentText: white,
		cap: black, capText: white, bar: black, good: shade{"#004d1f", "22", ""}, bad: shade{"#7a0008", "88", "1"}, care: shade{"#5c3a00", "58", ""},
		paid: paidContrast, notCharged: refusedContrast, checking: checkingContrast}
)

// paletteOf picks the colours of a theme.
func paletteOf(name string, isDark bool) palette {
	switch {
	case name == "contrast" && isDark:
		return contrastDark
	case name == "contrast":
		return contrastLight
	case isDark:
		return dark
	}
	return light
}

// New makes a theme for an output. It never asks the terminal: how many colours
// there are is told by the environment alone.
func New(out io.Writer, o Options) *Theme {
	r := lipgloss.NewRenderer(out)
	isDark := o.Name == "dark" || o.Name != "light" && background.Dark(o.Getenv("COLORFGBG"))
	r.SetHasDarkBackground(isDark)
	if o.TrueColor {
		r.SetColorProfile(termenv.TrueColor)
	}
	if o.profile != nil {
		r.SetColorProfile(*o.profile)
	}
	if o.Name == "mono" || o.Getenv("NO_COLOR") != "" {
		r.SetColorProfile(termenv.Ascii)
	}
	t := styles(r, paletteOf(o.Name, isDark))
	t.Moving = Inks{InkOf(t.Accent), InkOf(t.Care), InkOf(t.Muted)}
	t.Glyphs, t.Colour = narrow, r.ColorProfile() != termenv.Ascii
	switch {
	case o.ASCII:
		t.Glyphs, t.ASCII = ascii(), true
	case o.EastAsian:
		t.Glyphs = eastAsian
	}
	return t
}

func styles(r *lipgloss.Renderer, p palette) *Theme {
	base := r.NewStyle()
	bold := r.ColorProfile() != termenv.ANSI // bold black of the sixteen is dark grey on many terminals
	fg := func(c shade) lipgloss.Style { return base.Foreground(c.colour()) }
	on := func(area, text shade) lipgloss.Style { return base.Background(area.colour()).Foreground(text.colour()) }
	fill := func(g ground, edge string) Fill {
		area := on(g.area, g.text)
		return Fill{Area: area, Strong: area.Bold(bold), Word: on(g.text, g.area).Bold(bold), Digits: base.Background(g.text.colour()), Edge: edge}
	}
	return &Theme{
		Text: base, Strong: base.Bold(true), Muted: fg(p.muted),
		Bar:    on(p.bar, p.capText),
		Digits: base.Reverse(true), DigitsDim: base.Background(p.dim.colour()),
		Accent: fg(p.accent).Bold(true),
		Key:    on(p.cap, p.capText).Bold(bold), Primary: on(p.accent, p.accentText).Bold(bold),
		Good: fg(p.good).Bold(true), Bad: fg(p.bad).Bold(true), Care: fg(p.care).Bold(true),
		Simulated:  on(violet, white).Bold(bold),
		Paid:       fill(p.paid, "="),
		NotCharged: fill(p.notCharged, "x"),
		Checking:   fill(p.checking, "?"),
	}
}

// Ink is a style that was worked out once, for text that is painted ten times a
// second: one line without tabs.
type Ink struct{ open, end string }

// InkOf works a style out. It may have colours and weight, no sizes.
func InkOf(s Style) Ink {
	open, end, _ := strings.Cut(s.Render("x"), "x")
	return Ink{open, end}
}

// Paint writes a text in it.
func (i Ink) Paint(text string) string { return i.open + text + i.end }
