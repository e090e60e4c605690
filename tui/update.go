package tui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// refreshEvery reads the lists anew while something is open, for what other
// processes do; refreshIdle is for when nothing is.
const (
	refreshEvery = 3 * time.Second
	refreshIdle  = 30 * time.Second
	// leaveAnyway is how long a quit waits for a camera to stop.
	leaveAnyway = 4 * time.Second
)

// Update routes. One method a message.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.KeyMsg:
		m.frame.stale = true
		cmd = m.onRead(Read{At: m.keysAt, Keys: []tea.KeyMsg{msg}})
	case Read:
		m.frame.stale = true
		cmd = m.onRead(msg)
	case pulseMsg:
		cmd = m.onPulse()
	case tea.MouseMsg:
		cmd = m.watched(true, func() tea.Cmd { return m.route(msg) })
	default:
		cmd = m.watched(false, func() tea.Cmd { return m.route(msg) })
	}
	m.feed()
	return m, tea.Batch(cmd, m.pulse())
}

func (m *model) route(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(tickMsg); !ok {
		m.frame.stale = true
	}
	msg = plainly(msg)
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.Width, m.Height = msg.Width, msg.Height
	case tea.MouseMsg:
		return m.onMouse(msg)
	case begunMsg:
		return m.onBegun(msg)
	case updateMsg:
		return m.onUpdate(msg)
	case overMsg:
		return m.onOver(msg)
	case listsMsg:
		return m.onLists(msg)
	case toldMsg:
		return m.onTold(msg)
	case claimedMsg:
		return m.onClaimed(msg)
	case tickMsg:
		return m.onTick(msg)
	}
	if p := m.panel(); p != nil {
		return p.hear(m, msg)
	}
	return nil
}

// onLists takes what the journal says. Of the sale in hand it matters only once
// the sale is over: its reversal goes on in the background.
func (m *model) onLists(msg listsMsg) tea.Cmd {
	m.refreshing = false
	settled := msg.err == nil && !slices.EqualFunc(msg.pending, m.pending, sameVersion)
	if m.listErr = msg.err; msg.err == nil {
		m.pending, m.recent, m.tries, m.camera = msg.pending, msg.recent, msg.tries, msg.camera
	}
	all := slices.Concat(msg.recent, msg.pending)
	m.stoppedHears(all)
	for _, a := range all {
		if m.inHand(a.OutTradeNo) && m.sale.over {
			m.sale.take(flow.Update{Attempt: a}, m.now)
		}
	}
	cmds := []tea.Cmd{m.askClaims()}
	if p := m.panel(); p != nil && settled {
		cmds = append(cmds, p.hear(m, msg))
	}
	if m.refreshAgain {
		m.refreshAgain = false
		cmds = append(cmds, m.refresh())
	}
	return tea.Batch(cmds...)
}

func sameVersion(a, b flow.Attempt) bool {
	return a.OutTradeNo == b.OutTradeNo && a.Version == b.Version
}

func (m *model) onTick(msg tickMsg) tea.Cmd {
	if msg.gen != m.tickGen {
		return nil
	}
	if m.timePasses() {
		m.frame.stale = true
	}
	cmds := []tea.Cmd{m.tickTold(), m.tick(), m.askClaims()}
	every := refreshIdle
	if m.openCount() > 0 || m.camera != "" || m.cameraFailed() || m.listErr != nil || m.lastIsBegun() || m.sale != nil && m.sale.over && m.sale.a.Open() {
		every = refreshEvery
	}
	if m.now.Sub(m.refreshed) >= every {
		cmds = append(cmds, m.refresh())
	}
	if m.leaving && m.now.Sub(m.touched) >= leaveAnyway {
		cmds = append(cmds, tea.Quit)
	}
	return tea.Batch(cmds...)
}

// timePasses does what time alone does, and says whether more than the rows
// with time in them has changed.
func (m *model) timePasses() (changed bool) {
	if m.notice.text != "" && !m.now.Before(m.notice.until) {
		m.notice, changed = notice{}, true
	}
	if m.guard.Expire(m.now) {
		changed = true
	}
	if rests := m.restsNow(); rests && !m.resting {
		m.rest()
		changed = true
	}
	return changed || m.frame.minute != m.minute()
}

// openAttempts are those whose end is not known, charges that nobody claimed and
// words by hand that WeChat contradicts, oldest first, without a sale that runs on
// the page.
func (m *model) openAttempts() (list []flow.Attempt) {
	for _, a := range m.pending {
		if (a.Open() || contradicted(a)) && !(m.inHand(a.OutTradeNo) && !m.sale.over) {
			list = append(list, a)
		}
	}
	return list
}

// openCount counts what is not known yet.
func (m *model) openCount() (n int) {
	for _, a := range m.openAttempts() {
		if a.State != flow.Paid && a.Open() {
			n++
		}
	}
	return n
}

// unclaimedCount counts charges that nobody claimed.
func (m *model) unclaimedCount() int { return len(m.unclaimed()) }

// unclaimed gives the charges that nobody claimed, oldest first.
func (m *model) unclaimed() (list []flow.Attempt) {
	for _, a := range m.pending {
		if a.State == flow.Paid && a.Unclaimed {
			list = append(list, a)
		}
	}
	return list
}

func (m *model) isPending(no flow.OutTradeNo) bool {
	return slices.ContainsFunc(m.pending, func(a flow.Attempt) bool { return a.OutTradeNo == no })
}

func (m *model) inHand(no flow.OutTradeNo) bool { return m.sale != nil && m.sale.a.OutTradeNo == no }
