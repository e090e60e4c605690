package sale

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// stage is a step of a sale as the cashier sees it.
type stage struct {
	name   string
	states []flow.State // in which it runs
}

// stages of the sale in hand. The reversal shows only when there is one.
func stages(c *page.Context) []stage {
	identify := c.Words.StepFace
	if c.Sale().Req.Method == flow.MethodCode {
		identify = c.Words.StepCode
	}
	list := []stage{
		{name: identify, states: []flow.State{"", flow.Opened}},
		{name: c.Words.StepSubmit, states: []flow.State{flow.Identified, flow.Submitting}},
		{name: c.Words.StepConfirm, states: []flow.State{flow.Confirming}},
	}
	if c.Sale().Attempt.State == flow.Reversing || c.Sale().Attempt.State == flow.NeedsPerson {
		list = append(list, stage{name: c.Words.StepReverse, states: []flow.State{flow.Reversing, flow.NeedsPerson}})
	}
	return list
}

// running is the index of the stage that runs.
func running(s *page.InHand, list []stage) int {
	for i, st := range list {
		for _, state := range st.states {
			if state == s.Attempt.State {
				return i
			}
		}
	}
	return len(list)
}

// spent is how long a stage took, or has been running.
func spent(s *page.InHand, st stage, now time.Time) time.Duration {
	var total time.Duration
	for _, state := range st.states {
		begin, seen := s.Since[state]
		if state == "" {
			begin, seen = s.Began, true
		}
		if !seen {
			continue
		}
		end, left := s.Until[state]
		if !left {
			if state != s.Attempt.State {
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
func timeline(c *page.Context, b *draw.Block, left, width int) {
	pad := strings.Repeat(" ", left)
	list := stages(c)
	run := running(c.Sale(), list)
	if !c.Compact() {
		b.Add(pad + stageRow(c, c.Theme.Good, c.Theme.Done, c.Words.StepAmount, text.WithSign(c.Sale().Req.TotalFee), "", width))
	}
	for i, st := range list {
		switch {
		case i == run:
			b.Live(func() string { return pad + runningRow(c, st, width) })
		case c.Compact():
		case i < run:
			b.Add(pad + stageRow(c, c.Theme.Good, c.Theme.Done, st.name, doneText(c, i), seconds(spent(c.Sale(), st, c.Now())), width))
		default:
			b.Add(pad + c.Theme.Muted.Render(c.Fit(" "+c.Theme.Todo+" "+st.name, width)))
		}
	}
}

func doneText(c *page.Context, i int) string {
	switch i {
	case 0:
		if c.Sale().Req.Method == flow.MethodCode {
			return c.Words.NowCodeRead
		}
		if isMinor(c) {
			return c.Words.NowMinor
		}
		return c.Words.NowRecognised
	case 1:
		return c.Words.NowSent
	}
	return ""
}

// isMinor reports whether the terminal said that the customer of the sale in hand is one.
func isMinor(c *page.Context) bool { return c.Sale().Attempt.Face.UnderageState == flow.Minor }

func stageRow(c *page.Context, style theme.Style, mark, name, detail, right string, width int) string {
	room := max(0, width-3-nameWidth-timeWidth)
	return style.Render(" "+mark+" ") + c.Fit(name, nameWidth) + c.Theme.Muted.Render(c.Fit(detail, room)+
		strings.Repeat(" ", max(0, timeWidth-len(right)))+right)
}

// runningRow is drawn for each frame.
func runningRow(c *page.Context, st stage, width int) string {
	spin := c.Theme.Spin[int(c.Now().Sub(c.Sale().Began)/page.LiveTick)%len(c.Theme.Spin)]
	right := seconds(spent(c.Sale(), st, c.Now()))
	return c.Theme.Moving.Accent.Paint(" " + spin + " " + c.Fit(st.name, nameWidth) +
		c.Fit(nowText(c), max(0, width-3-nameWidth-timeWidth)) + strings.Repeat(" ", max(0, timeWidth-len(right))) + right)
}

// seconds with one decimal: a running tenth shows that the till is alive.
func seconds(d time.Duration) string {
	tenths := int64(max(0, d) / (100 * time.Millisecond))
	return fmt.Sprintf("%d.%d s", tenths/10, tenths%10)
}

// nowText says what is being done.
func nowText(c *page.Context) string {
	s := c.Sale()
	switch step := s.Step.(type) {
	case flow.Wait:
		if left := s.Local(step.Until).Sub(c.Now()); s.Clock && left > 0 {
			return fmt.Sprintf(c.Words.NowWait, wholeSeconds(left))
		}
		return c.Words.NowAsk
	case flow.Ask, flow.AskRefund, flow.LookRefunds:
		return c.Words.NowAsk
	case flow.Reverse, flow.SendRefund:
		return c.Words.NowReverse
	case flow.SyncClock:
		return c.Words.NowClock
	case flow.Submit:
		return c.Words.NowSubmit
	}
	switch {
	case s.Stopping != "" && s.BeforeSubmission():
		return c.Words.NowStopping
	case s.Attempt.State == flow.Opened && s.Req.Method == flow.MethodFace:
		return c.Words.NowCapture
	case s.Attempt.State == flow.Reversing:
		return c.Words.NowReverse
	case s.Attempt.State == flow.Submitting:
		return c.Words.NowSubmit
	case s.Attempt.State == flow.Confirming:
		return c.Words.NowAsk
	}
	return c.Words.NowBegin
}

// window is what the bar shows: from when to when this state can last.
func window(c *page.Context) (from, to time.Time, ok bool) {
	s := c.Sale()
	switch s.Attempt.State {
	case "":
		return s.Began, s.Began.Add(c.Opt().ScanTimeout), s.Req.Method == flow.MethodFace
	case flow.Opened, flow.Identified:
		from = s.Since[s.Attempt.State]
		if s.Req.Method == flow.MethodFace && s.Attempt.State == flow.Opened {
			return from, from.Add(c.Opt().ScanTimeout), true
		}
		return from, from.Add(sendWithin), true
	case flow.Submitting, flow.Confirming:
		if s.Clock && !s.Attempt.IntentAt.IsZero() {
			return s.Local(s.Attempt.IntentAt), s.Local(s.Attempt.ConfirmBy), true
		}
		from = s.Since[flow.Submitting]
		if from.IsZero() {
			from = s.Since[s.Attempt.State]
		}
		return from, from.Add(c.Opt().ConfirmWindow), true
	case flow.Reversing:
		if w, isWait := s.Step.(flow.Wait); isWait && s.Clock {
			return s.Since[flow.Reversing], s.Local(w.Until), true
		}
	}
	return time.Time{}, time.Time{}, false
}

// sendWithin is how long a request may take to leave (money rule 1.3).
const sendWithin = 8 * time.Second

func wholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// barRow is drawn for each frame: how much of the window is gone, and the time
// left in words.
func barRow(c *page.Context, width int) string {
	from, to, ok := window(c)
	if !ok {
		return c.Theme.Muted.Render(fmt.Sprintf(c.Words.Elapsed, int(c.Now().Sub(c.Sale().Began)/time.Second)))
	}
	label := c.Words.Overdue
	left, all := to.Sub(c.Now()), to.Sub(from)
	if left > 0 {
		label = fmt.Sprintf(c.Words.Left, wholeSeconds(left))
	}
	elapsed := fmt.Sprintf(c.Words.Elapsed, int(max(0, c.Now().Sub(c.Sale().Began))/time.Second))
	tail := " " + c.Theme.Sep + " " + elapsed
	n := max(4, width-1-ansi.StringWidth(label)-ansi.StringWidth(tail))
	gone := n
	if left > 0 && all > 0 {
		gone = min(n, int(int64(n)*int64(all-left)/int64(all)))
	}
	gone = max(0, gone)
	ink := c.Theme.Moving.Accent
	if left < 10*time.Second {
		ink = c.Theme.Moving.Care
	}
	return ink.Paint(strings.Repeat(c.Theme.Full, gone)) + c.Theme.Moving.Muted.Paint(strings.Repeat(c.Theme.Empty, n-gone)) +
		ink.Paint(" "+label) + c.Theme.Moving.Muted.Paint(tail)
}
