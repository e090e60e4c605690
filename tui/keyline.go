package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// offer is a key as the last line shows it.
type offer struct {
	binding
	text string
	show bool
}

// keyLine offers the page's keys, the obvious one first and painted. What has no
// room is left out whole, because a key without a word helps nobody; the obvious
// key and the way out always stay, and F1, or a mark, says that there is more.
func (m *model) keyLine() string {
	offers := m.offers()
	room := m.width
	keep := func(o *offer) {
		if n := ansi.StringWidth(o.text); !o.show && n <= room {
			o.show, room = true, room-n
		}
	}
	whole := 0
	for i := range offers {
		whole += ansi.StringWidth(offers[i].text)
	}
	if whole+len(offers) <= m.width {
		for i := range offers {
			offers[i].text += " " // a little wider apart
		}
	}
	if whole > m.width {
		for i := range offers {
			if offers[i].next || offers[i].stays {
				keep(&offers[i])
			}
		}
		for i := range offers {
			if offers[i].key == "esc" {
				keep(&offers[i])
			}
		}
		if more := m.offerMore(&offers); ansi.StringWidth(more.text) > room {
			offers = append(offers, m.offerMark())
		}
		keep(&offers[len(offers)-1])
	}
	for i := range offers {
		if keep(&offers[i]); !offers[i].show {
			break // the keys that matter more stand first
		}
	}
	return m.offered(offers)
}

// offerMore makes F1 the last one, and says that it leads to the other keys.
func (m *model) offerMore(offers *[]offer) *offer {
	list := *offers
	for i, o := range list {
		if o.key == "f1" {
			o.label = m.w.DoMore
			o.text = m.offerText(o.binding)
			list = append(append(list[:i:i], list[i+1:]...), o)
			*offers = list
			return &list[len(list)-1]
		}
	}
	*offers = append(list, m.offerMark())
	return &(*offers)[len(list)]
}

// offerMark says that there are more keys, where F1 does not or has no room.
func (m *model) offerMark() offer { return offer{text: " " + m.th.Muted.Render(m.th.Ellipsis)} }

// offers are the keys that the page shows.
func (m *model) offers() (list []offer) {
	for _, b := range m.bindings() {
		if b.quiet {
			continue
		}
		if b.brief != "" && m.compact() {
			b.label = b.brief
		}
		list = append(list, offer{binding: b, text: m.offerText(b)})
	}
	return list
}

func (m *model) offerText(b binding) string {
	cap, label := m.th.Key, m.th.Muted
	if b.next {
		cap, label = m.th.Primary, m.th.Strong
	}
	return " " + cap.Render(" "+b.cap+" ") + " " + label.Render(b.label)
}

// offered draws them, and notes where each stands for the mouse.
func (m *model) offered(offers []offer) string {
	var line strings.Builder
	at := 0
	m.frame.keys = m.frame.keys[:0]
	for _, o := range offers {
		if !o.show {
			continue
		}
		n := ansi.StringWidth(o.text)
		line.WriteString(o.text)
		if o.key != "" {
			m.frame.keys = append(m.frame.keys, span{at, at + n, o.key})
		}
		at += n
	}
	return line.String()
}
