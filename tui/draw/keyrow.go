package draw

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Key is how the last row offers a key: its cap and a word.
type Key struct {
	Name, Cap, Label string
	Brief            string // label where a screen is compact, if it has another
	Next             bool   // the obvious one
	Stays            bool   // of as much weight as the obvious one: never left out for want of room
	Quiet            bool   // works and is not offered: another name of one that is
}

// Span is where a key stands in the last row.
type Span struct {
	From, To int // columns; To is not included
	Name     string
}

// offer is a key as the last row shows it.
type offer struct {
	Key
	text string
	show bool
}

// KeyRow offers keys, the obvious one first and painted. What has no room is left
// out whole, because a key without a word helps nobody; the obvious key and the way
// out always stay, and F1 in the word of more, or a mark, tells of others.
func (s Screen) KeyRow(keys []Key, more string) (line string, spans []Span) {
	offers := s.offers(keys)
	room := s.Width
	keep := func(o *offer) {
		if n := ansi.StringWidth(o.text); !o.show && n <= room {
			o.show, room = true, room-n
		}
	}
	whole := 0
	for i := range offers {
		whole += ansi.StringWidth(offers[i].text)
	}
	if whole+len(offers) <= s.Width {
		for i := range offers {
			offers[i].text += " " // a little wider apart
		}
	}
	if whole > s.Width {
		for i := range offers {
			if offers[i].Next || offers[i].Stays {
				keep(&offers[i])
			}
		}
		for i := range offers {
			if offers[i].Name == "esc" {
				keep(&offers[i])
			}
		}
		offers = s.offerMore(offers, more)
		if ansi.StringWidth(offers[len(offers)-1].text) > room {
			offers = append(offers, s.offerMark())
		}
		keep(&offers[len(offers)-1])
	}
	for i := range offers {
		if keep(&offers[i]); !offers[i].show {
			break // the keys that matter more stand first
		}
	}
	return offered(offers)
}

// offerMore makes F1 the last one, with a word that leads to the other keys.
func (s Screen) offerMore(list []offer, more string) []offer {
	for i, o := range list {
		if o.Name == "f1" {
			o.Label = more
			o.text = s.offerText(o.Key)
			return append(append(list[:i:i], list[i+1:]...), o)
		}
	}
	return append(list, s.offerMark())
}

// offerMark marks that there are more keys, where F1 does not or has no room.
func (s Screen) offerMark() offer { return offer{text: " " + s.Theme.Muted.Render(s.Theme.Ellipsis)} }

// offers are the keys that the page shows.
func (s Screen) offers(keys []Key) (list []offer) {
	for _, k := range keys {
		if k.Quiet {
			continue
		}
		if k.Brief != "" && s.Compact() {
			k.Label = k.Brief
		}
		list = append(list, offer{Key: k, text: s.offerText(k)})
	}
	return list
}

func (s Screen) offerText(k Key) string {
	cap, label := s.Theme.Key, s.Theme.Muted
	if k.Next {
		cap, label = s.Theme.Primary, s.Theme.Strong
	}
	return " " + cap.Render(" "+k.Cap+" ") + " " + label.Render(k.Label)
}

// offered draws them, and notes where each stands for the mouse.
func offered(offers []offer) (string, []Span) {
	var line strings.Builder
	var spans []Span
	at := 0
	for _, o := range offers {
		if !o.show {
			continue
		}
		n := ansi.StringWidth(o.text)
		line.WriteString(o.text)
		if o.Name != "" {
			spans = append(spans, Span{at, at + n, o.Name})
		}
		at += n
	}
	return line.String(), spans
}
