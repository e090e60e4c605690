package bridge

import (
	"sync"

	"facetill/device/wire"
)

// Lane lets one command through at a time, and one that stops beside an
// interactive one. The zero Lane is free.
type Lane struct {
	mu       sync.Mutex
	running  wire.Command // "" when free
	stopping bool
}

// Enter takes the lane, or says that it is taken. leave gives it back.
func (l *Lane) Enter(cmd wire.Command) (leave func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.running == "" {
		l.running = cmd
		return func() { l.set(func() { l.running = "" }) }, true
	}
	if cmd.Stops() && l.running.Interactive() && !l.stopping {
		l.stopping = true
		return func() { l.set(func() { l.stopping = false }) }, true
	}
	return nil, false
}

func (l *Lane) set(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// Busy says whether a command holds the lane.
func (l *Lane) Busy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.running != ""
}
