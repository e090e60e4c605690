package tui

import (
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
)

// claims: charges that were found after a restart, one after the other. Somebody
// has to say whether the goods were given (money rule 5.2).
type claims struct {
	busy flow.OutTradeNo // a word is being written down
}

// askedAfter is how long nobody touched a key when the question comes by itself.
const askedAfter = 3 * time.Second

// askClaims opens the question by itself, once for each charge, where no sale is
// in hand and nothing is typed: what was found is not to wait for somebody who
// looks into a list.
func (m *model) askClaims() tea.Cmd {
	if m.page() != pageAmount || m.amount.Text != "" || m.now.Sub(m.touched) < askedAfter {
		return nil
	}
	news := false
	for _, a := range m.unclaimed() {
		if !slices.Contains(m.asked, a.OutTradeNo) {
			m.asked, news = append(m.asked, a.OutTradeNo), true
		}
	}
	if !news {
		return nil
	}
	m.frame.stale = true
	return m.openClaims()
}

func (m *model) openClaims() tea.Cmd {
	if m.page() == pageResult && !m.mayLeave() {
		return nil
	}
	if m.saleUnclaimed() && !m.isPending(m.sale.a.OutTradeNo) {
		m.pending = append(m.pending, m.sale.a) // the list is behind the sale
	}
	if m.unclaimedCount() == 0 {
		m.say(m.w.ClaimNone)
		return nil
	}
	m.toAmount(0)
	m.claims = &claims{}
	return nil
}

// claimKeys: both answers move goods or money, so both want a second press.
func (m *model) claimKeys() []binding {
	return []binding{
		{Name: "g", Cap: "g", Label: m.w.DoGiven, Brief: m.w.BriefGiven, Next: true, Do: func() tea.Cmd { return m.claim("given") }},
		{Name: "b", Cap: "b", Label: m.w.DoGiveBack, Brief: m.w.BriefGiveBack, Stays: true, Do: func() tea.Cmd { return m.claim("back") }},
		{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoLater, Do: m.claimLater},
		{Cap: "0-9", Label: m.w.DoNext, Brief: m.w.BriefNext},
	}
}

// claimLater leaves the question: it waits in the counter.
func (m *model) claimLater() tea.Cmd {
	list := m.unclaimed()
	m.toAmount(0)
	if len(list) > 0 {
		m.say(fmt.Sprintf(m.w.ClaimLater, list[0].OutTradeNo.LastDigits(6)))
	}
	return nil
}

func (m *model) claim(what string) tea.Cmd {
	list := m.unclaimed()
	if len(list) == 0 || m.claims.busy != "" || !m.again(claimArmed(what, list[0])) {
		return m.wake()
	}
	m.claims.busy = list[0].OutTradeNo
	return m.claimCmd(list[0].OutTradeNo, what == "given")
}

// claimArmed: a first press is for the charge that was shown, not for one that took
// its place meanwhile.
func claimArmed(what string, a flow.Attempt) string { return what + " " + string(a.OutTradeNo) }

func (m *model) onClaimed(msg claimedMsg) tea.Cmd {
	if m.claims != nil {
		m.claims.busy = ""
	}
	if msg.err != nil {
		m.warn(m.errText(msg.err))
		return m.refresh()
	}
	m.say(m.w.ClaimDone + ": " + fmt.Sprintf(m.w.OrderLine, msg.no.LastDigits(6)))
	for i, a := range m.pending {
		if a.OutTradeNo == msg.no {
			m.pending = append(m.pending[:i:i], m.pending[i+1:]...)
			break
		}
	}
	if m.claims != nil && m.unclaimedCount() == 0 {
		m.toAmount(0)
	}
	return m.refresh()
}

func (m *model) claimsBody() (b draw.Block) {
	b = m.Block()
	list := m.unclaimed()
	if len(list) == 0 {
		b.Wrap(m.w.ClaimNone, m.Theme.Text)
		return b
	}
	b.Spare(func() { b.Wrap(m.Theme.Warn+" "+m.w.ClaimTitle+" "+m.Theme.Warn, m.Theme.Care) })
	b.Blank()
	b.Spare(func() { b.Large(amountOf(list[0].TotalFee), m.Paint(m.Theme.Digits)) })
	b.Blank()
	b.Center(m.Theme.Strong.Render(m.describe(list[0], m.Width)))
	b.Blank()
	switch m.guard.Armed() {
	case claimArmed("given", list[0]):
		b.Wrap(m.hastily(m.w.ClaimArmedGiven), m.Theme.Accent)
	case claimArmed("back", list[0]):
		b.Wrap(m.hastily(m.w.ClaimArmedBack), m.Theme.Care)
	default:
		b.Wrap(m.w.ClaimSay, m.Theme.Text)
		m.alertToo(&b)
	}
	return b
}
