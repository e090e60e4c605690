package keyboard_test

import (
	"context"
	"fmt"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/keyboard"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

// An amount is typed, and a product is scanned over it: the amount stands, and it is said
// what was scanned.
func Example() {
	now := time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC)
	s := page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Now: func() time.Time { return now }})
	s.After = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	s.Home = sale.Amount{Desk: func(*page.Context) []page.Binding { return nil }}
	s.Base = s.Home
	k := keyboard.New(s, func() []page.Binding { return s.Top().Keys(s.Context) })
	key := func(key tea.KeyMsg, gap time.Duration) {
		now = now.Add(gap)
		s.Now = now
		k.OnRead(keyboard.Read{At: now, Keys: []tea.KeyMsg{key}})
	}
	for _, r := range "12.80" {
		key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}, 200*time.Millisecond)
	}
	now = now.Add(time.Second)
	for _, r := range "6901234567892" {
		key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}, 10*time.Millisecond)
	}
	key(tea.KeyMsg{Type: tea.KeyEnter}, 10*time.Millisecond)
	fmt.Println(s.Amount.Text, s.Sale == nil)
	fmt.Println(s.Notice.Text)
	// Output:
	// 12.80 true
	// This is a product barcode, not a payment code
}
