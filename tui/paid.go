package tui

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	"facetill/flow"
	"facetill/tui/page"
)

// PAID is followed from its first frame to the durable fact (money rule 5.3): a
// second after the second whole write to the terminal that began after PAID was
// drawn. The first one may have begun with the frame before it. A fact that could
// not be written is tried again, also when the page is another.
const (
	shownAfter = time.Second
	shownAgain = 5 * time.Second
)

// shownWrites are the whole writes that PAID wants.
const shownWrites = 2

func (m *model) followPaid() tea.Cmd {
	till, no := m.Opt.Till, m.Shown.No
	return m.follow(&m.Shown, func(ctx context.Context) tea.Msg { return page.ShownMsg{No: no, Err: till.Shown(ctx, no)} })
}

// follow asks for the fact of what was drawn when it has stood for its second.
func (m *model) follow(t *page.Shown, fact func(context.Context) tea.Msg) tea.Cmd {
	switch {
	case !t.Waiting() || !t.Drawn || t.Asked:
		return nil
	case t.Since.IsZero():
		whole, failed := m.out.counted()
		if failed { // what was drawn is not there: it is drawn anew, all of it
			t.Drawn = false
			return tea.ClearScreen
		}
		if whole >= shownWrites {
			t.Since = m.Now
		}
		return nil
	case m.Now.Sub(t.Since) < shownAfter || m.Now.Before(t.Again):
		return nil
	}
	t.Asked = true
	return m.Write(page.FactWithin, fact)
}

func (m *model) onShown(msg page.ShownMsg) tea.Cmd {
	if msg.Err == nil {
		if msg.No == m.Shown.No {
			m.Shown.Done = true
		}
		return m.Refresh()
	}
	if msg.No != m.Shown.No {
		return m.Refresh()
	}
	onPage := m.InHand(msg.No)
	if page.NoGoods(msg.Err) {
		m.Shown.Done = true
		why := m.Words.ElsewhereSay
		if flow.Displaced(msg.Err) {
			why = m.Words.Displaced(msg.Err)
		}
		if onPage {
			m.Sale.Err = msg.Err
		} else { // the cashier went on: PAID was on the screen, and is not so
			m.WarnAlone(fmt.Sprintf(m.Words.OrderLine, msg.No.LastDigits(6)) + ": " + why)
		}
		return m.Refresh()
	}
	m.Shown.Asked, m.Shown.Again = false, m.Now.Add(shownAgain)
	if onPage {
		m.Warn(m.Words.PaidNotWritten)
	}
	return nil
}

// draw notes that something was drawn, and makes frames differ until enough of
// them were written: a renderer writes nothing where nothing has changed.
func (m *model) draw(t *page.Shown, frame *strings.Builder) {
	if !t.Drawn {
		t.Drawn = true
		m.out.begin()
	}
	if whole, _ := m.out.counted(); t.Drawing() && t.Since.IsZero() && whole%2 == 1 {
		frame.WriteString(nothing)
	}
}

// nothing changes a row for the renderer, and nothing on the screen.
const nothing = "\x1b[m"

// output is the terminal as the renderer writes to it. It counts whole writes:
// what did not reach the terminal was shown to nobody (money rule 5.3).
type output struct {
	w io.Writer

	mu     sync.Mutex
	begun  int // writes so far
	mark   int // those that began after it count
	whole  int
	failed bool
}

// outFile is an output that Bubble Tea may ask for its size.
type outFile struct {
	term.File
	out *output
}

func (f outFile) Write(p []byte) (int, error) { return f.out.Write(p) }

// writer is what a program writes to.
func (o *output) writer() io.Writer {
	if f, is := o.w.(term.File); is {
		return outFile{f, o}
	}
	return o
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	o.begun++
	no := o.begun
	o.mu.Unlock()
	n, err := o.w.Write(p)
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case no <= o.mark:
	case err != nil || n < len(p):
		o.failed = true
	default:
		o.whole++
	}
	return n, err
}

// begin counts from now on.
func (o *output) begin() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mark, o.whole, o.failed = o.begun, 0, false
}

// counted is how many whole writes have begun since then, and whether one failed.
func (o *output) counted() (whole int, failed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.whole, o.failed
}
