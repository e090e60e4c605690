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
	begun bool
	ended bool            // the result line was printed: none follows
	rows  map[string]bool // attempts that have a line so far
	mark  bool            // no sale here is real: every line says so
}

// NewPrinter returns a printer to w.
func NewPrinter(w io.Writer) *Printer { return &Printer{w: w, rows: map[string]bool{}} }

// Line writes one object. v must encode as an object that is not empty.
func (p *Printer) Line(v any) { p.write(v, false) }

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
	if a, is := v.(AttemptLine); is {
		p.rows[a.OutTradeNo] = true
	}
	p.ended = last
	text := field.JSON(b.Bytes())
	if p.mark && !bytes.Contains(text, []byte(`"simulated":true`)) {
		text = append(bytes.TrimSuffix(text, []byte("}\n")), `,"simulated":true}`+"\n"...)
	}
	if !p.begun {
		text = append(fmt.Appendf(nil, `{"schema":%d,`, SchemaVersion), text[1:]...)
		p.begun = true
	}
	_, _ = p.w.Write(text)
}
