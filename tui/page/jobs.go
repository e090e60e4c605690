package page

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"facetill/flow"
	"facetill/flow/field"
)

// Jobs counts commands that touch the till, so that leaving can wait for them:
// a fact that is on its way must not be lost to an exit.
type Jobs struct {
	mu    sync.Mutex
	n     int
	left  chan struct{} // set when leaving; closed when nothing runs
	crash *Crash
}

// Crash is a panic behind the screen: what it said, and where. It has no more than that,
// and a secret prints none of itself.
type Crash struct {
	What  string
	Stack []byte
}

// Error is what it said.
func (c *Crash) Error() string { return "a fault of this program: " + c.What }

// NotePanic notes the first panic of whoever defers it, which goes on: the screen's own
// end gives the terminal back.
func (j *Jobs) NotePanic() {
	r := recover()
	if r == nil {
		return
	}
	j.mu.Lock()
	if j.crash == nil {
		j.crash = &Crash{What: field.Plain(fmt.Sprint(r)), Stack: debug.Stack()}
	}
	j.mu.Unlock()
	panic(r)
}

// Crash returns the panic that ended the screen, nil where none did.
func (j *Jobs) Crash() *Crash {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.crash
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
