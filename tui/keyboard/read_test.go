package keyboard

import (
	"io"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/page"
	"facetill/tui/page/sale"
)

// A read whose time is before the last key's, of a clock that was set back, came with
// that key; and what several keys of one read are is no word about the next read.
func TestTimesOfReads(t *testing.T) {
	now := time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC)
	s := page.New(t.Context(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Now: func() time.Time { return now }})
	s.After = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	s.Home = sale.Amount{Desk: func(*page.Context) []page.Binding { return nil }}
	s.Base = s.Home
	k := New(s, func() []page.Binding { return s.Top().Keys(s.Context) })
	read := func(at time.Time, keys string) {
		s.Now = now
		r := Read{At: at}
		for _, c := range keys {
			r.Keys = append(r.Keys, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{c}})
		}
		k.OnRead(r)
	}
	for _, c := range []struct {
		at   time.Duration
		keys string
		want time.Duration
	}{{0, "1", 0}, {-time.Second, "2", 0}, {time.Second, "3", 0}, {0, "45", 0}} {
		if read(now.Add(c.at), c.keys); !k.keyAt.Equal(now.Add(c.want)) {
			t.Errorf("%q at %v came at %v", c.keys, c.at, k.keyAt.Sub(now))
		}
		if at := k.endSoonest(moment{now, now}); k.bundled || !at.Equal(now) {
			t.Errorf("behind %q what ends a scan came %v before it was read", c.keys, now.Sub(at))
		}
	}
}
