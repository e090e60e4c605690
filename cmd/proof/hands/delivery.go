package hands

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// Delivery is how keys come from the keyboard to the screen.
type Delivery struct {
	Windows bool          // no times: a key is as late as it is handled
	Bundle  time.Duration // keys this near come in one read
	Stall   time.Duration // nothing is handled for so long, once in each act
	From    time.Duration // after the act began
	Whole   bool          // the machine stands still: also who reads the keys
}

// NewDelivery draws one: mostly nothing is in the way.
func NewDelivery(r *rand.Rand) (d Delivery) {
	switch n := r.IntN(20); {
	case n < 11:
	case n < 13:
		d.Windows = true
	case n < 15:
		d.Bundle = time.Duration(5+r.IntN(40)) * time.Millisecond
	default:
		d.Windows = n == 15
		d.Stall = time.Duration(5+r.IntN(80)) * time.Millisecond
		if r.IntN(2) == 0 {
			d.Stall = time.Duration(50+r.IntN(2000)) * time.Millisecond
		}
		d.From = time.Duration(r.Int64N(int64(2 * time.Second)))
		d.Whole = r.IntN(2) == 0
	}
	return d
}

// Even: nothing is in the way of a typist's keys.
func (d Delivery) Even() bool { return d.Bundle == 0 && d.Stall == 0 }

// Unseen is how late a stall makes a key without being seen: keys that wait for longer are
// lost together (money rule 0.1), and where the program alone stands still they have times.
func (d Delivery) Unseen() time.Duration {
	if !d.Whole && !d.Windows {
		return 0
	}
	return min(d.Stall, 40*time.Millisecond)
}

// Lag is how late a key may be handled.
func (d Delivery) Lag() time.Duration { return d.Stall + d.Bundle }

func (d Delivery) String() string {
	text := "keys come one by one"
	if d.Windows {
		text = "a console without times"
	}
	if d.Bundle > 0 {
		text = fmt.Sprintf("keys within %v come in one read", d.Bundle)
	}
	if d.Stall > 0 {
		who := "program"
		if d.Whole {
			who = "machine"
		}
		text += fmt.Sprintf("; the %s stands still for %v after %v of each act", who, d.Stall, d.From)
	}
	return text
}

// Joins reports whether some of a scan's keys come in one read.
func (d Delivery) Joins(s *Scan) bool {
	return d.Bundle > 0 && slices.ContainsFunc(s.Keys[1:], func(k Timed) bool { return k.Gap <= d.Bundle })
}
