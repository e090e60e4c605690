package tui

import (
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/text"
)

// sale is the attempt in the cashier's hands, and then its result.
type sale struct {
	id   int
	req  flow.SaleRequest
	run  till.Sale // nil until it is admitted
	box  *mailbox
	a    flow.Attempt
	step flow.Step

	began time.Time
	since map[flow.State]time.Time // when each state was first seen
	until map[flow.State]time.Time // and when it was left
	skew  time.Duration            // our clock less WeChat's
	clock bool                     // skew is known

	stopping string        // who asked to cancel or to end the window
	next     secret.Secret // a code to charge as soon as this one is surely dead
	over     bool
	ended    time.Time // when it left the cashier's hands
	err      error
}

// begin makes a sale and asks the till to admit it. From here on no second one
// can begin: the page is another one at once.
func (m *model) begin(r flow.SaleRequest) tea.Cmd {
	r.Cashier = m.opt.Cashier
	m.lastID++
	m.toAmount(0)
	m.scanner.Break()
	m.notice = notice{}
	if r.Method == flow.MethodFace {
		m.lesson = LessonPays // a customer is there once
	} else {
		m.forgetLesson()
	}
	m.member = recognised{} // also one who pays by code after all
	m.doubts = doubts{}     // somebody meant this amount
	m.sale = &sale{id: m.lastID, req: r, box: newMailbox(), began: m.now,
		since: map[flow.State]time.Time{}, until: map[flow.State]time.Time{}}
	return tea.Batch(m.beginCmd(m.sale), m.listenCmd(m.sale.id, m.sale.box), m.wake())
}

func (m *model) onBegun(msg begunMsg) tea.Cmd {
	s := m.sale
	if s == nil || s.id != msg.id {
		return nil
	}
	if msg.err != nil {
		return m.notBegun(s, msg.err)
	}
	s.run = msg.sale
	s.take(flow.Update{Attempt: s.run.Attempt().Plain()}, m.now)
	cmds := []tea.Cmd{m.runCmd(s)}
	if s.stopping != "" {
		cmds = append(cmds, m.cancelCmd(s, s.stopping))
	}
	return tea.Batch(cmds...)
}

// notBegun goes where the refusal belongs. Nothing was opened.
func (m *model) notBegun(s *sale, err error) tea.Cmd {
	var stop *flow.PossibleDuplicateError
	var halt *flow.SalesSuspendedError
	left := m.leaving
	if m.opt.Training != nil {
		_ = m.opt.Training.Customer(LessonPays) // nobody came to the camera
	}
	m.toAmount(s.req.TotalFee)
	switch {
	case left:
		return tea.Quit
	case errors.As(err, &stop):
		m.stopped = newStopped(s.req, stop)
	case m.opt.Copy != nil && errors.Is(err, flow.ErrCopy):
		m.panels = []panel{m.newAdoptForm()}
	case errors.As(err, &halt):
		m.halted = &halted{kind: halt.Kind, why: outside.Plain(halt.Why), fee: s.req.TotalFee}
	default:
		m.warn(m.w.NotBegunSay + m.because(err))
	}
	return m.refresh()
}

// take follows an update. Updates of the journal may come late: an older one
// never replaces a newer one.
func (s *sale) take(u flow.Update, now time.Time) {
	if u.Attempt.State == "" || u.Attempt.Version < s.a.Version {
		return
	}
	if u.Attempt.State != s.a.State {
		s.until[s.a.State] = now
		s.since[u.Attempt.State] = now
	}
	s.a = u.Attempt
	if u.Step != nil {
		s.step = u.Step
	}
	if !u.Now.IsZero() {
		s.skew, s.clock = now.Sub(u.Now), true
	}
}

// onUpdate goes on listening. What is of another sale is news of the
// background: it reaches the two lines below, and nothing else.
func (m *model) onUpdate(msg updateMsg) tea.Cmd {
	var cmds []tea.Cmd
	if s := m.sale; s != nil && s.id == msg.id {
		s.take(msg.u, m.now)
	}
	if m.sale == nil || m.sale.id != msg.id || m.sale.over {
		cmds = append(cmds, m.refresh())
	}
	if a := msg.u.Attempt; !a.Final() || a.Closing || a.State == flow.Paid && !a.Shown {
		cmds = append(cmds, m.listenCmd(msg.id, msg.box))
	}
	return tea.Batch(cmds...)
}

func (m *model) onOver(msg overMsg) tea.Cmd {
	s := m.sale
	if s == nil || s.id != msg.id {
		return m.refresh()
	}
	s.take(flow.Update{Attempt: msg.a}, m.now)
	s.err, s.over, s.ended = msg.err, true, m.now
	var stop *flow.PossibleDuplicateError
	cmds := []tea.Cmd{m.refresh()}
	switch {
	case m.leaving:
		return tea.Quit
	case !s.next.IsZero() && s.money() == text.MoneyNotCharged:
		return tea.Batch(m.refresh(), m.begin(flow.SaleRequest{TotalFee: s.req.TotalFee, Method: flow.MethodCode, AuthCode: s.next}))
	case errors.As(s.err, &stop): // another one came to be paid before its own request
		m.toAmount(s.req.TotalFee)
		m.stopped = newStopped(s.req, stop)
	case s.a.State == flow.Cancelled && s.err == nil && wantsCode(s.a):
		m.toAmount(0)
		m.code = &codeEntry{fee: s.req.TotalFee, why: m.w.CodeFromFace}
	case s.a.State == flow.Cancelled && s.err == nil && s.stopping == "cashier":
		m.toAmount(s.req.TotalFee)
		m.say(m.w.NotCharged + ": " + m.w.CancelledSay)
	default:
		if !s.next.IsZero() {
			s.next = secret.Secret{}
			m.warn(m.w.CodeUnused)
		}
		if s.money() == text.MoneyPaid {
			m.told = told{no: s.a.OutTradeNo}
		}
		cmds = append(cmds, m.bellCmd(s.money()))
	}
	return tea.Batch(append(cmds, m.wake())...)
}

// wantsCode: the customer chose SCAN_PAYMENT on the face screen.
func wantsCode(a flow.Attempt) bool { return a.Code == "SCAN_PAYMENT" }

// beforeSubmission says that nothing was submitted, as far as is known here.
func (s *sale) beforeSubmission() bool { return s.a.State == "" || s.a.State == flow.Opened }

// stopSale asks the till to cancel, or to end the window.
func (m *model) stopSale(by string) tea.Cmd {
	s := m.sale
	s.stopping = by
	if s.run == nil {
		return nil // as soon as it is admitted
	}
	return m.cancelCmd(s, by)
}

// scanDuringSale: while the camera waits the code takes over, but only once the
// face attempt is surely dead; later it is not used.
func (m *model) scanDuringSale(text string) tea.Cmd {
	s := m.sale
	if s.req.Method != flow.MethodFace || !s.beforeSubmission() {
		m.warn(m.w.CodeBusy)
		return nil
	}
	if !s.next.IsZero() {
		m.say(m.w.CodeAgain)
	}
	s.next = secret.New(text)
	if s.stopping != "" {
		return nil
	}
	return m.stopSale("scan")
}

func (m *model) saleKeys() []binding {
	s := m.sale
	esc := binding{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoCancel, Next: true, Do: m.escape}
	if s.beforeSubmission() {
		if s.stopping != "" {
			esc.Label = m.w.EscCancelling
		}
		keys := []binding{esc}
		if s.req.Method == flow.MethodFace && s.stopping == "" {
			keys = append(keys, binding{Cap: m.w.StepCode, Label: m.w.DoScan})
		}
		return keys
	}
	esc.Label, esc.Brief, esc.Next = m.w.DoEnd, m.w.BriefEnd, false
	// Enter is the obvious key of every page; a keypad has no c.
	return []binding{{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoAsk, Next: true, Do: m.askNow},
		{Name: "c", Quiet: true, Do: m.askNow}, esc}
}

// escape cancels at once while nothing was submitted, and asks first afterwards.
func (m *model) escape() tea.Cmd {
	s := m.sale
	switch {
	case s.beforeSubmission() && s.stopping == "":
		return m.stopSale("cashier")
	case s.beforeSubmission() || s.stopping == "end":
		m.warn(m.w.KeyNothing) // it has been asked to
		return nil
	case m.again("end"):
		cmd := m.stopSale("cashier")
		s.stopping = "end"
		return cmd
	}
	return nil
}

func (m *model) askNow() tea.Cmd {
	if m.sale.run == nil {
		return nil
	}
	return m.askCmd(m.sale)
}
