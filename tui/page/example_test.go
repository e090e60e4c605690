package page_test

import (
	"fmt"
	"io"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// greeting is the smallest page: it says something, and one key takes it away.
type greeting struct{ page.Still }

func (greeting) Kind() page.Kind { return "greeting" }
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
	plain := theme.New(io.Discard, theme.Options{Name: "mono", Getenv: func(string) string { return "" }})
	c := &page.Context{Screen: draw.Screen{Width: 40, Height: 12, Theme: plain}, Words: &text.English}
	c.Base = greeting{}
	c.Panels = []page.Page{greeting{}}
	b := c.Top().View(c)
	fmt.Println(strings.TrimSpace(b.Rows(1)[0].String()))
	for _, key := range c.Top().Keys(c) {
		fmt.Println(key.Cap, key.Label)
		key.Do()
	}
	fmt.Println(c.OnPanel())
	// Output:
	// Keys of this page
	// Enter next customer
	// false
}
