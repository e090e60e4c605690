package page

import (
	"context"
	"sync"
	"time"

	"facetill/flow"
)

// Jobs counts commands that touch the till, so that leaving can wait for them:
// a fact that is on its way must not be lost to an exit.
type Jobs struct {
	mu   sync.Mutex
	n    int
	left chan struct{} // set when leaving; closed when nothing runs
}

// start reports whether a command may still begin.
func (j *Jobs) start() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.left != nil {
		return false
	}
	j.n++
	return true
}

func (j *Jobs) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.n--
	if j.n == 0 && j.left != nil {
		close(j.left)
	}
}

// Leave lets nothing begin any more and waits until nothing runs, or for limit.
func (j *Jobs) Leave(limit time.Duration) {
	j.mu.Lock()
	left := make(chan struct{})
	if j.n == 0 {
		close(left)
	}
	j.left = left
	j.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-left:
	case <-timer.C:
	}
}

// Mailbox keeps the newest update of one sale. Updates add up, so a screen that
// is slow misses none that matters, and the flow never waits for a screen.
type Mailbox struct {
	mu sync.Mutex
	C  chan flow.Update
}

// NewMailbox is empty.
func NewMailbox() *Mailbox { return &Mailbox{C: make(chan flow.Update, 1)} }

// Observe replaces what was not read yet. It never blocks.
func (b *Mailbox) Observe(u flow.Update) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case <-b.C:
	default:
	}
	b.C <- u // this is the only sender, and the place is free
}

// wait returns the next update, or false when ctx has ended.
func wait(ctx context.Context, b *Mailbox) (flow.Update, bool) {
	select {
	case u := <-b.C:
		return u, true
	case <-ctx.Done():
		return flow.Update{}, false
	}
}
