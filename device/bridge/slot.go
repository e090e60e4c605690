package bridge

import (
	"sync"

	"facetill/device/wire"
)

// Slot lets one command through at a time, and one that stops beside an
// interactive one. The zero Slot is free.
type Slot struct {
	mu       sync.Mutex
	running  wire.Command // "" when free
	stopping bool
}

// Enter takes the slot for a command; false where it may not run now. leave puts
// the slot back.
func (s *Slot) Enter(cmd wire.Command) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == "" {
		s.running = cmd
		return func() { s.set(func() { s.running = "" }) }, true
	}
	if cmd.Stops() && s.running.Interactive() && !s.stopping {
		s.stopping = true
		return func() { s.set(func() { s.stopping = false }) }, true
	}
	return nil, false
}

func (s *Slot) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// Busy reports whether a command holds the slot.
func (s *Slot) Busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running != ""
}
