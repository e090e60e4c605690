package field

import (
	"io"
	"sync"
	"unicode/utf8"
)

// Writer passes text on to a terminal without what is hidden: the last fence,
// behind [Plain] of each value. Line feeds and tabs pass, because they are the
// program's own.
type Writer struct {
	mu   sync.Mutex
	w    io.Writer
	rest []byte // the beginning of a character whose end was not written yet
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write passes p on. It reports all of p as written where the rest was, and
// where w took less an error and nothing.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	data := p
	if len(w.rest) > 0 {
		data = append(w.rest, p...)
		w.rest = nil
	}
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		if !utf8.FullRune(data) {
			w.rest = append(w.rest, data...)
			break
		}
		r, width := utf8.DecodeRune(data)
		if r == '\n' || r == '\t' || !Hidden(r) {
			out = utf8.AppendRune(out, r)
		}
		data = data[width:]
	}
	if len(out) == 0 {
		return len(p), nil
	}
	if n, err := w.w.Write(out); err != nil {
		return 0, err
	} else if n < len(out) {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}
