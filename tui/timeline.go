package tui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// stage is a step of a sale as the cashier sees it.
type stage struct {
	name   string
	states []flow.State // in which it runs
}

// stages of the sale in hand. The reversal shows only when there is one.
func (m *model) stages() []stage {
	identify := m.w.StepFace
	if m.sale.req.Method == flow.MethodCode {
		identify = m.w.StepCode
	}
	list := []stage{
		{name: identify, states: []flow.State{"", flow.Opened}},
		{name: m.w.StepSubmit, states: []flow.State{flow.Identified, flow.Submitting}},
		{name: m.w.StepConfirm, states: []flow.State{flow.Confirming}},
	}
	if m.sale.a.State == flow.Reversing || m.sale.a.State == flow.NeedsPerson {
		list = append(list, stage{name: m.w.StepReverse, states: []flow.State{flow.Reversing, flow.NeedsPerson}})
	}
	return list
}

// running is the index of the stage that runs.
func (s *sale) running(list []stage) int {
	for i, st := range list {
		for _, state := range st.states {
			if state == s.a.State {
				return i
			}
		}
	}
	return len(list)
}

// spent is how long a stage took, or has been running.
func (s *sale) spent(st stage, now time.Time) time.Duration {
	var total time.Duration
	for _, state := range st.states {
		begin, seen := s.since[state]
		if state == "" {
			begin, seen = s.began, true
		}
		if !seen {
			continue
		}
		end, left := s.until[state]
		if !left {
			if state != s.a.State {
				continue
			}
			end = now
		}
		total += end.Sub(begin)
	}
	return total
}

const (
	nameWidth     = 9
	timeWidth     = 8
	timelineWidth = 58
)

// timeline adds the steps: what is done, what runs, what is to come. width is
// that of a row; left is the space before it.
func (m *model) timeline(b *draw.Block, left, width int) {
	pad := strings.Repeat(" ", left)
	list := m.stages()
	run := m.sale.running(list)
	if !m.Compact() {
		b.Add(pad + m.stageRow(m.Theme.Good, m.Theme.Done, m.w.StepAmount, text.WithSign(m.sale.req.TotalFee), "", width))
	}
	for i, st := range list {
		switch {
		case i == run:
			b.Live(func() string { return pad + m.runningRow(st, width) })
		case m.Compact():
		case i < run:
			b.Add(pad + m.stageRow(m.Theme.Good, m.Theme.Done, st.name, m.doneText(i), seconds(m.sale.spent(st, m.now)), width))
		default:
			b.Add(pad + m.Theme.Muted.Render(m.Fit(" "+m.Theme.Todo+" "+st.name, width)))
		}
	}
}

func (m *model) doneText(i int) string {
	switch i {
	case 0:
		if m.sale.req.Method == flow.MethodCode {
			return m.w.NowCodeRead
		}
		return m.w.NowRecognised
	case 1:
		return m.w.NowSent
	}
	return ""
}

func (m *model) stageRow(style theme.Style, mark, name, detail, right string, width int) string {
	room := max(0, width-3-nameWidth-timeWidth)
	return style.Render(" "+mark+" ") + m.Fit(name, nameWidth) + m.Theme.Muted.Render(m.Fit(detail, room)+
		strings.Repeat(" ", max(0, timeWidth-len(right)))+right)
}

// runningRow is drawn for each frame.
func (m *model) runningRow(st stage, width int) string {
	spin := m.Theme.Spin[int(m.now.Sub(m.sale.began)/liveTick)%len(m.Theme.Spin)]
	right := seconds(m.sale.spent(st, m.now))
	return m.Theme.Moving.Accent.Paint(" " + spin + " " + m.Fit(st.name, nameWidth) +
		m.Fit(m.nowText(), max(0, width-3-nameWidth-timeWidth)) + strings.Repeat(" ", max(0, timeWidth-len(right))) + right)
}

// seconds with one decimal: a running tenth shows that the till is alive.
func seconds(d time.Duration) string {
	tenths := int64(max(0, d) / (100 * time.Millisecond))
	return fmt.Sprintf("%d.%d s", tenths/10, tenths%10)
}

// nowText says what is being done.
func (m *model) nowText() string {
	s := m.sale
	switch step := s.step.(type) {
	case flow.Wait:
		if left := s.local(step.Until).Sub(m.now); s.clock && left > 0 {
			return fmt.Sprintf(m.w.NowWait, wholeSeconds(left))
		}
		return m.w.NowAsk
	case flow.Ask, flow.AskRefunds:
		return m.w.NowAsk
	case flow.Reverse, flow.GiveBack:
		return m.w.NowReverse
	case flow.SyncClock:
		return m.w.NowClock
	case flow.Submit:
		return m.w.NowSubmit
	}
	switch {
	case s.stopping != "" && s.beforeSubmission():
		return m.w.NowStopping
	case s.a.State == flow.Opened && s.req.Method == flow.MethodFace:
		return m.w.NowCapture
	case s.a.State == flow.Reversing:
		return m.w.NowReverse
	case s.a.State == flow.Submitting:
		return m.w.NowSubmit
	case s.a.State == flow.Confirming:
		return m.w.NowAsk
	}
	return m.w.NowBegin
}

// local turns WeChat's time into ours.
func (s *sale) local(t time.Time) time.Time { return t.Add(s.skew) }

// window is what the bar shows: from when to when this state can last.
func (m *model) window() (from, to time.Time, ok bool) {
	s := m.sale
	switch s.a.State {
	case "":
		return s.began, s.began.Add(m.opt.ScanTimeout), s.req.Method == flow.MethodFace
	case flow.Opened, flow.Identified:
		from = s.since[s.a.State]
		if s.req.Method == flow.MethodFace && s.a.State == flow.Opened {
			return from, from.Add(m.opt.ScanTimeout), true
		}
		return from, from.Add(sendWithin), true
	case flow.Submitting, flow.Confirming:
		if s.clock && !s.a.IntentAt.IsZero() {
			return s.local(s.a.IntentAt), s.local(s.a.ConfirmBy), true
		}
		from = s.since[flow.Submitting]
		if from.IsZero() {
			from = s.since[s.a.State]
		}
		return from, from.Add(m.opt.ConfirmWindow), true
	case flow.Reversing:
		if w, isWait := s.step.(flow.Wait); isWait && s.clock {
			return s.since[flow.Reversing], s.local(w.Until), true
		}
	}
	return time.Time{}, time.Time{}, false
}

// sendWithin is how long a request may take to leave (money rule 1.3).
const sendWithin = 8 * time.Second

func wholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// barRow is drawn for each frame: how much of the window is gone, and the time
// left in words.
func (m *model) barRow(width int) string {
	from, to, ok := m.window()
	if !ok {
		return m.Theme.Muted.Render(fmt.Sprintf(m.w.Elapsed, int(m.now.Sub(m.sale.began)/time.Second)))
	}
	label := m.w.Overdue
	left, all := to.Sub(m.now), to.Sub(from)
	if left > 0 {
		label = fmt.Sprintf(m.w.Left, wholeSeconds(left))
	}
	elapsed := fmt.Sprintf(m.w.Elapsed, int(max(0, m.now.Sub(m.sale.began))/time.Second))
	tail := " " + m.Theme.Sep + " " + elapsed
	n := max(4, width-1-ansi.StringWidth(label)-ansi.StringWidth(tail))
	gone := n
	if left > 0 && all > 0 {
		gone = min(n, int(int64(n)*int64(all-left)/int64(all)))
	}
	gone = max(0, gone)
	ink := m.Theme.Moving.Accent
	if left < 10*time.Second {
		ink = m.Theme.Moving.Care
	}
	return ink.Paint(strings.Repeat(m.Theme.Full, gone)) + m.Theme.Moving.Muted.Paint(strings.Repeat(m.Theme.Empty, n-gone)) +
		ink.Paint(" "+label) + m.Theme.Moving.Muted.Paint(tail)
}
