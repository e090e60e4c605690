package page_test

import (
	"context"
	"fmt"
	"io"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/page"
)

// greeting is the smallest page: it says something, and one key takes it away.
type greeting struct{ page.Still }

func (greeting) Kind() page.Kind              { return "greeting" }
func (greeting) Title(c *page.Context) string { return c.Words.HelpTitle }
func (greeting) Keys(c *page.Context) []page.Binding {
	return []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoNext, Next: true, Do: func() tea.Cmd { return c.Close() }}}
}

func (greeting) View(c *page.Context) draw.Block {
	b := c.Block()
	c.SayOr(&b, c.Words.HelpTitle, c.Theme.Strong)
	return b
}

// A page is shown over the one in hand, drawn in the room that there is, and left.
func Example() {
	s := page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 40, Height: 12})
	s.Base = greeting{}
	s.Panels = []page.Page{greeting{}}
	b := s.Top().View(s.Context)
	fmt.Println(strings.TrimSpace(b.Rows(1)[0].String()))
	for _, key := range s.Top().Keys(s.Context) {
		fmt.Println(key.Cap, key.Label)
		key.Do()
	}
	fmt.Println(s.OnPanel())
	// Output:
	// Keys of this page
	// Enter next customer
	// false
}
