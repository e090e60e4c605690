package bridge

import (
	"sync"

	"facetill/device/wire"
)

// Slot lets one command through at a time, and one that stops beside an
// interactive one. The zero Slot is free.
type Slot struct {
	mu                sync.Mutex
	running, stopping wire.Command // "" when free
}

// Enter takes the slot for a command; false where it may not run now. leave puts
// the slot back.
func (s *Slot) Enter(cmd wire.Command) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	place := &s.running
	if s.running != "" {
		if place = &s.stopping; !cmd.Stops() || !s.running.Interactive() || s.stopping != "" {
			return nil, false
		}
	}
	*place = cmd
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		*place = ""
	}, true
}

// Busy reports whether a command holds the slot.
func (s *Slot) Busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running != ""
}
