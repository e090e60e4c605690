package print

import (
	"fmt"
	"sync"

	"facetill/flow"
	"facetill/flow/trace"
	"facetill/tui/text"
)

// StepLine is one call of the walk.
type StepLine struct {
	Type       string            `json:"type"`
	Step       int               `json:"step" doc:"from 1, in the sequence in which the calls ended; one is missing where nobody read for long"`
	At         Stamp             `json:"at" doc:"when it began, by this machine's clock"`
	System     string            `json:"system" is:"system" doc:"who was called: the terminal's SDK, or an API of WeChat's"`
	Call       string            `json:"call" doc:"the command or the API, as the documents name it"`
	OutTradeNo string            `json:"out_trade_no,omitempty" doc:"the number of the attempt that it is about; absent for what is the terminal's"`
	DurationMS int64             `json:"duration_ms" doc:"how long it took, in milliseconds"`
	Verdict    string            `json:"verdict" doc:"the code of the answer, or why there is none"`
	Proved     string            `json:"proved" is:"proved" doc:"what that is worth to the till"`
	Means      string            `json:"means" doc:"the same for people"`
	Request    map[string]string `json:"request,omitempty" doc:"the fields that were sent, by name; *** is what is not shown: credentials, signatures, a payer's data"`
	Answer     map[string]string `json:"answer,omitempty" doc:"the fields of the answer, likewise; absent where there is none that counts"`
}

// StepOf is the line of a call that is over, the n-th of those.
func StepOf(n int, s trace.Step) StepLine {
	return StepLine{Type: "step", Step: n, At: Stamp(s.At), System: string(s.To), Call: s.Name, OutTradeNo: s.Order,
		DurationMS: s.Took.Milliseconds(), Verdict: s.Verdict, Proved: string(s.Proof), Means: text.English.Means(s.Name, s.Proof),
		Request: byName(s.Request), Answer: byName(s.Answer)}
}

func byName(fields []trace.Field) map[string]string {
	all := map[string]string{}
	for _, f := range fields {
		all[f.Name] = f.Value
	}
	return all
}

// StepText is a call for people, a line of its own. One that has only begun has a line
// where a person stands before a screen: that takes a while. What is about another sale
// than the command names it.
func StepText(w *text.Words, s trace.Step) string {
	const row = "%s  %s %-24s %7s  %-14s %s\n"
	at, of := s.At.Add(s.Took).In(flow.Beijing).Format("15:04:05"), ""
	if s.Beside {
		of = fmt.Sprintf(w.OrderLine, flow.OutTradeNo(s.Order).LastDigits(6)) + "  "
	}
	switch {
	case s.Done:
		return fmt.Sprintf(row, at, arrow, s.Name, w.Took(s.Took), s.Verdict, of+w.Means(s.Name, s.Proof))
	case s.Person:
		return fmt.Sprintf(row, at, arrow, s.Name, "", "", of+w.TracePerson)
	}
	return ""
}

// arrow tells a call from a fact among the lines of a sale.
const arrow = "->"

// TextSteps tells calls to a person, a line each.
type TextSteps struct {
	To    Queue
	Words *text.Words
}

// Wants reports that it does.
func (TextSteps) Wants() bool { return true }

// Hear offers a line.
func (t TextSteps) Hear(s trace.Step) {
	if line := StepText(t.Words, s); line != "" {
		t.To.Offer([]byte(line))
	}
}

// Steps tells calls to a program, a line each, and those behind its last line to people.
type Steps struct {
	To     *Printer
	Behind TextSteps

	mu sync.Mutex // over a number and its line: two sales may be called for at once
	n  int
}

// Wants reports that it does.
func (*Steps) Wants() bool { return true }

// Hear offers the line of a call that is over.
func (s *Steps) Hear(step trace.Step) {
	if s.To.HasEnded() {
		s.Behind.Hear(step)
	} else if step.Done {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.n++
		s.To.Offer(StepOf(s.n, step))
	}
}
