package tui

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// told follows PAID from its first frame to the durable fact (money rule 5.3): a
// second after the second whole write to the terminal that began after PAID was
// drawn. The first one may have begun with the frame before it. A fact that could
// not be written is tried again, also when the page is another.
type told struct {
	no    flow.OutTradeNo
	drawn bool      // PAID was drawn
	since time.Time // the second whole write after it
	asked bool
	done  bool
	again time.Time
}

const (
	toldAfter = time.Second
	toldAgain = 5 * time.Second
)

// toldWrites are the whole writes that PAID wants.
const toldWrites = 2

func (t told) waiting() bool { return t.no != "" && !t.done }

// drawing: PAID is on its way to the terminal.
func (t told) drawing() bool { return t.waiting() && t.drawn && !t.asked }

func (m *model) tickTold() tea.Cmd {
	t := &m.told
	switch {
	case !t.waiting() || !t.drawn || t.asked:
		return nil
	case t.since.IsZero():
		whole, failed := m.out.counted()
		if failed { // what was drawn is not there: it is drawn anew, all of it
			t.drawn = false
			return tea.ClearScreen
		}
		if whole >= toldWrites {
			t.since = m.now
		}
		return nil
	case m.now.Sub(t.since) < toldAfter || m.now.Before(t.again):
		return nil
	}
	t.asked = true
	return m.toldCmd(t.no)
}

func (m *model) onTold(msg toldMsg) tea.Cmd {
	if msg.err == nil {
		if msg.no == m.told.no {
			m.told.done = true
		}
		return m.refresh()
	}
	if msg.no != m.told.no {
		return m.refresh()
	}
	onPage := m.inHand(msg.no)
	if noGoods(msg.err) {
		m.told.done = true
		switch {
		case onPage:
			m.sale.err = msg.err
		case flow.Displaced(msg.err):
			m.warnAlone(fmt.Sprintf(m.w.OrderLine, msg.no.LastDigits(6)) + ": " + m.elsewhereSay(msg.err))
		}
		return m.refresh()
	}
	m.told.asked, m.told.again = false, m.now.Add(toldAgain)
	if onPage {
		m.warn(m.w.PaidNotWritten)
	}
	return nil
}

// drawPaid notes that PAID was drawn, and makes frames differ until enough of
// them were written: a renderer writes nothing where nothing has changed.
func (m *model) drawPaid(frame *strings.Builder) {
	if !m.told.drawn {
		m.told.drawn = true
		m.out.begin()
	}
	if whole, _ := m.out.counted(); m.told.drawing() && m.told.since.IsZero() && whole%2 == 1 {
		frame.WriteString(nothing)
	}
}

// nothing changes a line for the renderer, and nothing on the screen.
const nothing = "\x1b[m"

// mayLeave: PAID stays until it has been told.
func (m *model) mayLeave() bool { return !m.told.waiting() || m.told.asked || !m.told.again.IsZero() }
