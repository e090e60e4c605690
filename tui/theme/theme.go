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

// Options of New. Name is "", "auto", "dark", "light" or "mono".
type Options struct {
	Name      string
	EastAsian bool
	Getenv    func(string) string
}

// Names are the themes that may be configured.
func Names() []string { return []string{"auto", "dark", "light", "mono"} }

type palette struct{ muted, dim, accent, accentText, cap, capText, bar, good, bad, care lipgloss.Color }

// The dark colours are dark enough to be read on a light terminal, too: whoever
// is taken for dark by mistake can work. Text and large digits have the
// terminal's own colour.
var (
	dark  = palette{"#8b949e", "#545d68", "#3d94f0", "#06121f", "#30363d", "#ffffff", "#21262d", "#2ea043", "#f05252", "#cc8400"}
	light = palette{"#57606a", "#b6bec7", "#0a60c2", "#ffffff", "#d0d7de", "#1f2328", "#e6eaef", "#116329", "#b3161b", "#855300"}
)

// New makes a theme for an output. It never asks the terminal: how many colours
// there are is told by the environment alone.
func New(out io.Writer, o Options) *Theme {
	r := lipgloss.NewRenderer(out)
	isDark := o.Name == "dark" || o.Name != "light" && background.Dark(o.Getenv("COLORFGBG"))
	r.SetHasDarkBackground(isDark)
	if o.Name == "mono" || o.Getenv("NO_COLOR") != "" {
		r.SetColorProfile(termenv.Ascii)
	}
	p := dark
	if !isDark {
		p = light
	}
	t := styles(r, p)
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
	fill := func(bg, text, pixel lipgloss.Color, edge string) Fill {
		area := base.Background(bg).Foreground(text)
		return Fill{Area: area, Strong: area.Bold(true), Word: base.Background(text).Foreground(bg).Bold(true), Digits: base.Background(pixel), Edge: edge}
	}
	return &Theme{
		Text: base, Strong: base.Bold(true), Muted: fg(p.muted),
		Bar:    base.Background(p.bar).Foreground(p.capText),
		Digits: base.Reverse(true), DigitsDim: base.Background(p.dim),
		Accent: fg(p.accent).Bold(true),
		Key:    base.Background(p.cap).Foreground(p.capText).Bold(true), Primary: base.Background(p.accent).Foreground(p.accentText).Bold(true),
		Good: fg(p.good).Bold(true), Bad: fg(p.bad).Bold(true), Care: fg(p.care).Bold(true),
		Simulated:  base.Background(lipgloss.Color("#7c3aed")).Foreground(lipgloss.Color("#ffffff")).Bold(true),
		Paid:       fill("#12703a", "#ffffff", "#ffffff", "="),
		NotCharged: fill("#a51d24", "#ffffff", "#ffffff", "x"),
		Checking:   fill("#f2b705", "#1a1400", "#1a1400", "?"),
	}
}
