package tui

import (
	"io"
	"sync"

	"github.com/charmbracelet/x/term"
)

// output is the terminal as the renderer writes to it. It counts whole writes:
// what did not reach the terminal was shown to nobody (money rule 5.3).
type output struct {
	w io.Writer

	mu     sync.Mutex
	begun  int // writes so far
	mark   int // those that began after it count
	whole  int
	failed bool
}

// outFile is an output that Bubble Tea may ask for its size.
type outFile struct {
	term.File
	out *output
}

func (f outFile) Write(p []byte) (int, error) { return f.out.Write(p) }

// writer is what a program writes to.
func (o *output) writer() io.Writer {
	if f, is := o.w.(term.File); is {
		return outFile{f, o}
	}
	return o
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	o.begun++
	no := o.begun
	o.mu.Unlock()
	n, err := o.w.Write(p)
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case no <= o.mark:
	case err != nil || n < len(p):
		o.failed = true
	default:
		o.whole++
	}
	return n, err
}

// begin counts from now on.
func (o *output) begin() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mark, o.whole, o.failed = o.begun, 0, false
}

// counted is how many whole writes have begun since then, and whether one failed.
func (o *output) counted() (whole int, failed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.whole, o.failed
}
