package trace

import (
	"slices"
	"sync"
	"sync/atomic"
)

// mostSteps is how many steps a screen remembers: a sale that asks for as long as it
// may has half as many.
const mostSteps = 64

// Recent is a Hearer that keeps the last steps for a screen. The zero value is off.
type Recent struct {
	on atomic.Bool

	mu    sync.Mutex
	steps []Step
	heard int
}

// Switch turns it on or off. What was before it was on is not known.
func (r *Recent) Switch(on bool) { r.on.Store(on) }

// Wants reports whether it is on.
func (r *Recent) Wants() bool { return r.on.Load() }

// Hear keeps a step, in the place of what was known of it.
func (r *Recent) Hear(s Step) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heard++
	if i := slices.IndexFunc(r.steps, func(k Step) bool { return k.N == s.N }); i >= 0 {
		r.steps[i] = s
		return
	}
	if len(r.steps) == mostSteps {
		r.steps = slices.Delete(r.steps, 0, 1)
	}
	r.steps = append(r.steps, s)
}

// Heard is how often something was heard: where it has not changed, nothing has.
func (r *Recent) Heard() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heard
}

// Steps are the last ones, oldest first.
func (r *Recent) Steps() []Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.steps)
}
