package refund

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
)

// play drives a list as the flow does, over answers that come one a call, and writes
// each step with its moment. It ends after so many steps.
type play struct {
	l       List
	v       Live
	s       Situation
	n       int
	answers []Answer
	out     strings.Builder
}

func (p *play) now() string { return p.s.Now.Sub(t0).Round(time.Second).String() }

func (p *play) apply(t *testing.T, facts ...Fact) {
	t.Helper()
	for _, f := range facts {
		next, err := p.l.Apply(total, p.n, f)
		if err != nil {
			t.Fatal(err)
		}
		p.l, p.n = next, p.n+1
	}
}

// answer returns what comes next: what is left out is lost.
func (p *play) answer() Answer {
	if len(p.answers) == 0 {
		return Answer{Kind: AnswerLost}
	}
	a := p.answers[0]
	p.answers = p.answers[1:]
	return a
}

func (p *play) run(t *testing.T, steps int) string {
	t.Helper()
	for range steps {
		step := Next(p.l, p.v, p.s)
		fmt.Fprintf(&p.out, "%10s  %T", p.now(), step)
		switch step := step.(type) {
		case Send:
			e, _ := p.l.Find(step.Number)
			sent := e.Send(p.s)
			p.apply(t, sent)
			a, l := p.answer(), p.l
			fmt.Fprintf(&p.out, " %s %s", a.Kind, a.Code)
			if f, ok := sent.Answer(a, p.s.Now); ok {
				p.apply(t, f)
			}
			p.v = p.v.Heard(l, step, a, p.s.Now, p.s.Trusted)
		case Ask, Look:
			a, l := p.answer(), p.l
			fmt.Fprintf(&p.out, " %s", a.Kind)
			p.apply(t, p.l.Facts(a, p.s.Now)...)
			p.v = p.v.Heard(l, step, a, p.s.Now, p.s.Trusted)
		case Record:
			fmt.Fprintf(&p.out, " %s", step.Facts[0].Kind())
			p.apply(t, step.Facts...)
		case Wait:
			fmt.Fprintf(&p.out, " %s", step.Until.Sub(p.s.Now).Round(time.Second))
			p.s.Now = step.Until
		case Nothing:
			fmt.Fprintf(&p.out, ": %s\n", describe(p.l))
			return p.out.String()
		}
		p.out.WriteString("\n")
	}
	fmt.Fprintf(&p.out, "%10s  ... %s\n", p.now(), describe(p.l))
	return p.out.String()
}

// The steps of each story are in a file: what is asked and sent, and when.
func TestNext(t *testing.T) {
	lost, none := Answer{Kind: AnswerLost}, Answer{Kind: AnswerNone}
	refused := Answer{Kind: AnswerRefused, Code: codeNotEnough}
	row := func(k Kind, status string) Answer {
		return Answer{Kind: k, Seen: []Seen{{Number: one, Status: status, Fee: 3_000}}}
	}
	begin := []Fact{begun(one, 3_000)}
	reversal := []Fact{Begun{OutRefundNo: one, Fee: total, Purpose: Reversal, At: t0}}
	legacy := []Fact{Begun{Fee: total, Purpose: SeenOnly}}
	adopted := Situation{Now: t0, Sure: true, Trusted: true, Adoptions: 1}
	usual := Situation{Now: t0, Sure: true, Trusted: true}
	untrusted := Situation{Now: t0, Sure: true}
	var out strings.Builder
	for _, c := range []struct {
		name    string
		facts   []Fact
		s       Situation
		answers []Answer
		steps   int
	}{
		{"accepted at once, done after three minutes", begin, usual, []Answer{none, {Kind: AnswerAccepted},
			row(AnswerProcessing, StatusProcessing), row(AnswerProcessing, StatusProcessing), row(AnswerSuccess, StatusSuccess)}, 20},
		{"accepted, asked for days", begin, usual, append([]Answer{none, {Kind: AnswerAccepted}}, processing(80)...), 75},
		{"begun, and the network is gone", begin, usual, nil, 12},
		{"the answer is lost, the query finds it", begin, usual, []Answer{none, lost, row(AnswerProcessing, StatusProcessing)}, 4},
		{"the request is lost each time", begin, usual, []Answer{none, lost, none, lost, none, lost, none, lost, none, lost, none, lost, none, lost, none}, 24},
		{"the query is lost, too", begin, usual, []Answer{none, lost, lost, lost, none, {Kind: AnswerAccepted}}, 12},
		{"refused", begin, usual, []Answer{none, refused, none}, 6},
		{"lost, then refused: a query behind the fence ends it", begin, usual, []Answer{none, lost, none, refused, none, none}, 14},
		{"lost, then refused, then found behind the fence", begin, usual, []Answer{none, lost, none, refused, none, row(AnswerSuccess, StatusSuccess)}, 14},
		{"lost, then refused, by a clock nobody vouches for", begin, untrusted, []Answer{none, lost, none, refused, none, none}, 12},
		{"throttled", begin, usual, []Answer{none, {Kind: AnswerThrottled}, {Kind: AnswerAccepted}}, 5},
		{"one too many in its minute", begin, usual, []Answer{none, {Kind: AnswerLost, Code: codeTooMuch}, none, {Kind: AnswerAccepted}}, 6},
		{"a reversal, refused three times", reversal, usual, []Answer{none, refused, none, refused, none, refused, none}, 20},
		{"begun in a journal that was adopted", begin, adopted, []Answer{none, none, row(AnswerProcessing, StatusProcessing)}, 7},
		{"seen by an older journal, without a number", legacy, usual, []Answer{lost, {Kind: AnswerListed}, {Kind: AnswerListed}}, 7},
		{"stuck, then ended there", append(begin[:1:1], heard(one, StatusChange, 3_000)), usual, []Answer{row(AnswerSuccess, StatusSuccess)}, 5},
	} {
		p := play{s: c.s, answers: c.answers}
		p.apply(t, c.facts...)
		fmt.Fprintf(&out, "%s\n%s\n", c.name, p.run(t, c.steps))
	}
	golden.File(t, "testdata/next.txt", strings.ReplaceAll(out.String(), "refund.", ""))
}

func processing(n int) []Answer {
	var all []Answer
	for range n {
		all = append(all, Answer{Kind: AnswerProcessing, Seen: []Seen{{Number: one, Status: StatusProcessing, Fee: 3_000}}})
	}
	return all
}
