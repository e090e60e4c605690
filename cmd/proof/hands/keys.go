package hands

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// names are the keys that are no characters: how a terminal sends them, and what
// a console without a reader of ours makes of them.
var names = map[string]struct {
	bytes string
	typ   tea.KeyType
}{
	"enter": {"\r", tea.KeyEnter}, "esc": {"\x1b", tea.KeyEsc}, "tab": {"\t", tea.KeyTab}, "backspace": {"\x7f", tea.KeyBackspace},
	"ctrl+c": {"\x03", tea.KeyCtrlC}, "delete": {"\x1b[3~", tea.KeyDelete}, "up": {"\x1b[A", tea.KeyUp}, "down": {"\x1b[B", tea.KeyDown},
	"left": {"\x1b[D", tea.KeyLeft}, "right": {"\x1b[C", tea.KeyRight}, "f1": {"\x1bOP", tea.KeyF1}, "f2": {"\x1bOQ", tea.KeyF2},
	"f3": {"\x1bOR", tea.KeyF3}, "f4": {"\x1bOS", tea.KeyF4}, "f5": {"\x1b[15~", tea.KeyF5}, "f6": {"\x1b[17~", tea.KeyF6},
	"f7": {"\x1b[18~", tea.KeyF7}, "f8": {"\x1b[19~", tea.KeyF8}, "f9": {"\x1b[20~", tea.KeyF9}, "f10": {"\x1b[21~", tea.KeyF10}, "f11": {"\x1b[23~", tea.KeyF11}, "f12": {"\x1b[24~", tea.KeyF12},
}

// Named reports whether a key has a name: the others are their character.
func Named(key string) bool {
	_, is := names[key]
	return is
}

// Stroke is a key that goes down, or a text that comes at once.
type Stroke struct {
	After time.Duration // the one before it
	Text  string        // as a terminal sends it
	Name  string        // of a key that is no character
	Paste bool          // bracketed
	By    string        // who, for the story
	Mean  func()        // what the person means by it, once it is down
}

// Key is a person's key that is no character.
func Key(by, name string, after time.Duration, mean func()) Stroke {
	return Stroke{After: after, Text: names[name].bytes, Name: name, By: by, Mean: mean}
}

// Strokes are characters, one by one; Enter among them is the key.
func Strokes(by string, keys []Timed) (list []Stroke) {
	for _, k := range keys {
		list = append(list, Stroke{After: k.Gap, Text: string(k.R), By: by})
	}
	return list
}

// Also adds to what the person means by it.
func (s *Stroke) Also(mean func()) {
	before := s.Mean
	s.Mean = func() {
		if before != nil {
			before()
		}
		mean()
	}
}

// Shown is a stroke in a story.
func (s Stroke) Shown() string {
	if s.Name != "" {
		return "<" + s.Name + ">"
	}
	text := strings.NewReplacer("\r", "⏎", "\n", "␊", "\t", "⇥", "\x1b", "<esc>", "\x1d", "<GS>").Replace(s.Text)
	if s.Paste {
		return "<paste " + text + ">"
	}
	return text
}

func Runes(s string) int { return utf8.RuneCountInString(s) }

// Parse is what Bubble Tea makes of the bytes of a stroke: runes that follow each
// other are one key.
func Parse(s Stroke) (keys []tea.KeyMsg) {
	if k, named := names[s.Name]; named {
		return []tea.KeyMsg{{Type: k.typ}}
	}
	if s.Paste {
		return []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune(s.Text), Paste: true}}
	}
	alt := false
	for _, r := range s.Text {
		k := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: alt}
		switch {
		case r == 0x1b && !alt && len(s.Text) > 1:
			alt = true
			continue
		case r == ' ':
			k.Type = tea.KeySpace
		case r < ' ' || r == 0x7f:
			k = tea.KeyMsg{Type: tea.KeyType(r), Alt: alt}
		}
		alt = false
		keys = Join(keys, k)
	}
	return keys
}

// Join puts a key behind others, as a terminal does: characters that follow each
// other are one key.
func Join(keys []tea.KeyMsg, k tea.KeyMsg) []tea.KeyMsg {
	if n := len(keys); n > 0 && characters(k) && characters(keys[n-1]) {
		keys[n-1].Runes = append(keys[n-1].Runes, k.Runes...)
		return keys
	}
	return append(keys, k)
}

func characters(k tea.KeyMsg) bool { return k.Type == tea.KeyRunes && !k.Paste && !k.Alt }

// Merged puts b into a: it begins a time before the key with that number.
func Merged(a, b []Stroke, into int, ahead time.Duration) (list []Stroke) {
	type timedStroke struct {
		at time.Duration
		s  Stroke
	}
	var all []timedStroke
	at, begin := time.Duration(0), time.Duration(0)
	for i, s := range a {
		if at += s.After; i == into {
			begin = max(at-ahead, 0)
		}
		all = append(all, timedStroke{at, s})
	}
	for i, s := range b {
		if i > 0 {
			begin += s.After
		}
		all = append(all, timedStroke{begin, s})
	}
	slices.SortStableFunc(all, func(a, b timedStroke) int { return cmp.Compare(a.at, b.at) })
	last := time.Duration(0)
	for _, t := range all {
		t.s.After, last = t.at-last, t.at
		list = append(list, t.s)
	}
	return list
}

// Undone reports whether a read ends with a character and the Backspace that takes it away
// again: together they change nothing.
func Undone(strokes []Stroke) bool {
	n := len(strokes)
	return n > 1 && strokes[n-1].Name == "backspace" && strokes[n-2].Name == ""
}

// InAmount reports whether a key is a character of an amount.
func InAmount(name string) bool { return len(name) == 1 && strings.Contains(".+0123456789", name) }
