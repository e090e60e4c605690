package tui

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
)

// openPanel lists what has no end yet: how old each is, what is being tried and
// when next. `r` asks WeChat now, `m` takes a person's word (money rule 5.7).
type openPanel struct {
	plain
	pick picker
}

// openKey opens it, as a click on the counter does.
func (m *model) openKey() binding {
	return binding{Name: "f2", Cap: "F2", Label: m.w.DoOpen, Do: func() tea.Cmd { return m.show(&openPanel{}) }}
}

func (p *openPanel) title(m *model) string        { return m.w.OpenTitle }
func (p *openPanel) open(m *model) tea.Cmd        { return m.refresh() }
func (p *openPanel) list(m *model) []flow.Attempt { return m.openAttempts() }

func (p *openPanel) chosen(m *model) (flow.Attempt, bool) {
	list := p.list(m)
	if len(list) == 0 {
		return flow.Attempt{}, false
	}
	return list[p.pick.at(list)], true
}

func (p *openPanel) keys(m *model) []binding {
	list := p.list(m)
	if len(list) == 0 {
		return nil
	}
	a := list[p.pick.at(list)]
	var keys []binding
	if !waitsForWord(a) && !contradicted(a) {
		keys = append(keys, binding{Name: "r", Cap: "r", Label: m.w.DoAskNow, Next: true, Do: func() tea.Cmd { return p.askNow(m) }})
	}
	if len(wordsFor(a)) > 0 {
		keys = append(keys, binding{Name: "m", Cap: "m", Label: m.w.DoResolve, Next: len(keys) == 0, Do: func() tea.Cmd {
			if !m.again("resolve " + string(a.OutTradeNo)) {
				return m.wake()
			}
			return m.show(newResolveForm(a))
		}})
	}
	return append(keys, m.listKeys(&p.pick, list)...)
}

// waitsForWord: WeChat has said all about a charge that nobody claimed, and the
// till asks nothing more.
func waitsForWord(a flow.Attempt) bool { return a.State == flow.Paid && a.Unclaimed }

// contradicted reports whether a pending attempt stands there because WeChat says
// otherwise than the person who resolved it (money rule 5.7): it is not open.
func contradicted(a flow.Attempt) bool { return !a.Open() && a.ByWord() }

// listKeys move through a list and open the chosen attempt.
func (m *model) listKeys(pick *picker, list []flow.Attempt) []binding {
	move := func(by int) func() tea.Cmd { return func() tea.Cmd { pick.move(list, by); return nil } }
	return []binding{
		{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoTimeline, Do: func() tea.Cmd { return m.show(&timelinePanel{a: list[pick.at(list)]}) }},
		{Name: "down", Cap: m.w.KeyUpDown, Label: m.w.DoMove, Quiet: len(list) < 2, Do: move(1)},
		{Name: "up", Quiet: true, Do: move(-1)},
		{Name: "pgdown", Quiet: true, Do: move(10)}, {Name: "pgup", Quiet: true, Do: move(-10)},
		{Name: "home", Quiet: true, Do: move(-len(list))}, {Name: "end", Quiet: true, Do: move(len(list))},
	}
}

// askNow makes the till ask about the chosen one, and shows what it says.
func (p *openPanel) askNow(m *model) tea.Cmd {
	a, ok := p.chosen(m)
	if !ok {
		return nil
	}
	m.say(m.w.AskedNow)
	till := m.opt.Till
	return m.jobThen(func() { till.AskNow(a.OutTradeNo) })
}

func (p *openPanel) body(m *model) (b draw.Block) {
	b = m.Block()
	b.Top = true
	list := p.list(m)
	b.Wrap(m.w.OpenTitle, m.Theme.Strong)
	if len(list) == 0 {
		b.Blank()
		m.sayOr(&b, m.w.OpenNone, m.Theme.Good)
		return b
	}
	chosen := p.pick.at(list)
	say := m.w.OpenSay
	if waitsForWord(list[chosen]) {
		say = m.w.OpenClaimSay
	} else if contradicted(list[chosen]) {
		say = m.w.OpenOtherwiseSay
	} else if late := m.noticeText(m.noticeOf(list[chosen])); late != "" {
		say = late
	}
	m.sayOr(&b, say, m.Theme.Care)
	if m.closesPage(list[chosen]) {
		b.Wrap(m.w.ClosePage, m.Theme.Care)
	}
	b.Blank()
	each := 2
	from, to := draw.Window(len(list), chosen, max(1, (m.PageHeight()-b.Len()-1)/each))
	for i := from; i < to; i++ {
		a := list[i]
		b.Live(func() string {
			return m.ListRow(i == chosen, m.describe(a, m.Width-5-ansi.StringWidth(m.age(a))), m.age(a))
		})
		b.Live(func() string {
			return "   " + m.Theme.Muted.Render(m.Fit(m.trying(a, max(0, m.Width-4)), max(0, m.Width-4)))
		})
	}
	if to-from < len(list) {
		b.Center(m.Theme.Muted.Render(fmt.Sprintf(m.w.ListPart, from+1, to, len(list))))
	}
	return b
}

// closesPage reports whether the reversal waits for the customer's password page, as
// long as a customer is to wait for it (money rule 4.1).
func (m *model) closesPage(a flow.Attempt) bool {
	return a.State == flow.Reversing && a.ReverseCode == "USERPAYING" && m.noticeOf(a) == flow.NoticeNone
}

// age is how long ago an attempt was opened.
func (m *model) age(a flow.Attempt) string {
	if a.OpenedAt.IsZero() {
		return ""
	}
	return fmt.Sprintf(m.w.Age, m.span(m.now.Sub(a.OpenedAt)))
}

// span is a duration in its two largest units at most.
func (m *model) span(d time.Duration) string {
	d = max(0, d)
	switch {
	case d < time.Minute:
		return fmt.Sprintf(m.w.Seconds, int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf(m.w.Minutes, int(d/time.Minute))
	case d < 24*time.Hour:
		return fmt.Sprintf(m.w.Hours, int(d/time.Hour), int(d/time.Minute)%60)
	}
	return fmt.Sprintf(m.w.Days, int(d/(24*time.Hour)))
}

// trying says what is being tried for an open attempt, and when next: that comes
// first where the rest will be cut.
func (m *model) trying(a flow.Attempt, width int) string {
	if contradicted(a) {
		return m.w.OpenOtherwise
	}
	var parts []string
	switch {
	case a.State == flow.Paid:
		return m.w.StoppedPaid
	case a.State == flow.NeedsPerson && !m.inHand(a.OutTradeNo): // else the sentence above says it
		parts = append(parts, m.w.TryPerson)
	case m.closesPage(a) && !m.inHand(a.OutTradeNo):
		parts = append(parts, m.w.TryClosePage)
	case a.State == flow.Reversing:
		parts = append(parts, m.w.TryReverse)
	case a.State == flow.Refunding:
		parts = append(parts, m.w.TryRefund)
	default:
		parts = append(parts, m.w.TryAsk)
	}
	if next := m.nextTry(a); next != "" {
		parts = append(parts, next)
	}
	if said := m.w.LastSaid(a); said != "" {
		parts = append(parts, fmt.Sprintf(m.w.LastHeard, said))
	}
	sep := " " + m.Theme.Sep + " "
	if len(parts) > 1 && ansi.StringWidth(strings.Join(parts, sep)) > width {
		parts[0], parts[1] = parts[1], parts[0]
	}
	return strings.Join(parts, sep)
}

// nextTry is when this till tries next; another process's tries are not known.
func (m *model) nextTry(a flow.Attempt) string {
	u, known := m.tries[a.OutTradeNo]
	if !known && m.inHand(a.OutTradeNo) && m.now.Sub(m.sale.ended) < 2*refreshEvery {
		return m.w.TryNow // it is on its way to the background
	}
	if !known {
		return m.w.TryElsewhere
	}
	wait, is := u.Step.(flow.Wait)
	if !is {
		return m.w.TryNow
	}
	left := wait.Until.Sub(u.Now) - m.now.Sub(u.At)
	if left <= 0 {
		return m.w.TryNow
	}
	return fmt.Sprintf(m.w.TryIn, m.span(left+time.Second-1))
}
