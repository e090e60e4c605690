package theme

import "strings"

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
