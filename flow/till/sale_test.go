package till_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"facetill/flow"
	"facetill/flow/till"
)

// paidAtCounter is a sale whose charge nobody has seen yet.
func (r *rig) paidAtCounter() flow.Attempt {
	r.Helper()
	s, err := r.Begin(r.Context(), byCode(), mute{})
	if err != nil {
		r.Fatal(err)
	}
	a, err := s.Run(r.Context())
	if err != nil || a.State != flow.Paid || s.Attempt().State != flow.Paid {
		r.Fatalf("%s, %v", a.State, err)
	}
	return a
}

// Money rules 5.2 and 5.3: a charge is left behind as unclaimed until it is durable
// that it was shown, once, and by who drew it.
func TestShown(t *testing.T) {
	r := newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) { p.Cashier = "7" })
	a := r.paidAtCounter()
	if a.Cashier != "7" {
		t.Errorf("the sale of cashier %q", a.Cashier)
	}
	if left, err := r.Left(t.Context()); err != nil || len(left) != 1 || !left[0].Unclaimed {
		t.Errorf("before it was shown %v is left, %v", left, err)
	}
	if open, err := r.Open(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("a living till has %v open, %v", open, err)
	}
	if err := r.Shown(t.Context(), a.OutTradeNo); err != nil {
		t.Fatal(err)
	}
	if left, err := r.Left(t.Context()); err != nil || len(left) != 0 || r.Lost() != nil {
		t.Errorf("after it %v is left, %v, %v", left, err, r.Lost())
	}
	if err := r.Shown(t.Context(), a.OutTradeNo); !errors.Is(err, flow.ErrUnknown) {
		t.Errorf("shown twice: %v", err)
	}
}

// balky is a journal that takes no fact while it has an error.
type balky struct {
	flow.Journal
	err error
}

func (j *balky) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	if j.err != nil {
		return a, j.err
	}
	return j.Journal.Append(ctx, a, facts...)
}

// Money rules 5.2 and 5.3: what could not be recorded as shown is still to be, and is
// left behind as unclaimed. Where the journal has gone meanwhile the till ends with that.
func TestShownThatIsNotWritten(t *testing.T) {
	j := &balky{}
	r := newRig(t, func(p *flow.Ports) { j.Journal, p.Journal = p.Journal, j }, withWeChat(&weChat{}))
	a := r.paidAtCounter()
	for _, c := range []struct{ err, lost error }{{errors.New("the disk is full"), nil}, {flow.ErrGone, flow.ErrGone}} {
		j.err = c.err
		if err := r.Shown(t.Context(), a.OutTradeNo); !errors.Is(err, c.err) || !errors.Is(r.Lost(), c.lost) {
			t.Errorf("%v: shown %v, lost %v", c.err, err, r.Lost())
		}
		if left, err := r.Left(t.Context()); err != nil || len(left) != 1 {
			t.Errorf("%v: %v is left, %v", c.err, left, err)
		}
	}
	if j.err = nil; r.Shown(t.Context(), a.OutTradeNo) != nil {
		t.Error("it cannot be recorded any more")
	}
}

// blind is a journal that cannot read an attempt while it has an error.
type blind struct {
	flow.Journal
	err error
}

func (j *blind) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	if j.err != nil {
		return flow.Attempt{}, false, j.err
	}
	return j.Journal.Read(ctx, no)
}

// Money rule 5.2: a charge that is not known to be shown is left behind, also where
// the journal cannot be asked about it any more.
func TestLeftThatIsNotRead(t *testing.T) {
	j := &blind{}
	r := newRig(t, func(p *flow.Ports) { j.Journal, p.Journal = p.Journal, j }, withWeChat(&weChat{}))
	a := r.paidAtCounter()
	j.err = errUnread
	if left, err := r.Left(t.Context()); err != nil || len(left) != 1 || left[0].OutTradeNo != a.OutTradeNo || !left[0].Unclaimed {
		t.Errorf("%v is left, %v", left, err)
	}
}

// Money rule 5.9: where the journal has gone PAID is not drawn, and the till ends
// with that.
func TestLost(t *testing.T) {
	r := newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) { p.InPlace = func() error { return flow.ErrGone } })
	s, err := r.Begin(t.Context(), byCode(), mute{})
	if err != nil {
		t.Fatal(err)
	}
	if a, err := s.Run(t.Context()); a.State != flow.Paid || !errors.Is(err, flow.ErrGone) || !errors.Is(r.Lost(), flow.ErrGone) {
		t.Errorf("%s, %v, lost %v", a.State, err, r.Lost())
	}
	r.Wait()
}

// Money rule 5.2: a person's word about a charge ends its being open, either way.
func TestClaim(t *testing.T) {
	for given, want := range map[bool]flow.State{true: flow.Paid, false: flow.Reversing} {
		r := newRig(t, withWeChat(&weChat{}))
		a := r.leave(order(noon), charged(noon)...)
		claim := func() error { return r.Claim(t.Context(), a.OutTradeNo, "Li") }
		if !given {
			claim = func() error {
				_, err := r.Resolve(t.Context(), flow.Resolution{OutTradeNo: a.OutTradeNo, As: flow.ResolvedGiveBack, By: "Li", Reason: "left"}, "")
				return err
			}
		}
		if err := claim(); err != nil {
			t.Fatal(err)
		}
		if a, _, err := r.ports.Journal.Read(t.Context(), a.OutTradeNo); err != nil || a.State != want || a.Unclaimed || a.Open() == given {
			t.Errorf("given %t: %s, unclaimed %t, %v", given, a.State, a.Unclaimed, err)
		}
	}
}

// Money rule 5.2: a charge that a living process has in hand is its own, and a word
// that was not taken is not said to have been.
func TestClaimOfWhatIsInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, withWeChat(&weChat{}))
		a := r.leave(order(noon), charged(noon, flow.LeftUnclaimed{})...)
		if _, err := r.disk.Process("owner").Claim(t.Context(), a.OutTradeNo); err != nil {
			t.Fatal(err)
		}
		if err := r.Claim(t.Context(), a.OutTradeNo, "Li"); !errors.Is(err, flow.ErrOwned) {
			t.Errorf("claimed: %v", err)
		}
	})
}
