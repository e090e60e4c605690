package transport

import (
	"errors"
	"sync"
	"time"
)

// avoidFor is how long a host that could not be reached is asked second.
const avoidFor = 3 * time.Minute

// Health remembers which host could not be reached. It only chooses where the
// next request goes first: no request is repeated because of it.
type Health struct {
	mu    sync.Mutex
	avoid map[string]time.Duration // until then, monotonic
}

// Note learns from a call. Only what failed before a byte was written, for a
// reason of the network, speaks against a host.
func (h *Health) Note(host string, now time.Duration, err error) {
	unsent, is := errors.AsType[*UnsentError](err)
	if !is || !Unreachable(unsent.Code) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.avoid == nil {
		h.avoid = map[string]time.Duration{}
	}
	h.avoid[host] = now + avoidFor
}

// Bad reports whether a host is to be asked second.
func (h *Health) Bad(host string, now time.Duration) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	until, avoided := h.avoid[host]
	return avoided && now < until
}
