package theme

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"facetill/tui/theme/background"
)

// Style is how a piece of text looks.
type Style = lipgloss.Style

// Theme is a set of styles by meaning, and the glyphs that go with them.
type Theme struct {
	Glyphs
	// Colour says whether there is any: large digits are then painted, and
	// else drawn with Block.
	Colour bool

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
	TrueColor bool // whatever the output can show: for pictures
	Getenv    func(string) string
}

// Names are the themes that may be configured. "contrast" is for eyes or screens
// that need more: nothing in it is grey.
func Names() []string { return []string{"auto", "dark", "light", "contrast", "mono"} }

type palette struct {
	muted, dim, accent, accentText, cap, capText, bar, good, bad, care lipgloss.Color
	paid, notCharged, checking                                         ground
}

// ground is the colour of a result that fills the screen, and what stands on it.
type ground struct{ area, text lipgloss.Color }

var (
	paidGround     = ground{"#12703a", "#ffffff"}
	refusedGround  = ground{"#a51d24", "#ffffff"}
	checkingGround = ground{"#f2b705", "#1a1400"}
)

// The dark colours are dark enough to be read on a light terminal, too: whoever
// is taken for dark by mistake can work. Text and large digits have the
// terminal's own colour.
var (
	dark = palette{"#8b949e", "#545d68", "#3d94f0", "#06121f", "#30363d", "#ffffff", "#21262d", "#2ea043", "#f05252", "#cc8400",
		paidGround, refusedGround, checkingGround}
	light = palette{"#57606a", "#b6bec7", "#0a60c2", "#ffffff", "#d0d7de", "#1f2328", "#e6eaef", "#116329", "#b3161b", "#855300",
		paidGround, refusedGround, checkingGround}

	contrastDark = palette{"#ffffff", "#a8a8a8", "#ffff00", "#000000", "#ffffff", "#000000", "#ffffff", "#00ff5f", "#ffb0b0", "#ffd75f",
		ground{"#004d1f", "#ffffff"}, ground{"#7a0008", "#ffffff"}, ground{"#ffff00", "#000000"}}
	contrastLight = palette{"#000000", "#595959", "#00007a", "#ffffff", "#000000", "#ffffff", "#000000", "#004d1f", "#7a0008", "#5c3a00",
		ground{"#004d1f", "#ffffff"}, ground{"#7a0008", "#ffffff"}, ground{"#ffff00", "#000000"}}
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
	if o.Name == "mono" || o.Getenv("NO_COLOR") != "" {
		r.SetColorProfile(termenv.Ascii)
	}
	t := styles(r, paletteOf(o.Name, isDark))
	t.Moving = Inks{InkOf(t.Accent), InkOf(t.Care), InkOf(t.Muted)}
	t.Glyphs, t.Colour = plain, r.ColorProfile() != termenv.Ascii
	if o.EastAsian {
		t.Glyphs = eastAsian
	}
	return t
}

func styles(r *lipgloss.Renderer, p palette) *Theme {
	base := r.NewStyle()
	fg := func(c lipgloss.Color) lipgloss.Style { return base.Foreground(c) }
	fill := func(g ground, edge string) Fill {
		area := base.Background(g.area).Foreground(g.text)
		return Fill{Area: area, Strong: area.Bold(true), Word: base.Background(g.text).Foreground(g.area).Bold(true), Digits: base.Background(g.text), Edge: edge}
	}
	return &Theme{
		Text: base, Strong: base.Bold(true), Muted: fg(p.muted),
		Bar:    base.Background(p.bar).Foreground(p.capText),
		Digits: base.Reverse(true), DigitsDim: base.Background(p.dim),
		Accent: fg(p.accent).Bold(true),
		Key:    base.Background(p.cap).Foreground(p.capText).Bold(true), Primary: base.Background(p.accent).Foreground(p.accentText).Bold(true),
		Good: fg(p.good).Bold(true), Bad: fg(p.bad).Bold(true), Care: fg(p.care).Bold(true),
		Simulated:  base.Background(lipgloss.Color("#7c3aed")).Foreground(lipgloss.Color("#ffffff")).Bold(true),
		Paid:       fill(p.paid, "="),
		NotCharged: fill(p.notCharged, "x"),
		Checking:   fill(p.checking, "?"),
	}
}
