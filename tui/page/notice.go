package page

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/theme"
)

// Notice is a text that goes away by itself, and with the page that it is about.
type Notice struct {
	Text  string
	Bad   bool
	Until time.Time
	Alone bool // it is about no page
}

// noticeFor is long enough to read two rows.
const noticeFor = 8 * time.Second

// Say tells what was done.
func (c *Context) Say(s string) {
	c.s.Notice = Notice{Text: s, Until: c.s.Now.Add(noticeFor)}
	c.s.Said++
}

// Warn says what a person has to know or to do.
func (c *Context) Warn(s string) {
	c.s.Notice = Notice{Text: s, Bad: true, Until: c.s.Now.Add(noticeFor)}
	c.s.Said++
}

// Unsay takes back what was said.
func (c *Context) Unsay() { c.s.Notice = Notice{} }

// Unasked takes back that WeChat is being asked.
func Unasked(c *Context) {
	if c.s.Notice.Text == c.Words.AskedNow {
		c.Unsay()
	}
}

// WarnAlone says what stands alone, and so goes on to other pages.
func (s *State) WarnAlone(text string) {
	s.Warn(text)
	s.Notice.Alone = true
}

// untilRead is longer than anybody is away from a word that they have given.
const untilRead = 10 * time.Minute

// SayLater says what became of what a person has left meanwhile: on whatever page, until
// something else is said.
func (s *State) SayLater(text string, bad bool) {
	s.Notice = Notice{Text: text, Bad: bad, Until: s.Now.Add(untilRead), Alone: true}
	s.Said++
}

// SayOr says a page's sentence; on a compact screen an alert takes its place,
// because there is room for one of them only.
func (c *Context) SayOr(b *draw.Block, text string, style theme.Style) {
	if alert, st := c.Alert(); alert != "" && c.Compact() {
		text, style = alert, st
	}
	b.Wrap(text, style)
}

// AlertToo says an alert on a compact screen beside a question about money, never
// in its place.
func (c *Context) AlertToo(b *draw.Block) {
	if alert, style := c.Alert(); alert != "" && c.Compact() {
		b.Wrap(alert, style)
	}
}

// Alert is what the cashier has to read now: what a second press would do, else
// the last notice.
func (c *Context) Alert() (string, theme.Style) {
	if asks := c.asks(); asks != "" {
		return c.Hastily(asks), c.Theme.Care
	}
	if c.s.Notice.Bad {
		return c.Theme.Warn + " " + c.s.Notice.Text, c.Theme.Care
	}
	return c.s.Notice.Text, c.Theme.Good
}

// asks is the question whose second press is awaited, "" where there is none, or where
// the page itself asks it.
func (c *Context) asks() string {
	switch c.Armed() {
	case "quit":
		return c.quitText()
	case "end":
		return c.Words.EscEnds
	case "another":
		return c.Words.ArmedAnother
	case "retry":
		return c.Words.ArmedRetry
	case "force":
		return c.Words.ArmedForce
	case "record":
		return fmt.Sprintf(c.Words.ArmedRecord, c.Words.KeyEnter)
	}
	switch what, of, _ := strings.Cut(c.Armed(), " "); what {
	case "resolve":
		return c.Words.ArmedResolve
	case "import":
		return c.Words.ArmedImport
	case "accept":
		return c.Words.ArmedAccept
	case "close":
		return fmt.Sprintf(c.Words.ArmedClose, of)
	case "word":
		return fmt.Sprintf(c.Words.ArmedWord, of)
	}
	return ""
}

// Hastily says with a question that a press came too soon to be the second one.
func (c *Context) Hastily(asks string) string {
	if !c.s.Press.Hasty {
		return asks
	}
	return c.Words.PressTooSoon + " " + asks
}

// quitText says what leaving means now.
func (c *Context) quitText() string {
	n := c.Counts().Open()
	switch s := c.s.Sale; {
	case s != nil && !s.Over && s.BeforeSubmission():
		return c.Words.QuitScanning
	case s != nil && s.Attempt.Open():
		return c.Words.QuitOpen
	case n > 0:
		return fmt.Sprintf(c.Words.QuitBackground, n)
	}
	return c.Words.QuitIdle
}

// Loading says what keeps a page from showing what it asked for: it has failed, or
// has not come yet.
func (c *Context) Loading(b *draw.Block, loaded bool, err error) bool {
	switch {
	case errors.Is(err, flow.ErrArchived):
		b.Wrap(c.Words.ErrArchived, c.Theme.Muted)
	case err != nil:
		b.Wrap(c.Theme.Warn+" "+c.Words.Offline+c.Words.Because(err), c.Theme.Bad)
	case !loaded:
		b.Wrap(c.Words.SayBegin, c.Theme.Muted)
	}
	return err != nil || !loaded
}
