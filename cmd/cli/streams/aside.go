package streams

import (
	"bytes"
	"io"
	"sync"
)

// Aside is stdout for people. Where lines are asked for it keeps what would be
// written, for a line of its own: nothing but lines reaches a program.
type Aside struct {
	To    io.Writer
	Keeps func() bool // lines are asked for

	mu   sync.Mutex
	kept bytes.Buffer
}

// Write keeps p or hands it on.
func (a *Aside) Write(p []byte) (int, error) {
	if !a.Keeps() {
		return a.To.Write(p)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.kept.Write(p)
}

// Take returns what was kept, once.
func (a *Aside) Take() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer a.kept.Reset()
	return a.kept.String()
}
