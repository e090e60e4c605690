package tui

import (
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// told follows PAID from its first frame to the durable fact (money rule 5.3).
// A fact that could not be written is tried again, also when the page is another.
type told struct {
	no    flow.OutTradeNo
	drawn bool      // a frame with PAID was handed to the terminal
	since time.Time // the first tick after it
	asked bool
	done  bool
	again time.Time
}

const (
	toldAfter = time.Second
	toldAgain = 5 * time.Second
)

func (t told) waiting() bool { return t.no != "" && !t.done }

func (m *model) tickTold() tea.Cmd {
	t := &m.told
	switch {
	case !t.waiting() || !t.drawn || t.asked:
		return nil
	case t.since.IsZero():
		t.since = m.now
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
	if errors.Is(msg.err, flow.ErrFenced) {
		m.told.done = true
		if onPage {
			m.sale.err = msg.err
		}
		return m.refresh()
	}
	m.told.asked, m.told.again = false, m.now.Add(toldAgain)
	if onPage {
		m.warn(m.w.PaidNotWritten)
	}
	return nil
}

// mayLeave: PAID stays until it has been told.
func (m *model) mayLeave() bool { return !m.told.waiting() || m.told.asked || !m.told.again.IsZero() }
