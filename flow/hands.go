package flow

import (
	"sync"
	"time"

	"facetill/flow/clock"
)

// hands is which attempts the sales of this process have, and what they leave to its
// recovery.
type hands struct {
	clock clock.Clock
	kick  chan struct{} // the recovery has something new to look at

	mu       sync.Mutex
	inHand   map[OutTradeNo]bool // driven by a Sale, not by the recovery
	left     map[OutTradeNo]bool // of which what the recovery read last is old; nil without one
	askNow   map[OutTradeNo]bool // the recovery is to make one query now
	closedAt time.Duration       // monotonic: the last closing reverse
}

func newHands(c clock.Clock) *hands {
	return &hands{clock: c, kick: make(chan struct{}, 1), inHand: map[OutTradeNo]bool{}, askNow: map[OutTradeNo]bool{}}
}

// take marks an attempt as driven by a sale; leave leaves it to the recovery.
func (h *hands) take(no OutTradeNo) (leave func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.inHand[no] = true
	return func() {
		h.mu.Lock()
		delete(h.inHand, no)
		if h.left != nil {
			h.left[no] = true
		}
		h.mu.Unlock()
		h.nudge()
	}
}

func (h *hands) taken(no OutTradeNo) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.inHand[no]
}

// reading is said before the recovery reads what is pending.
func (h *hands) reading() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.left = map[OutTradeNo]bool{}
}

// handled reports whether a Sale of this process has an attempt, or had it since
// the recovery began to read: then what was read is old, and the attempt may be paid and
// about to be shown.
func (h *hands) handled(no OutTradeNo) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.inHand[no] || h.left[no]
}

// ask wishes for one query of the recovery.
func (h *hands) ask(no OutTradeNo) {
	h.mu.Lock()
	h.askNow[no] = true
	h.mu.Unlock()
	h.nudge()
}

// asked takes the wish for a query.
func (h *hands) asked(no OutTradeNo) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.askNow[no]
	delete(h.askNow, no)
	return asked
}

// nudge lets the recovery look at the journal again.
func (h *hands) nudge() {
	select {
	case h.kick <- struct{}{}:
	default:
	}
}

// closing notes a closing reverse.
func (h *hands) closing() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closedAt = h.clock.Now().Mono
}

// untilClosing is the time until a closing reverse may be sent.
func (h *hands) untilClosing() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closedAt == 0 {
		return 0
	}
	return h.closedAt + closingGap - h.clock.Now().Mono
}
