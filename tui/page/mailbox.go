package page

import (
	"context"
	"sync"

	"facetill/flow"
)

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

// Wait returns the next update, or false when ctx has ended.
func (b *Mailbox) Wait(ctx context.Context) (flow.Update, bool) {
	select {
	case u := <-b.C:
		return u, true
	case <-ctx.Done():
		return flow.Update{}, false
	}
}
