package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"facetill/flow"
)

// schema is the version of the JSON lines. Fields are added, never renamed.
const schema = 1

// printer writes one JSON object a line; the first one carries the schema.
type printer struct {
	mu    sync.Mutex
	w     io.Writer
	begun bool
}

func newPrinter(w io.Writer) *printer { return &printer{w: w} }

// line writes one object. v must encode as an object that is not empty.
func (p *printer) line(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return // our own structs of strings and numbers always encode
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	text := b.Bytes()
	if !p.begun {
		text = append(fmt.Appendf(nil, `{"schema":%d,`, schema), text[1:]...)
		p.begun = true
	}
	_, _ = p.w.Write(text)
}

// factLine is one durable fact of a sale.
type factLine struct {
	Type  string `json:"type"`
	Seq   int    `json:"seq"`
	At    stamp  `json:"at"`
	State string `json:"state"`
	Fact  string `json:"fact"`
	Code  string `json:"code,omitempty"`
}

// ndjson prints the facts of a sale for a program.
type ndjson struct {
	p   *printer
	seq int
}

// Observe numbers the facts by itself: an update that only tells a step is none.
func (n *ndjson) Observe(u flow.Update) {
	if u.Fact == nil {
		return
	}
	n.seq++
	n.p.line(factLine{"fact", n.seq, stamp(u.At), string(u.Attempt.State), u.Fact.Kind(), codeOf(u.Fact)})
}

func (p *printer) result(r result) {
	r.Type = "result"
	p.line(r)
}

// stamp is a time as RFC 3339 in Beijing, absent where there is none.
type stamp time.Time

func (s stamp) IsZero() bool { return time.Time(s).IsZero() }

func (s stamp) MarshalText() ([]byte, error) {
	return []byte(time.Time(s).In(flow.Beijing).Format("2006-01-02T15:04:05.000Z07:00")), nil
}

// codeOf is WeChat's or the device's code of a fact.
func codeOf(f flow.Fact) string {
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
