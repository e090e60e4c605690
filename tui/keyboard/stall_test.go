package keyboard

import (
	"testing"
	"time"
)

// A key that came before a late pulse was due has its own time, however late it is
// handled; one behind it may be as old as the stall.
func TestKeyBeforeAStall(t *testing.T) {
	due := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	k := Keyboard{stall: due}
	for _, c := range []struct {
		after time.Duration
		late  bool
	}{{-7 * time.Millisecond, false}, {0, false}, {7 * time.Millisecond, true}} {
		at := due.Add(c.after)
		since, late := k.late(at)
		if late != c.late || since.After(at) || late && since != due {
			t.Errorf("a key %v after the pulse was due: late %t, since %v", c.after, late, since.Sub(due))
		}
	}
}
