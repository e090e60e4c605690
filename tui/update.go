package tui

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/keyboard"
	"facetill/tui/page"
	"facetill/tui/page/sale"
	"facetill/tui/page/settle"
)

const (
	refreshIdle = 30 * time.Second // reads the lists anew while nothing is open
	// leaveAnyway is how long a quit waits for a camera to stop.
	leaveAnyway = 4 * time.Second
)

// Update routes. One method a message.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer m.Jobs.NotePanic()
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.KeyMsg:
		m.Stale = true
		cmd = m.keyboard.OnKey(msg)
	case Read:
		m.Stale = true
		cmd = m.keyboard.OnRead(msg)
	case keyboard.PulseMsg:
		cmd = tea.Batch(m.followPaid(), m.followWord(), m.keyboard.OnPulse())
	case page.SignedMsg:
		cmd = m.keyboard.Answered(func() tea.Cmd { return m.route(msg) })
	case tea.MouseMsg:
		cmd = m.keyboard.Watched(true, func() tea.Cmd { return m.route(msg) })
	default:
		cmd = m.keyboard.Watched(false, func() tea.Cmd { return m.route(msg) })
	}
	m.feed()
	return m, tea.Batch(cmd, m.keyboard.Pulse())
}

func (m *model) route(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(page.TickMsg); !ok {
		m.Stale = true
	}
	msg = page.Plainly(msg)
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.Resize(msg.Width, msg.Height)
	case tea.MouseMsg:
		return m.onMouse(msg)
	case page.BegunMsg, page.UpdateMsg, page.OverMsg:
		return sale.Update(m.Context, msg)
	case page.ListsMsg:
		return m.onLists(msg)
	case page.ShownMsg:
		return m.onShown(msg)
	case page.RefundToldMsg:
		return m.onWordTold(msg)
	case page.ClaimedMsg:
		return settle.Claimed(m.Context, msg)
	case page.DueMsg:
		sayDue(m.State, msg)
		return nil
	case page.TickMsg:
		return m.onTick(msg)
	}
	if word, is := wordOf(msg); is && !hears(m.State, word.of) {
		return endedLater(m.State, msg, word)
	}
	if m.OnPanel() {
		return m.Top().Update(m.Context, msg)
	}
	return nil
}

// onLists takes what the journal says. Of the sale in hand it matters only once
// the sale is over: its reversal goes on in the background.
func (m *model) onLists(msg page.ListsMsg) tea.Cmd {
	m.Refreshing = false
	settled := msg.Err == nil && !slices.EqualFunc(msg.Pending, m.Pending, sameVersion)
	if settled {
		page.Unasked(m.Context) // there is an answer
	}
	if m.ListErr = msg.Err; msg.Err == nil {
		m.Pending, m.Recent, m.Tries, m.Camera = msg.Pending, msg.Recent, msg.Tries, msg.Camera
	}
	all := slices.Concat(msg.Recent, msg.Pending)
	m.Base.Update(m.Context, msg)
	for _, a := range all {
		if m.InHand(a.OutTradeNo) && m.Sale.Over {
			m.Sale.Take(flow.Update{Attempt: a}, m.Now)
		}
	}
	cmds := []tea.Cmd{m.askClaims()}
	if msg.Err == nil && m.SignsIn() && !m.Locked() && !underWay(m.State) && m.ChangedElsewhere(msg.Seller) {
		cmds = append(cmds, lock(m.State))
	}
	if m.OnPanel() && (settled || follows(m.State)) {
		cmds = append(cmds, m.Top().Update(m.Context, msg))
	}
	if m.RefreshAgain {
		m.RefreshAgain = false
		cmds = append(cmds, m.Refresh())
	}
	return tea.Batch(cmds...)
}

func sameVersion(a, b flow.Attempt) bool {
	return a.OutTradeNo == b.OutTradeNo && a.Version == b.Version
}

func (m *model) onTick(msg page.TickMsg) tea.Cmd {
	if msg.Gen != m.TickGen {
		return nil
	}
	if m.timePasses() || m.WalkHasNews() {
		m.Stale = true
	}
	cmds := []tea.Cmd{m.followPaid(), m.followWord(), m.Tick(), m.askClaims()}
	if locksNow(m.State) {
		cmds = append(cmds, lock(m.State))
	}
	every := refreshIdle
	if m.Counts().Open() > 0 || follows(m.State) || m.Camera != "" || m.cameraFailed() || m.ListErr != nil || m.lastIsBegun() || m.Sale != nil && m.Sale.Over && m.Sale.Attempt.Open() {
		every = page.RefreshEvery
	}
	if p, may := m.Top().(page.Hurrying); may && p.Hurries() {
		every = time.Second
	}
	if m.Now.Sub(m.Refreshed) >= every {
		cmds = append(cmds, m.Refresh())
	}
	if m.Leaving && m.Now.Sub(m.Touched) >= leaveAnyway {
		cmds = append(cmds, tea.Quit)
	}
	return tea.Batch(cmds...)
}

// follows reports whether the page in hand wants to hear every few seconds.
func follows(s *page.State) bool {
	p, may := s.Top().(page.Following)
	return s.OnPanel() && may && p.Follows()
}

// timePasses does what time alone does, and reports whether more than the rows
// with time in them has changed.
func (m *model) timePasses() (changed bool) {
	if m.Notice.Text != "" && !m.Now.Before(m.Notice.Until) {
		m.Notice, changed = page.Notice{}, true
	}
	if m.Guard.Expire(m.Now) {
		changed = true
	}
	if rests := m.restsNow(); rests && !m.Resting {
		m.rest()
		changed = true
	}
	return changed || m.frame.minute != m.minute()
}

// cameraFailed reports that the sale in hand ended with the camera: its end is the
// first that is heard of it, so the till is soon asked how it is.
func (m *model) cameraFailed() bool {
	s := m.Sale
	return s != nil && s.Over && s.Attempt.State == flow.NotSent && strings.HasPrefix(s.Attempt.Code, page.OfDevice)
}

// askedAfter is how long nobody touched a key when the question comes by itself.
const askedAfter = 3 * time.Second

// askClaims opens the question by itself, once for each charge, where no sale is
// in hand and nothing is typed: what was found is not to wait for somebody who
// looks into a list.
func (m *model) askClaims() tea.Cmd {
	if m.At() != page.KindAmount || m.Amount.Text != "" || m.Now.Sub(m.Touched) < askedAfter {
		return nil
	}
	news := false
	for _, a := range m.Unclaimed() {
		if !slices.Contains(m.asked, a.OutTradeNo) {
			m.asked, news = append(m.asked, a.OutTradeNo), true
		}
	}
	if !news {
		return nil
	}
	m.Stale = true
	return settle.OpenClaims(m.Context)
}
