package keyboard

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
)

// stroke is one key: a character, a named key, or a text that was pasted.
type stroke struct {
	r     rune
	name  string
	ctl   rune // of a named key that is a control character, which a scanner may send
	paste []rune
}

// strokesOf splits keys up. Alt with a character is Esc and that character: that
// is how a terminal sends the two. A line feed is Enter, and a control character
// is one only where the scanner marks a scan with it.
func strokesOf(keys []tea.KeyMsg, marks func(rune) bool) (list []stroke) {
	for _, s := range keys {
		if s.Alt {
			list = append(list, stroke{name: "esc"})
		}
		switch {
		case s.Paste:
			list = append(list, stroke{paste: s.Runes})
		case s.Type == tea.KeyRunes || s.Type == tea.KeySpace:
			for _, r := range s.Runes {
				list = append(list, strokeOf(r))
			}
		case s.Type >= 0 && s.Type < ' ' && marks(rune(s.Type)):
			list = append(list, stroke{r: rune(s.Type)})
		case s.Type == tea.KeyCtrlJ:
			list = append(list, stroke{name: "enter"})
		default:
			s.Alt = false
			list = append(list, stroke{name: s.String(), ctl: controlOf(s.Type)})
		}
	}
	return list
}

func strokeOf(r rune) stroke {
	switch r {
	case '\r', '\n':
		return stroke{name: "enter"}
	case '\t':
		return stroke{name: "tab"}
	}
	return stroke{r: input.Half(r)}
}

// controlOf is the control character that a key sends that is none of the keys which
// persons press; 0 for other keys.
func controlOf(s tea.KeyType) rune {
	if s <= 0 || s >= ' ' || s == tea.KeyEnter || s == tea.KeyTab || s == tea.KeyEsc || s == tea.KeyCtrlC {
		return 0
	}
	return rune(s)
}

// Read is what one read of the terminal brought, and when it did. At is zero
// where the platform has no times of its own: then a key has the time at which
// it is processed.
type Read struct {
	At   time.Time
	Keys []tea.KeyMsg
}
