package tui

import (
	"context"
	"sync"

	"facetill/flow"
)

// mailbox keeps the newest update of one sale. Updates add up, so a screen that
// is slow misses none that matters, and the flow never waits for a screen.
type mailbox struct {
	mu sync.Mutex
	ch chan flow.Update
}

func newMailbox() *mailbox { return &mailbox{ch: make(chan flow.Update, 1)} }

// Observe replaces what was not read yet. It never blocks.
func (b *mailbox) Observe(u flow.Update) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case <-b.ch:
	default:
	}
	b.ch <- u // this is the only sender, and the place is free
}

// wait gives the next update, or false when ctx has ended.
func (b *mailbox) wait(ctx context.Context) (flow.Update, bool) {
	select {
	case u := <-b.ch:
		return u, true
	case <-ctx.Done():
		return flow.Update{}, false
	}
}
