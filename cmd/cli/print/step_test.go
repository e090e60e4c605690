package print

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow/trace"
	"facetill/tui/text"
)

// stuck is a queue whose reader does not read: a line that has to be told waits.
type stuck struct {
	bytes.Buffer
	free chan struct{}
	deaf bool // takes no offer
}

func (s *stuck) Put(p []byte) func() {
	s.Write(p)
	return func() { <-s.free }
}

func (s *stuck) Offer(p []byte) bool {
	if !s.deaf {
		s.Write(p)
	}
	return !s.deaf
}

// A step waits for nobody, also while a fact waits for its reader; the first line that
// was taken has the schema, and behind the result steps are for people.
func TestStepsWaitForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, talk := &stuck{free: make(chan struct{}), deaf: true}, &stuck{}
		p := NewPrinter(q)
		steps := &Steps{To: p, Behind: TextSteps{To: talk, Words: &text.English}}
		step := trace.Step{N: 1, To: trace.WeChat, Name: "micropay", Done: true, Verdict: "USERPAYING", Proof: "paying"}
		steps.Hear(step)
		q.deaf = false
		go p.Line(TextLine{Type: "text", Text: "fact"})
		synctest.Wait()
		steps.Hear(trace.Step{N: 2, Name: "orderquery"}) // has only begun
		steps.Hear(step)
		go p.End(TextLine{Type: Result})
		synctest.Wait()
		steps.Hear(step)
		close(q.free)
		lines := strings.Split(strings.TrimSpace(q.String()), "\n")
		if len(lines) != 3 || !strings.HasPrefix(lines[0], `{"schema":1,"type":"text"`) || !strings.HasPrefix(lines[1], `{"type":"step","step":2`) {
			t.Errorf("%q", lines)
		}
		if !strings.Contains(talk.String(), "micropay") || !strings.Contains(talk.String(), "asked about in 5 s") {
			t.Errorf("behind the result: %q", talk)
		}
		p = NewPrinter(q)
		(&Steps{To: p}).Hear(step)
		if !strings.Contains(q.String(), `{"schema":1,"type":"step"`) {
			t.Errorf("a step that is first: %q", q)
		}
	})
}

// A row has the moment at which the call was over, so that it stands between facts.
func TestStepText(t *testing.T) {
	s := trace.Step{At: time.Date(2026, 1, 31, 2, 0, 0, 0, time.UTC), Name: "getWxpayfaceCode", Person: true}
	if got := StepText(&text.English, s); !strings.HasPrefix(got, "10:00:00  -> getWxpayfaceCode") || !strings.Contains(got, "waits for the customer") {
		t.Errorf("%q", got)
	}
	s.Done, s.Took, s.Verdict, s.Proof = true, 61*time.Second, "USER_CANCEL", trace.Cancelled
	if got := StepText(&text.English, s); got != "10:01:01  -> getWxpayfaceCode            1:01  USER_CANCEL    the customer left: nothing charged\n" {
		t.Errorf("%q", got)
	}
	if got := StepText(&text.English, trace.Step{Name: "orderquery"}); got != "" {
		t.Errorf("%q", got)
	}
	s = trace.Step{Name: "reverse", Order: "26113022423941918563514641254919", Beside: true, Done: true, Verdict: "SUCCESS", Proof: "reversed"}
	if got := StepText(&text.English, s); !strings.HasSuffix(got, "SUCCESS        order ..254919  taken: a query has to prove it\n") {
		t.Errorf("of another sale: %q", got)
	}
}

// Calls of two sales at once: a line has the next number, whichever call began first.
func TestStepsCountLines(t *testing.T) {
	q := &stuck{}
	steps := &Steps{To: NewPrinter(q)}
	steps.Hear(trace.Step{N: 1, Name: "micropay", Order: "1"})
	steps.Hear(trace.Step{N: 2, Name: "reverse", Order: "2", Done: true})
	steps.Hear(trace.Step{N: 1, Name: "micropay", Order: "1", Done: true})
	lines := strings.Split(q.String(), "\n")
	if !strings.Contains(lines[0], `"step":1,`) || !strings.Contains(lines[0], `"out_trade_no":"2"`) || !strings.Contains(lines[1], `"step":2,`) {
		t.Errorf("%q", lines)
	}
}
