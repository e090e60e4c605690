package wx

import (
	"errors"
	"sync"
	"time"
)

// avoidFor is how long a host that could not be reached is asked second.
// WeChat's own SDK stays on the backup for at most three minutes.
const avoidFor = 3 * time.Minute

// hostHealth remembers which host could not be reached. It only chooses where
// the next request goes first: no request is repeated because of it.
type hostHealth struct {
	mu    sync.Mutex
	avoid map[string]time.Duration // until then, monotonic
}

// note learns from a call. Only what failed before a byte was written, for a
// reason of the network, speaks against a host.
func (h *hostHealth) note(host string, now time.Duration, err error) {
	var unsent *unsentError
	if !errors.As(err, &unsent) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch unsent.code {
	case "DNS", "CONNECT", "PROXY", "TLS":
		if h.avoid == nil {
			h.avoid = map[string]time.Duration{}
		}
		h.avoid[host] = now + avoidFor
	}
}

func (h *hostHealth) bad(host string, now time.Duration) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	until, avoided := h.avoid[host]
	return avoided && now < until
}

// first says whether the backup host is to be asked first.
func (c *client) first() (backup bool) {
	now := c.cfg.Clock.Now().Mono
	return c.backup.plain != nil && c.hosts.bad("main", now) && !c.hosts.bad("backup", now)
}

// both are the hosts in the order in which they may be asked; a single one
// without a backup host.
func (c *client) both() []bool {
	if c.backup.plain == nil {
		return []bool{false}
	}
	first := c.first()
	return []bool{first, !first}
}
