package main

import (
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
	"f9": {"\x1b[20~", tea.KeyF9}, "f10": {"\x1b[21~", tea.KeyF10}, "f11": {"\x1b[23~", tea.KeyF11}, "f12": {"\x1b[24~", tea.KeyF12},
}

// stroke is a key that goes down, or a text that comes at once.
type stroke struct {
	after time.Duration // the one before it
	text  string        // as a terminal sends it
	name  string        // of a key that is no character
	paste bool          // bracketed
	by    string        // who, for the story
	mean  func()        // what the person means by it, once it is down
}

// key is a person's key that is no character.
func key(by, name string, after time.Duration, mean func()) stroke {
	return stroke{after: after, text: names[name].bytes, name: name, by: by, mean: mean}
}

// strokes are characters, one by one; Enter among them is the key.
func strokes(by string, keys []timed) (list []stroke) {
	for _, k := range keys {
		list = append(list, stroke{after: k.gap, text: string(k.r), by: by})
	}
	return list
}

// shown is a stroke in a story.
func (s stroke) shown() string {
	if s.name != "" {
		return "<" + s.name + ">"
	}
	text := strings.NewReplacer("\r", "⏎", "\n", "␊", "\t", "⇥", "\x1b", "<esc>", "\x1d", "<GS>").Replace(s.text)
	if s.paste {
		return "<paste " + text + ">"
	}
	return text
}

func runes(s string) int { return utf8.RuneCountInString(s) }
