package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// stopped: a sale of the same amount is not settled, and a person has to say
// that this is another customer (money rule 5.3).
type stopped struct {
	other flow.Attempt
	req   flow.SaleRequest
}

// halted: no sale begins until the reason is mended (money rules 1.6, 7.3).
type halted struct {
	kind flow.HaltKind
	why  string
	fee  flow.Fen
}

// stoppedKeys: the safe way out is the obvious one, and Enter does nothing here.
func (m *model) stoppedKeys() []binding {
	keys := []binding{
		{key: "esc", cap: m.w.KeyEsc, label: m.w.DoBack, next: true, do: m.fromStopped},
		{key: "n", cap: "n", label: m.w.DoAnother, brief: m.w.BriefAnother, do: m.anotherCustomer},
	}
	if m.stopped.other.Unclaimed {
		keys = append(keys, binding{key: "u", cap: "u", label: m.w.DoClaims, brief: m.w.BriefClaims, do: m.openClaims})
	}
	return keys
}

func (m *model) fromStopped() tea.Cmd {
	m.toAmount(m.stopped.req.Fee)
	return nil
}

func (m *model) anotherCustomer() tea.Cmd {
	req := m.stopped.req
	req.New = true
	return m.begin(req)
}

func (m *model) stoppedBody(width int) (b block) {
	o := m.stopped.other
	b.spare(func() { b.wrap(width, m.th.Warn+" "+m.w.StoppedTitle+" "+m.th.Warn, m.th.Care) })
	b.blank()
	b.spare(func() { b.wrap(width, m.w.StoppedSay, m.th.Text) })
	b.blank()
	b.spare(func() { b.centerAll(width, m.large(o.TotalFee.String(), width, m.paint(m.th.Digits))) })
	b.blank()
	b.center(width, m.th.Strong.Render(m.describe(o)))
	b.blank()
	say := m.w.StoppedOpen
	if o.State == flow.Paid {
		say = m.w.StoppedPaid
	}
	b.wrap(width, say, m.th.Care)
	b.wrap(width, m.w.StoppedAsk, m.th.Text)
	m.alertToo(&b, width)
	return b
}

// describe is an attempt in one line.
func (m *model) describe(a flow.Attempt) string {
	mark, label := m.marked(a)
	parts := []string{"¥" + a.TotalFee.String(), mark + " " + label}
	if !a.OpenedAt.IsZero() {
		parts = append(parts, a.OpenedAt.In(flow.Beijing).Format("15:04"))
	}
	digits := 6
	if m.compact() {
		digits = 4
	}
	return strings.Join(append(parts, ".."+a.OutTradeNo.LastDigits(digits)), " ")
}

// marked is the mark of an attempt and its state in words.
func (m *model) marked(a flow.Attempt) (mark, label string) {
	mark, label = "?", m.w.State(a.State)
	switch verdictOf(a, nil) {
	case paid:
		mark = m.th.Done
	case notCharged:
		mark = m.th.Failed
	}
	if a.State == flow.Paid && a.Unclaimed {
		return m.th.Warn, m.w.StateUnclaimed
	}
	return mark, label
}

func (m *model) haltedKeys() []binding {
	return []binding{
		{key: "esc", cap: m.w.KeyEsc, label: m.w.DoBack, next: true, do: m.fromHalted},
		{key: "r", cap: "r", label: m.w.DoRetryHalt, do: m.retryHalted},
	}
}

func (m *model) fromHalted() tea.Cmd {
	m.toAmount(m.halted.fee)
	return nil
}

// retryHalted goes back to the amount: the next sale asks again.
func (m *model) retryHalted() tea.Cmd {
	m.toAmount(m.halted.fee)
	m.amount.kept = false
	return m.charge()
}

func (m *model) haltedBody(width int) (b block) {
	b.wrap(width, m.th.Warn+" "+m.w.HaltTitle+" "+m.th.Warn, m.th.Bad)
	b.blank()
	b.wrap(width, m.w.Halt(m.halted.kind), m.th.Strong)
	b.wrap(width, m.halted.why, m.th.Muted)
	b.blank()
	m.sayOr(&b, width, m.w.HaltDo, m.th.Text)
	return b
}
