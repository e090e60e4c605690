package streams

import (
	"errors"
	"io"
	"sync"
	"time"

	"facetill/flow/field"
)

const (
	// writesAhead is how much may wait for a reader that is slow before who writes
	// waits, too: more than a sale ever says.
	writesAhead = 1 << 20
	// offersAhead is how much may wait before what is only offered is left out: the rest
	// of the room is for what has to be told.
	offersAhead = writesAhead / 4
	// writeWithin is how long a write waits for the reader while there is room: in
	// that time almost every reader has it, and stdout and stderr keep their sequence.
	writeWithin = 100 * time.Millisecond
	// HearWithin is how long a sale that is over waits for its caller to read,
	// and HearStopped where a signal wants it to be gone (money rule 5.8).
	HearWithin  = 10 * time.Second
	HearStopped = 300 * time.Millisecond
)

var errUnread = errors.New("the reader does not read")

// Heard is a writer that remembers whether all of it was taken. A reader that
// goes away, or reads nothing, stops nothing (money rule 7.1), but who is not
// heard has told nobody (5.3). After a line that failed none is written any more:
// a line behind a gap would be read as if nothing were missing. Nothing that hides
// or moves a cursor gets through it, whoever wrote it (money rule 6.5).
type Heard struct {
	w     io.Writer
	plain *field.Writer // to w
	// Limit is how long the reader may take nothing while more than writesAhead
	// waits for it; nil or 0 is for ever: a person pages through a list.
	Limit func() time.Duration

	mu      sync.Mutex
	err     error
	waiting [][]byte
	size    int
	taken   int           // how many writes were
	idle    chan struct{} // closed when nothing waits; nil while nothing ever did
}

// NewHeard returns one that writes to w. Its Limit may be set before the first write.
func NewHeard(w io.Writer) *Heard { return &Heard{w: w, plain: field.NewWriter(w)} }

// Write hands p to the reader. It does not wait for one that does not read.
func (h *Heard) Write(p []byte) (int, error) {
	h.Put(p)()
	return len(p), nil
}

// Put is Write for who holds a lock: p has its place among what was written, and wait
// is called when the lock is free.
func (h *Heard) Put(p []byte) (wait func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.err != nil {
		return func() {}
	}
	behind := h.put(p)
	idle, full := h.idle, h.size > writesAhead
	return func() {
		switch {
		case full:
			h.patiently(idle)
		case !behind:
			await(idle, writeWithin)
		}
	}
}

// Offer puts p behind what was written and never waits. Where the reader is far
// behind, p is left out: false.
func (h *Heard) Offer(p []byte) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.err != nil || h.size+len(p) > offersAhead {
		return false
	}
	h.put(p)
	return true
}

// put is called with mu held, and reports whether something waited before p.
func (h *Heard) put(p []byte) (behind bool) {
	behind = len(h.waiting) > 0
	h.waiting, h.size = append(h.waiting, append([]byte(nil), p...)), h.size+len(p)
	if !behind {
		h.idle = make(chan struct{})
		go h.drain(h.idle)
	}
	return behind
}

// patiently waits for a reader that is far behind, as long as it takes something
// now and then. One that takes nothing holds up no command about money: it is
// unheard from then on (money rule 5.3). The limit is asked anew, because a signal
// makes it shorter.
func (h *Heard) patiently(idle <-chan struct{}) {
	for seen, waited := -1, time.Duration(0); !await(idle, writeWithin); waited += writeWithin {
		h.mu.Lock()
		if h.taken != seen {
			seen, waited = h.taken, 0
		}
		if h.Limit != nil {
			if limit := h.Limit(); limit > 0 && waited >= limit && h.err == nil {
				h.err = errUnread
			}
		}
		gone := h.err != nil
		h.mu.Unlock()
		if gone {
			return
		}
	}
}

// drain writes what waits, in sequence, until nothing does. What is being written is
// the first that waits. The last is taken off and nothing seen to wait under one
// lock: who writes later finds nobody at it, and starts another.
func (h *Heard) drain(idle chan struct{}) {
	defer close(idle)
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.waiting) > 0 && h.err == nil {
		p := h.waiting[0]
		h.mu.Unlock()
		_, err := h.plain.Write(p)
		h.mu.Lock()
		if h.err == nil {
			h.err = err
		}
		h.waiting, h.size, h.taken = h.waiting[1:], h.size-len(p), h.taken+1
	}
	h.waiting, h.size = nil, 0
}

// Failed waits until all was taken and returns nil, or the first error. Where a
// limit is given and over, nothing more counts as heard.
func (h *Heard) Failed(limit time.Duration) error {
	h.mu.Lock()
	idle, err := h.idle, h.err
	h.mu.Unlock()
	if err != nil {
		return err
	}
	if idle != nil && !await(idle, limit) {
		h.mu.Lock()
		if h.err == nil && len(h.waiting) > 0 {
			h.err = errUnread
		}
		h.mu.Unlock()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.err
}

// await waits for done, not longer than a limit where one is given.
func await(done <-chan struct{}, limit time.Duration) bool {
	if limit == 0 {
		<-done
		return true
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
