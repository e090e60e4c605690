package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"facetill/flow"
	"facetill/flow/field"
)

// schema is the version of the JSON lines. Fields are added, never renamed.
const schema = 1

// printer writes one JSON object a line; the first one carries the schema.
type printer struct {
	mu    sync.Mutex
	w     io.Writer
	begun bool
	ended bool            // the result line was printed: none follows
	rows  map[string]bool // attempts that have a line so far
	mark  bool            // no sale here is real: every line says so
}

func newPrinter(w io.Writer) *printer { return &printer{w: w, rows: map[string]bool{}} }

// line writes one object. v must encode as an object that is not empty.
func (p *printer) line(v any) { p.write(v, false) }

// end writes the result line, once.
func (p *printer) end(v any) { p.write(v, true) }

// hasEnded reports whether the result line was printed.
func (p *printer) hasEnded() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended
}

// count returns how many attempts have a line.
func (p *printer) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.rows)
}

// marked makes every line from here on say that no sale here is real.
func (p *printer) marked() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mark = true
}

func (p *printer) write(v any, last bool) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return // our own structs of strings and numbers always encode
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return // what runs beside the command may have something to say yet
	}
	if a, is := v.(attemptLine); is {
		p.rows[a.OutTradeNo] = true
	}
	p.ended = last
	text := field.JSON(b.Bytes())
	if p.mark && !bytes.Contains(text, []byte(`"simulated":true`)) {
		text = append(bytes.TrimSuffix(text, []byte("}\n")), `,"simulated":true}`+"\n"...)
	}
	if !p.begun {
		text = append(fmt.Appendf(nil, `{"schema":%d,`, schema), text[1:]...)
		p.begun = true
	}
	_, _ = p.w.Write(text)
}

// factLine is one durable fact of a sale.
type factLine struct {
	Type       string `json:"type"`
	Seq        int    `json:"seq,omitempty" doc:"the number of the fact in the journal, from 1, the same in status --timeline; absent for what pay sees and the journal does not keep"`
	Ref        string `json:"ref,omitempty" doc:"your --ref"`
	OutTradeNo string `json:"out_trade_no" doc:"the number of the attempt"`
	At         stamp  `json:"at" doc:"this machine's clock"`
	State      string `json:"state" is:"state" doc:"where the attempt stands after it"`
	Fact       string `json:"fact" doc:"what happened"`
	Code       string `json:"code,omitempty" doc:"WeChat's, the device's or ours"`
}

// factOf is the line of a fact after which a stands; n is its number.
func factOf(n int, at time.Time, a flow.Attempt, f flow.Fact) factLine {
	line := factLine{Type: "fact", Seq: n, OutTradeNo: string(a.OutTradeNo), At: stamp(at), State: string(a.State), Fact: f.Kind(), Code: codeOf(f)}
	if !a.RefMinted {
		line.Ref = a.Sale.Ref
	}
	return line
}

// ndjson prints the facts of a sale for a program.
type ndjson struct{ p *printer }

// Observe prints what happened. A durable fact has the number that the journal
// gave it, which is the attempt's version: a call may go from one attempt of its
// reference to the next, and what a fact is numbered by is never what was printed
// before. What is not kept has no number.
func (n *ndjson) Observe(u flow.Update) {
	if u.Fact == nil {
		return
	}
	seq := 0
	if u.Kept {
		seq = u.Attempt.Version
	}
	n.p.line(factOf(seq, u.At, u.Attempt, u.Fact))
}

// stamp is a time as RFC 3339 in Beijing, absent where there is none.
type stamp time.Time

func (s stamp) IsZero() bool { return time.Time(s).IsZero() }

func (s stamp) MarshalText() ([]byte, error) {
	return []byte(time.Time(s).In(flow.Beijing).Format("2006-01-02T15:04:05.000Z07:00")), nil
}

// codeOf is WeChat's or the device's code of a fact, as it may be shown.
func codeOf(f flow.Fact) string { return flow.PlainCode(storedCode(f)) }

func storedCode(f flow.Fact) string {
	switch f := f.(type) {
	case flow.NothingSent:
		return f.Code
	case flow.SaleCancelled:
		return f.Code
	case flow.PayAnswered:
		return f.Code
	case flow.OrderAsked:
		return f.Code
	case flow.RefusalConfirmed:
		return f.Code
	case flow.ReverseAnswered:
		return f.Code
	}
	return ""
}
