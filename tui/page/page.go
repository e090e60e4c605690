package page

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/text"
)

// Page is what stands between the header and the last rows. What it knows is changed
// by Update and by its keys alone; both run in one goroutine and never wait.
type Page interface {
	// Kind is what sort of page it is.
	Kind() Kind
	// Title is its name, and an amount, for a screen too small for it.
	Title(c *Context) string
	// Update takes what a command of the page brought, Entered when the page comes into
	// hand, also anew, and a ListsMsg when something of what is open has changed.
	Update(c *Context, msg tea.Msg) tea.Cmd
	// View draws it, in the rows of Context.PageHeight.
	View(c *Context) draw.Block
	// Keys are its own, the obvious one first.
	Keys(c *Context) []Binding
}

// Entered is the message to a page that comes into hand.
type Entered struct{}

// A page may have more:
type (
	// Typing has a text that is typed now; nil is none.
	Typing interface{ Field() *Field }
	// Waiting is true while an answer comes to this page alone.
	Waiting interface{ Waits() bool }
	// Closing ends what the page has begun.
	Closing interface{ Closes() }
	// Following is true where the till is asked every few seconds how it stands.
	Following interface{ Follows() bool }
	// Hurrying is true where it is asked each second: a customer waits for the word.
	Hurrying interface{ Hurries() bool }
	// Telling has the word of a refund that nobody was told yet; its number is "" where
	// it has none (money rule 4b.10).
	Telling interface {
		Tells(c *Context) (flow.OutTradeNo, refund.Entry)
	}
	// Keeping takes a payment code that comes before a PIN.
	Keeping interface {
		Keep(c *Context, code string)
	}
	// Hearing hears how a word ended that another page has taken, in its place.
	Hearing interface{ Hears(of Page) bool }
	// Summing is what stays in sight of the page where the walk lies over it: no page hides
	// what a sale in hand has come to.
	Summing interface {
		Sum(c *Context, b *draw.Block)
	}
	// Noting is what help says of the page beside its keys.
	Noting interface{ Notes(w *text.Words) []string }
	// Changing is what keys have changed on the page, to be compared. What was typed is
	// never in it: that may be a PIN.
	Changing interface{ Changed() string }
)

// Still is the part of a page that hears nothing and offers no keys.
type Still struct{}

// Update does nothing.
func (Still) Update(*Context, tea.Msg) tea.Cmd { return nil }

// Keys are none.
func (Still) Keys(*Context) []Binding { return nil }

// Kind is a sort of page.
type Kind string

// The pages of a sale, of which one is always there.
const (
	KindAmount    Kind = "amount"
	KindCode      Kind = "code"
	KindSale      Kind = "sale"
	KindResult    Kind = "result"
	KindStopped   Kind = "stopped"
	KindSuspended Kind = "suspended"
	KindClaims    Kind = "claims"
	KindRest      Kind = "rest"
)

// Panels, the pages beside the sale, that are more than their own name to somebody else.
const (
	KindHelp    Kind = "help"
	KindLock    Kind = "lock"
	KindLessons Kind = "lessons"
)

// Title is the name of the page in hand.
func (s *State) Title() string { return s.Top().Title(s.Context) }

// Binding is a key that works on a page, and how the last row offers it (draw.Key);
// help tells of a quiet one, too, that has a cap and a label.
// Do is nil for what is offered and is no single key: digits, the scanner. Alone is an
// Enter that is a person's word: it acts where it stayed alone.
type Binding struct {
	Name, Cap, Label, Brief   string
	Next, Stays, Quiet, Alone bool
	Do                        func() tea.Cmd
}

// Key is how it is offered.
func (b Binding) Key() draw.Key {
	return draw.Key{Name: b.Name, Cap: b.Cap, Label: b.Label, Brief: b.Brief, Next: b.Next, Stays: b.Stays, Quiet: b.Quiet}
}

// Panel is a page beside the sale, and the key that shows it.
type Panel struct {
	Key   string // a function key: a scanned link begins with a letter
	Label func(*text.Words) string
	For   func(*Context) bool // whether it is offered; nil is always
	Make  func(*Context) Page
}

// Binding is how it works on the page in hand.
func (p Panel) Binding(c *Context) Binding {
	return Binding{Name: p.Key, Cap: strings.ToUpper(p.Key), Label: p.Label(c.Words), Do: func() tea.Cmd { return c.Show(p.Make(c)) }}
}
