package tui

import (
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
// is one only where the scanner sends it around a scan.
func (m *model) strokesOf(keys []tea.KeyMsg) (list []stroke) {
	for _, k := range keys {
		if k.Alt {
			list = append(list, stroke{name: "esc"})
		}
		switch {
		case k.Paste:
			list = append(list, stroke{paste: k.Runes})
		case k.Type == tea.KeyRunes || k.Type == tea.KeySpace:
			for _, r := range k.Runes {
				list = append(list, strokeOf(r))
			}
		case k.Type >= 0 && k.Type < ' ' && m.scanner.Marks(rune(k.Type)):
			list = append(list, stroke{r: rune(k.Type)})
		case k.Type == tea.KeyCtrlJ:
			list = append(list, stroke{name: "enter"})
		default:
			k.Alt = false
			list = append(list, stroke{name: k.String(), ctl: controlOf(k.Type)})
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
func controlOf(k tea.KeyType) rune {
	if k <= 0 || k >= ' ' || k == tea.KeyEnter || k == tea.KeyTab || k == tea.KeyEsc || k == tea.KeyCtrlC {
		return 0
	}
	return rune(k)
}
