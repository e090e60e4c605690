package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
)

// Money rules 2.3 and 5.4: a reference that was paid and told is asked for again at
// another process. Its age is that at the call, by WeChat's time, with two witnesses:
// the wall clock, or one more Date a minute later, and no third one.
func TestTheAgeOfAReferenceHasTwoWitnesses(t *testing.T) {
	for name, c := range map[string]struct {
		skew, age, lie time.Duration // of the second Date
		replayed       bool
		dates          int
	}{
		"the wall clock agrees":          {0, 10 * time.Minute, 0, true, 1},
		"another Date agrees":            {3 * time.Hour, 10 * time.Minute, 0, true, 2},
		"another Date says otherwise":    {3 * time.Hour, 10 * time.Minute, 2 * time.Minute, false, 2},
		"young enough at the call":       {3 * time.Hour, 29*time.Minute + 30*time.Second, 0, true, 2},
		"too old at the call":            {3 * time.Hour, 30*time.Minute + time.Second, 0, false, 1},
		"too old, and the clock is true": {0, 30*time.Minute + time.Second, 0, false, 1},
	} {
		s := newStage(t)
		p := s.boot()
		if _, err := p.Shown(context.Background(), p.ring(byRef)); err != nil {
			t.Fatal(err)
		}
		p.die()
		s.pass(c.age)
		s.skew = c.skew
		p = s.boot()
		n, began := 0, s.now
		p.with(p.j, &dated{till: p, date: func() error {
			if n++; n == 2 {
				s.lie = c.lie
			}
			return nil
		}})
		sale, err := p.Begin(context.Background(), byRef, nil)
		_, finished := errors.AsType[*flow.FinishedError](err)
		if c.replayed != (err == nil && sale.Replayed()) || finished == c.replayed || n != c.dates || s.now-began != time.Duration(n-1)*time.Minute {
			t.Errorf("%s: %v after %d Dates and %v", name, err, n, s.now-began)
		}
	}
}

// Money rules 2.3 and 5.4: a call without a network follows a charge whose owner dies
// before it told anybody. The network comes back: it is claimed on two Dates, none of
// which is by itself enough where the wall clock is wrong, and on one where it is right.
func TestAChargeIsClaimedWhenTheNetworkComesBack(t *testing.T) {
	for skew, dates := range map[time.Duration]int{0: 1, 3 * time.Hour: 2} {
		s := newStage(t)
		s.skew = skew
		owner, p := s.boot(), s.boot()
		n, down := 0, errors.New("no route to host")
		p.with(p.j, &dated{till: p, date: func() error {
			if down == nil {
				n++
			}
			return down
		}})
		sale, follows := owner.begin(byRef), p.begin(byRef)
		s.is(must(sale.Run(context.Background())), flow.Paid)
		owner.die()
		down = nil
		a, err := follows.Run(context.Background())
		if err != nil || a.Outcome() != flow.OutcomePaid || n != dates || s.now != time.Duration(dates-1)*time.Minute {
			t.Errorf("the wall clock is %v off: %s after %d Dates and %v, %v", skew, a.Outcome(), n, s.now, err)
		}
	}
}

// Money rule 2.3: the fences of an attempt whose facts cannot be read begin anew, and
// one ORDERNOTEXIST ends nothing.
func TestFencesThatCannotBeRead(t *testing.T) {
	for _, read := range []bool{true, false} {
		s := newStage(t)
		p := s.boot()
		refusedNumber(p, "1", "")
		p.die()
		s.pass(21 * time.Minute)
		p = s.boot()
		if !read {
			p.with(failing{p.j, "timeline"}, p)
		}
		p.recover(5 * time.Second)
		p.with(p.j, p)
		if a := p.read("1"); a.Closing == read {
			t.Errorf("its facts could be read %t: %+v", read, p.facts("1"))
		}
	}
}
