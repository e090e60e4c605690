package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/theme"
)

// verdict is one of the three words about money.
type verdict int

const (
	checking verdict = iota
	paid
	notCharged
)

// verdict never says more than is proven: an error leaves what is open open.
func (s *sale) verdict() verdict { return verdictOf(s.a, s.err) }

func verdictOf(a flow.Attempt, err error) verdict {
	if errors.Is(err, flow.ErrFenced) {
		return checking
	}
	switch a.State {
	case flow.Paid:
		if !a.Unclaimed {
			return paid
		}
	case flow.Refused, flow.Cancelled, flow.NotSent, flow.Reversed, flow.Refunded:
		return notCharged
	}
	return checking
}

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

// grace is how long keys are swallowed on a page that came by itself.
func (m *model) grace() time.Duration {
	if m.page() == pageResult && m.sale.verdict() == paid {
		return gracePaid
	}
	return graceKeys
}

// keptFee is what the amount page begins with after this result.
func (m *model) keptFee() flow.Fen {
	if m.sale.verdict() == notCharged {
		return m.sale.req.Fee
	}
	return 0
}

func (m *model) resultKeys() []binding {
	enter := binding{key: "enter", cap: m.w.KeyEnter, label: m.w.DoNext, brief: m.w.BriefNext, next: true, do: m.leaveResult}
	switch m.sale.verdict() {
	case notCharged:
		enter.label, enter.brief = m.w.DoAgain, m.w.BriefAgain
		keys := []binding{enter, {cap: m.w.StepCode, label: m.w.DoScan}, {key: "esc", cap: m.w.KeyEsc, label: m.w.DoNext, brief: m.w.BriefNext, do: m.nextCustomer}}
		if s := m.sale.a.State; s == flow.Reversed || s == flow.Refunded { // the customer's phone may show the charge
			keys = slices.Insert(keys, 1, m.receiptKey(func() flow.Attempt { return m.sale.a }, true))
		}
		return keys
	}
	return []binding{enter, m.receiptKey(func() flow.Attempt { return m.sale.a }, true)} // while checking the till goes on by itself
}

func (m *model) leaveResult() tea.Cmd {
	if !m.mayLeave() {
		return nil
	}
	m.toAmount(m.keptFee())
	return m.refresh()
}

func (m *model) nextCustomer() tea.Cmd {
	m.toAmount(0)
	return m.refresh()
}

// resultWords are the word, the one sentence, and a code no sentence is about.
func (m *model) resultWords() (word, sentence, code string) {
	s, w := m.sale, m.w
	switch s.verdict() {
	case paid:
		return w.Paid, w.PaidSay, ""
	case notCharged:
		if s.a.State == flow.Refunded {
			return w.NotCharged, w.RefundedSay, ""
		}
		sentence, code = w.Reason(s.a)
		return w.NotCharged, sentence, code
	}
	switch {
	case errors.Is(s.err, flow.ErrFenced):
		sentence = w.ElsewhereSay
	case s.a.State == flow.Paid:
		sentence = w.UnclaimedSay
	case s.a.State == flow.NeedsPerson:
		sentence = w.PersonSay
	case s.a.State == flow.Refunding:
		sentence = w.RefundingSay
	case s.a.State == flow.Reversing:
		sentence = w.CheckingSay
	case s.err != nil:
		sentence = w.BrokenSay
	default:
		sentence = w.CheckingOpen
	}
	return w.Checking, sentence, ""
}

func (m *model) fill() (f theme.Fill, mark string, art []string) {
	switch m.sale.verdict() {
	case paid:
		return m.th.Paid, m.th.Done, artCheck
	case notCharged:
		return m.th.NotCharged, m.th.Failed, artCross
	}
	return m.th.Checking, "?", artQuery
}

// resultBody fills the screen: large mark, word, amount, one sentence.
func (m *model) resultBody(width, height int) (b block) {
	f, mark, art := m.fill()
	word, sentence, code := m.resultWords()
	b.fill = &f
	p := painter{on: f.Digits, off: f.Area, colour: m.th.Colour, block: m.th.Block}
	large := m.large(m.sale.req.Fee.String(), width, p)
	if room := height - len(large); room >= len(art)+10 {
		b.centerAll(width, p.pixels(art, m.scale()))
		b.blank()
	}
	b.centerAll(width, m.wordBlock(f, mark+"   "+spaced(word)+"   "+mark, height-len(large) >= 9))
	b.blank()
	b.centerAll(width, large)
	b.blank()
	b.wrap(width, sentence, f.Strong)
	b.center(width, f.Area.Render(m.resultDetail(code)))
	if alert, _ := m.alert(); alert != "" {
		b.blank()
		b.wrap(width, alert, f.Strong)
	}
	return b
}

// wordBlock sets the word off, three rows high where there is room.
func (m *model) wordBlock(f theme.Fill, text string, high bool) []string {
	line := f.Word.Render("    " + text + "    ")
	if !high || !m.th.Colour {
		return []string{line}
	}
	edge := f.Word.Render(strings.Repeat(" ", ansi.StringWidth(text)+8))
	return []string{edge, line, edge}
}

// resultDetail is for looking the sale up later.
func (m *model) resultDetail(code string) string {
	s := m.sale
	var parts []string
	if s.a.OutTradeNo != "" {
		parts = append(parts, fmt.Sprintf(m.w.OrderLine, s.a.OutTradeNo.LastDigits(6)))
	}
	parts = append(parts, m.method(s.req.Method))
	if code != "" {
		parts = append(parts, fmt.Sprintf(m.w.CodeLine, code))
	}
	if s.a.State == flow.Paid && s.a.TransactionID != "" && !m.compact() {
		parts = append(parts, fmt.Sprintf(m.w.TransactionLine, s.a.TransactionID))
	}
	return strings.Join(parts, " "+m.th.Sep+" ")
}

func (m *model) method(method flow.Method) string { return m.w.Method(method) }
