package print

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"facetill/cmd/cli/print/schema"
	"facetill/flow/field"
)

// Result is the type of the last line.
const Result = schema.Result

// SchemaVersion is of the JSON lines. Fields are added, never renamed.
const SchemaVersion = 1

// Printer writes one JSON object a line; the first one carries the schema.
type Printer struct {
	mu    sync.Mutex
	w     io.Writer
	queue Queue // the same as w; nil where that waits for its reader as it likes
	begun bool
	ended bool            // the result line was printed: none follows
	rows  map[string]bool // attempts that have a line so far
	mark  bool            // no sale here is real: every line says so
}

// Queue is a writer that does not hold up who offers it something.
type Queue interface {
	// Put keeps the sequence; wait waits for the reader as long as a write does.
	Put(p []byte) (wait func())
	// Offer never waits, and returns false where p was left out.
	Offer(p []byte) bool
}

// NewPrinter returns a printer to w.
func NewPrinter(w io.Writer) *Printer {
	queue, _ := w.(Queue)
	return &Printer{w: w, queue: queue, rows: map[string]bool{}}
}

// Line writes one object. v must encode as an object that is not empty.
func (p *Printer) Line(v any) { p.write(v, false) }

// Offer writes one object that nobody has to hear: where the reader is far behind it is
// left out, and nobody waits for it.
func (p *Printer) Offer(v any) {
	text := encoded(v)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || text == nil {
		return
	}
	line := p.marked(text)
	if p.queue != nil && !p.queue.Offer(line) {
		return
	}
	if p.begun = true; p.queue == nil {
		_, _ = p.w.Write(line)
	}
}

// End writes the result line, once.
func (p *Printer) End(v any) { p.write(v, true) }

// HasEnded reports whether the result line was printed.
func (p *Printer) HasEnded() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended
}

// Count returns how many attempts have a line.
func (p *Printer) Count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.rows)
}

// Mark makes every line from here on say that no sale here is real.
func (p *Printer) Mark() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mark = true
}

func (p *Printer) write(v any, last bool) {
	if text := encoded(v); text != nil {
		p.put(text, v, last)()
	}
}

// put writes a line; its wait is for when the lock is free, which who offers a line needs.
func (p *Printer) put(text []byte, v any, last bool) (wait func()) {
	wait = func() {}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return wait // what runs beside the command may have something to say yet
	}
	if a, is := v.(AttemptLine); is {
		p.rows[a.OutTradeNo] = true
	}
	p.ended = last
	text = p.marked(text)
	if p.begun = true; p.queue != nil {
		return p.queue.Put(text)
	}
	_, _ = p.w.Write(text)
	return wait
}

// encoded is one object as a line, nil for what does not encode: our own structs of
// strings and numbers always do.
func encoded(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return nil
	}
	return field.JSON(b.Bytes())
}

// marked adds to a line what the first one has, and each one that is of no real sale.
// mu is held.
func (p *Printer) marked(text []byte) []byte {
	if p.mark && !bytes.Contains(text, []byte(`"simulated":true`)) {
		text = append(bytes.TrimSuffix(text, []byte("}\n")), `,"simulated":true}`+"\n"...)
	}
	if !p.begun {
		text = append(fmt.Appendf(nil, `{"schema":%d,`, SchemaVersion), text[1:]...)
	}
	return text
}
