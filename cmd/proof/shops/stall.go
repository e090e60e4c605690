package shops

import "time"

// stalls are the writes around which a process may be held up while others go on: a
// slow disk, a busy machine. What is judged by the moment of a write is not among them.
var stalls = map[string]bool{"before open": true, "before identified": true, "before intent": true,
	"before cancelled": true, "after cancelled": true, "before told": true, "pressed": true}

// Point holds a process up, now and then.
func (s *shop) Point(name string) {
	if stalls[name] && s.Turn() != nil && s.w.Chance(s.slow) {
		s.w.Stats.Mark("held up")
		s.w.Pass(time.Duration(s.w.Rng.IntN(5000)) * time.Millisecond)
	}
}
