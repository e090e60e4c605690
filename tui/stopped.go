package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
)

// stopped: a sale of the same amount is not settled, and a person has to say
// that this is another customer (money rule 5.3).
type stopped struct {
	other flow.Attempt
	req   flow.SaleRequest
}

// newStopped keeps the press: what else stops it is shown next, also where it was
// told meanwhile.
func newStopped(req flow.SaleRequest, stop *flow.PossibleDuplicateError) *stopped {
	req.Press = &stop.Press
	return &stopped{other: stop.Others[0], req: req}
}

// halted: no sale begins until the reason is mended (money rules 1.6, 7.3).
type halted struct {
	kind flow.Suspension
	why  string
	fee  flow.Fen
}

// stoppedKeys: the safe way out is the obvious one, and Enter does nothing while
// the other sale may have charged.
func (m *model) stoppedKeys() []binding {
	if m.stoppedFree() {
		return []binding{
			{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoAgain, Brief: m.w.BriefAgain, Next: true, Do: func() tea.Cmd { return m.begin(m.stopped.req) }},
			{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoBack, Do: m.fromStopped},
		}
	}
	keys := []binding{
		{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoBack, Next: true, Do: m.fromStopped},
		{Name: "n", Cap: "n", Label: m.w.DoAnother, Brief: m.w.BriefAnother, Do: m.anotherCustomer},
	}
	if m.stopped.other.Unclaimed {
		keys = append(keys, binding{Name: "u", Cap: "u", Label: m.w.DoClaims, Brief: m.w.BriefClaims, Do: m.openClaims})
	}
	return keys
}

// stoppedFree: the sale that stood in the way has taken no money after all. The
// flow is asked once more, as for any sale.
func (m *model) stoppedFree() bool { return moneyOf(m.stopped.other, nil) == text.MoneyNotCharged }

// stoppedHears follows the sale that stands in the way. A page whose Enter comes to
// mean something is another page to a key that was on its way.
func (m *model) stoppedHears(list []flow.Attempt) {
	if m.stopped == nil {
		return
	}
	before := m.stoppedFree()
	for _, a := range list {
		if o := &m.stopped.other; a.OutTradeNo == o.OutTradeNo && a.Version >= o.Version {
			*o = a
		}
	}
	if m.stoppedFree() != before {
		m.guard.Changed(m.now, false, graceKeys)
	}
}

func (m *model) fromStopped() tea.Cmd {
	m.toAmount(m.stopped.req.TotalFee)
	return nil
}

func (m *model) anotherCustomer() tea.Cmd {
	if !m.again("another") {
		return m.wake()
	}
	req := m.stopped.req
	// It is said of the sale that stands on the page; another one is shown next.
	req.New = append(slices.Clip(req.New), m.stopped.other.OutTradeNo)
	return m.begin(req)
}

func (m *model) stoppedBody() (b draw.Block) {
	b = m.Block()
	o := m.stopped.other
	b.Spare(func() { b.Wrap(m.Theme.Warn+" "+m.w.StoppedTitle+" "+m.Theme.Warn, m.Theme.Care) })
	b.Blank()
	b.Spare(func() { b.Wrap(m.w.StoppedSay, m.Theme.Text) })
	b.Blank()
	b.Spare(func() { b.Large(amountOf(o.TotalFee), m.Paint(m.Theme.Digits)) })
	b.Blank()
	b.Center(m.Theme.Strong.Render(m.describe(o, m.Width)))
	b.Blank()
	switch {
	case m.stoppedFree():
		b.Wrap(m.w.StoppedFree, m.Theme.Good)
	case o.State == flow.Paid:
		b.Wrap(m.w.StoppedPaid, m.Theme.Care)
		b.Wrap(m.w.StoppedAsk, m.Theme.Text)
	default:
		b.Wrap(m.w.StoppedOpen, m.Theme.Care)
		b.Wrap(m.w.StoppedAsk, m.Theme.Text)
	}
	m.alertToo(&b)
	return b
}

// describe is an attempt in one line of a width. Where that is narrow the time
// goes, then the number: half a number would be another number.
func (m *model) describe(a flow.Attempt, width int) string {
	mark, label := m.marked(a)
	head := text.WithSign(a.TotalFee) + " " + mark + " " + label
	digits := 6
	if m.Compact() {
		digits = 4
	}
	number := " .." + a.OutTradeNo.LastDigits(digits)
	if at := " " + a.OpenedAt.In(flow.Beijing).Format("15:04"); !a.OpenedAt.IsZero() && ansi.StringWidth(head+at+number) <= width {
		head += at
	}
	if ansi.StringWidth(head+number) > width {
		return head
	}
	return head + number
}

// marked is the mark of an attempt and its state in words.
func (m *model) marked(a flow.Attempt) (mark, label string) {
	if a.State == flow.Paid && a.Outcome() == flow.OutcomeOpen {
		return m.Theme.Warn, m.w.StateUnclaimed
	}
	_, mark, _ = m.looks(moneyOf(a, nil))
	return mark, m.w.State(a.State, a.Method)
}

func (m *model) haltedKeys() []binding {
	return []binding{
		{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoBack, Next: true, Do: m.fromHalted},
		{Name: "r", Cap: "r", Label: m.w.DoRetryHalt, Do: m.retryHalted},
	}
}

func (m *model) fromHalted() tea.Cmd {
	m.toAmount(m.halted.fee)
	return nil
}

// retryHalted goes back to the amount: the next sale asks again. It begins a sale, so
// it wants its second press: a label may begin with an r.
func (m *model) retryHalted() tea.Cmd {
	if !m.again("retry") {
		return m.wake()
	}
	m.toAmount(m.halted.fee)
	m.amount.Kept = false
	return m.charge()
}

func (m *model) haltedBody() (b draw.Block) {
	b = m.Block()
	b.Wrap(m.Theme.Warn+" "+m.w.HaltTitle+" "+m.Theme.Warn, m.Theme.Bad)
	b.Blank()
	b.Wrap(m.w.Halt(m.halted.kind), m.Theme.Strong)
	b.Wrap(m.halted.why, m.Theme.Muted)
	b.Blank()
	m.sayOr(&b, m.w.HaltDo, m.Theme.Text)
	return b
}
