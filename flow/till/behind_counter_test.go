package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// hears notes the facts that an observer is told of.
type hears []string

func (h *hears) Observe(u flow.Update) {
	if u.Fact != nil {
		*h = append(*h, u.Fact.Kind())
	}
}

// slowCamera is a terminal that shows the result for a second.
type slowCamera struct{ camera }

func (d *slowCamera) Tell(ctx context.Context, no flow.OutTradeNo, paid bool) error {
	select {
	case <-ctx.Done():
	case <-time.After(time.Second):
	}
	return d.camera.Tell(ctx, no, paid)
}

// Money rule 6.1: a cashier is free while the terminal still shows the result; who
// closes the till waits for it.
func TestTheTerminalIsToldBehindTheCashiersBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &slowCamera{}
		r := newRig(t, withWeChat(&weChat{}), func(p *flow.Ports) { p.Device = d }).anew(func(p *till.Ports) { p.Cashier = "Li" })
		var h hears
		sale, err := r.Begin(t.Context(), flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, &h)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		a, err := sale.Run(t.Context())
		if err != nil || a.State != flow.Paid || a.Cashier != "Li" || time.Since(start) != 0 || d.told.Load() != 0 || sale.Attempt().State != flow.Paid {
			t.Errorf("%s of %q after %v, told %d times, %v", a.State, a.Cashier, time.Since(start), d.told.Load(), err)
		}
		if r.Wait(); d.told.Load() != 1 || time.Since(start) != time.Second {
			t.Errorf("told %d times after %v", d.told.Load(), time.Since(start))
		}
		if !slices.Contains(h, "paid") {
			t.Errorf("heard %v", h)
		}
	})
}

// Money rules 5.3 and 5.9: only a charge that is not told yet is kept to be shown, and
// it is not drawn where its journal is gone; another fault of its place is none.
func TestWhatIsKeptToBeShown(t *testing.T) {
	odd := errors.New("the folder cannot be read")
	for name, c := range map[string]struct {
		inPlace func() error
		told    bool // by an earlier call of the reference
		refused bool
		lost    error
		known   bool
	}{
		"paid":              {known: true},
		"and its place odd": {inPlace: func() error { return odd }, known: true},
		"its journal gone":  {inPlace: func() error { return flow.ErrGone }, known: true, lost: flow.ErrGone},
		"told already":      {told: true},
		"not charged":       {refused: true},
	} {
		g := &weChat{queries: answers(flow.AnswerNotPay)}
		r := newRig(t, withWeChat(g), func(p *flow.Ports) {
			if c.refused {
				p.Gateway = refusing{g}
			}
		}).anew(func(p *till.Ports) { p.InPlace = c.inPlace })
		ref := byCode(func(q *flow.SaleRequest) { q.Ref = "R-1" })
		ring := func() (flow.Attempt, error) {
			sale, err := r.Begin(t.Context(), ref, mute{})
			if err != nil {
				t.Fatal(err)
			}
			return sale.Run(t.Context())
		}
		a, err := ring()
		if c.told {
			if err = r.Shown(t.Context(), a.OutTradeNo); err == nil {
				a, err = ring()
			}
		}
		if !errors.Is(err, c.lost) || !errors.Is(r.Lost(), c.lost) {
			t.Errorf("%s: %v, lost %v; want %v", name, err, r.Lost(), c.lost)
		}
		if shown := r.Shown(t.Context(), a.OutTradeNo); errors.Is(shown, flow.ErrUnknown) == c.known {
			t.Errorf("%s: shown: %v", name, shown)
		}
	}
}

// refusing is a WeChat that charges nobody.
type refusing struct{ *weChat }

func (refusing) Pay(context.Context, flow.PayRequest) flow.Answer {
	return flow.Answer{Kind: flow.AnswerRefused, Code: "NOTENOUGH"}
}

// What is refused before it begins is no sale, at the counter and of a caller.
func TestWhatDoesNotBegin(t *testing.T) {
	s := &stops{}
	r := newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) { p.Stops = s })
	nothing := byCode(func(q *flow.SaleRequest) { q.TotalFee, q.NewAll = 0, true })
	if sale, err := r.Begin(t.Context(), nothing, mute{}); sale != nil || err == nil {
		t.Errorf("at the counter: %v, %v", sale, err)
	}
	if call, err := r.Call(t.Context(), nothing, mute{}); call != nil || err == nil || len(s.stopped) != 0 {
		t.Errorf("of a caller: %v, %v; stopped %v", call, err, s.stopped)
	}
}

// noted is what a journal remembers of stopped sales, and of which lane and amount;
// it may fail.
type noted struct {
	till.Stops
	what []string
	err  error
}

func (s *noted) Stopped(_ context.Context, lane string, fee flow.Fen, p flow.Press, _ time.Time) error {
	s.what = append(s.what, "stopped "+lane+" "+fee.Yuan())
	return s.err
}

func (s *noted) StoppedAt(context.Context, string, flow.Fen, time.Time) (flow.Press, bool, error) {
	s.what = append(s.what, "asked")
	return flow.Press{Seq: 7}, true, s.err
}

// Money rule 5.3: what is remembered of a call's stop, and what is not: a sale that
// nothing stopped or a word let on, one with a reference, and a till that remembers
// nothing. That it could not be remembered is warned of, and stops no sale.
func TestWhatIsRememberedOfACall(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*flow.SaleRequest)
		open   bool
		fails  error
		forget bool
		want   []string
		warned int
	}{
		"nothing stopped it":        {change: func(*flow.SaleRequest) {}},
		"stopped":                   {change: func(*flow.SaleRequest) {}, open: true, want: []string{"stopped L 12.80 yuan"}},
		"let on":                    {change: func(q *flow.SaleRequest) { q.NewAll = true }, open: true},
		"with a reference":          {change: func(q *flow.SaleRequest) { q.NewAll, q.Ref = true, "R-1" }, open: true},
		"and could not be recorded": {change: func(*flow.SaleRequest) {}, open: true, fails: errUnread, want: []string{"stopped L 12.80 yuan"}, warned: 1},
		"a till without memory":     {change: func(*flow.SaleRequest) {}, open: true, forget: true},
	} {
		s, warned := &noted{err: c.fails}, 0
		r := newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) {
			if p.Stops = s; c.forget {
				p.Stops = nil
			}
			p.Warn = func(what string, err error) {
				if what == "stopped" && errors.Is(err, c.fails) {
					warned++
				}
			}
		})
		if c.open {
			r.leave(order(noon), charged(noon)...)
		}
		asked := byCode(c.change)
		call, err := r.Call(t.Context(), asked, mute{})
		if err == nil {
			_, err = call.Run(t.Context(), nil)
		}
		if stopped := c.open && !asked.NewAll; (err != nil) != stopped || !slices.Equal(s.what, c.want) || warned != c.warned {
			t.Errorf("%s: remembered %q, warned %d times, %v", name, s.what, warned, err)
		}
	}
}

// Which calls have a press of before: those that name what was shown, where somebody
// remembers it.
func TestWhoIsAskedForAPress(t *testing.T) {
	for _, c := range []struct {
		named, ref, memory bool
	}{{true, false, true}, {false, false, true}, {true, true, true}, {true, false, false}} {
		s := &noted{}
		r := newRig(t).anew(func(p *till.Ports) {
			if c.memory {
				p.Stops = s
			}
		})
		a := r.leave(order(noon), charged(noon)...)
		q := flow.SaleRequest{TotalFee: 1280}
		if c.named {
			q.New = []flow.OutTradeNo{a.OutTradeNo}
		}
		if c.ref {
			q.Ref = "R-1"
		}
		err := r.Named(t.Context(), &q)
		want := c.named && !c.ref && c.memory
		if err != nil || (q.Press != nil) != want || (len(s.what) == 1) != want || want && q.Press.Seq != 7 {
			t.Errorf("%+v: %+v, asked %q, %v", c, q.Press, s.what, err)
		}
	}
}

// Money rule 5.3: an owner is waited for ten seconds; one's own charge, not at all.
func TestHowLongAnOwnerIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &owned{}
		r := newRig(t, func(p *flow.Ports) { p.Journal = j })
		start := time.Now()
		err := r.CallerTold(t.Context(), flow.Attempt{Order: flow.Order{OutTradeNo: "1"}, State: flow.Paid})
		if took := time.Since(start); !errors.Is(err, flow.ErrOwned) || took < 10*time.Second || took > 10200*time.Millisecond {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// A coupon is what the part told lacks; a part that was not told lacks nothing.
func TestWhatAPartLacks(t *testing.T) {
	for part, want := range map[flow.Fen]flow.Fen{0: 0, -1: 0, 1: 1279, 1279: 1, 1280: 0, 1281: 0} {
		if got := till.Missing(1280, part); got != want {
			t.Errorf("%s of 12.80: %s", part, got)
		}
	}
}

// Recognising a member is over with its call, and then it was nobody.
func TestRecognise(t *testing.T) {
	who, fails := till.Member{Nickname: "Li"}, error(nil)
	r := newRig(t).anew(func(p *till.Ports) {
		p.Recognise = func(context.Context) (till.Member, error) { return who, fails }
	})
	if got, err := r.Recognise(t.Context()); err != nil || got.Nickname != "Li" {
		t.Errorf("%v, %v", got, err)
	}
	fails = errUnread
	if _, err := r.Recognise(t.Context()); !errors.Is(err, errUnread) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if cancel(); true {
		if got, err := r.Recognise(ctx); err != nil || got.Nickname != "" {
			t.Errorf("over: %v, %v", got, err)
		}
	}
}

// The camera's ailment is what was last heard of it.
func TestTheCamera(t *testing.T) {
	r := newRig(t)
	for _, code := range []string{"", "DEVICE_GONE", ""} {
		if r.CameraIs(code); r.Camera() != code {
			t.Errorf("%q, want %q", r.Camera(), code)
		}
	}
}

// Money rule 5.9: a journal that is at home is no copy.
func TestAtHomeIsNoCopy(t *testing.T) {
	r := newRig(t, withWeChat(&weChat{queries: answers(flow.AnswerPaid)})).anew(func(p *till.Ports) { p.Copied = func() error { return nil } })
	if says, err := r.Says(t.Context(), r.leave(order(noon), refused(noon)...)); err != nil || says.Attempt.State != flow.Reversing {
		t.Errorf("%s, %v", says.Attempt.State, err)
	}
}

// A wish to know now reaches what the background drives.
func TestAskNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		g := &weChat{reverses: answers(flow.AnswerLost), queries: answers(flow.AnswerPaying)}
		r := newRig(t, withWeChat(g))
		a := r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now})...)
		stop := r.Recover(t.Context())
		time.Sleep(10 * time.Minute)
		before := g.asked.Load()
		r.AskNow(a.OutTradeNo)
		time.Sleep(time.Second)
		if synctest.Wait(); g.asked.Load() != before+1 {
			t.Errorf("asked %d times, then %d", before, g.asked.Load())
		}
		stop()
	})
}
