package flow_test

import (
	"testing"
	"time"

	"facetill/flow"
)

// begins reports whether the next step lets the fences begin.
func begins(a flow.Attempt, s flow.Situation) (flow.FencesBegun, bool) {
	if r, is := flow.Next(a, s).(flow.Record); is {
		f, is := r.Facts[0].(flow.FencesBegun)
		return f, is
	}
	return flow.FencesBegun{}, false
}

// S45, state by state: the fences of an intent on one Date begin on a trusted time,
// for what is still driven, once.
func TestS45_WhoseFencesBegin(t *testing.T) {
	now := began.Add(time.Minute)
	s := flow.Situation{Now: now, Sure: true, Recent: true, Trusted: true, SinceSent: -1, Rules: flow.DefaultRules()}
	driven := map[flow.State]bool{flow.Submitting: true, flow.Confirming: true, flow.Reversing: true, flow.NeedsPerson: true, flow.Refused: true}
	for _, state := range flow.States() {
		a := flow.Attempt{State: state, Closing: state == flow.Refused, IntentAt: began, SendBy: began.Add(8 * time.Second), ConfirmBy: began.Add(45 * time.Second)}
		f, is := begins(a, s)
		if is != driven[state] {
			t.Errorf("%s: begun %t", state, is)
		}
		if is && (!f.At.Equal(now) || !f.FenceAt.Equal(now.Add(20*time.Minute))) {
			t.Errorf("%s: from %v to %v", state, f.At, f.FenceAt)
		}
		if !driven[state] {
			continue
		}
		for name, change := range map[string]func(*flow.Attempt, *flow.Situation){
			"one Date":         func(_ *flow.Attempt, s *flow.Situation) { s.Trusted, s.TrustAt = false, now.Add(time.Minute) },
			"begun":            func(a *flow.Attempt, _ *flow.Situation) { a.FenceAt = began.Add(20 * time.Minute) },
			"no intent":        func(a *flow.Attempt, _ *flow.Situation) { a.IntentAt = time.Time{} },
			"nothing to close": func(a *flow.Attempt, _ *flow.Situation) { a.Closing = false },
			"begun of old, too": func(a *flow.Attempt, _ *flow.Situation) {
				a.FenceAt = began.Add(20 * time.Minute)
				a.Live.OldFence = true
			},
		} {
			b, s := a, s
			change(&b, &s)
			want := name == "begun of old, too" || name == "nothing to close" && state != flow.Refused
			if _, is := begins(b, s); is != want {
				t.Errorf("%s, %s: begun %t", state, name, is)
			}
		}
		once, err := flow.Apply(a, f)
		if err != nil || !once.FenceAt.Equal(f.FenceAt) {
			t.Fatalf("%s: until %v, %v", state, once.FenceAt, err)
		}
		if _, is := begins(once, s); is {
			t.Errorf("%s: begun twice", state)
		}
	}
}

// An intent of an older journal that was stamped a day ahead has fences that end
// tomorrow. They begin anew, and never end earlier for it.
func TestOldFencesOfADayAhead(t *testing.T) {
	ahead := began.Add(24 * time.Hour)
	a := flow.Attempt{State: flow.Reversing, IntentAt: ahead, SendBy: ahead.Add(8 * time.Second), FenceAt: ahead.Add(25 * time.Minute)}
	a.Live.OldFence = true
	s := flow.Situation{Now: began, Sure: true, Recent: true, Trusted: true, SinceSent: -1, Rules: flow.DefaultRules()}
	f, is := begins(a, s)
	next, err := flow.Apply(a, f)
	if !is || err != nil || next.FenceAt.Before(a.FenceAt) || next.SendBy.Before(a.SendBy) {
		t.Errorf("begun %t until %v, %v", is, f.FenceAt, err)
	}
	if _, is := begins(next, s); is {
		t.Error("begun twice")
	}
}

// What fences_begun may do to an attempt: they end after they begin and later than
// before, for what is driven alone; and the request may have left until 8 s after.
func TestFencesBegunIsLegal(t *testing.T) {
	fence := began.Add(20 * time.Minute)
	at := began.Add(time.Hour)
	good := flow.FencesBegun{At: at, FenceAt: at.Add(20 * time.Minute)}
	for name, c := range map[string]struct {
		change func(*flow.Attempt)
		f      flow.FencesBegun
		ok     bool
	}{
		"later":                   {f: good, ok: true},
		"ends before it begins":   {f: flow.FencesBegun{At: at.Add(time.Hour), FenceAt: at}},
		"ends as it begins":       {f: flow.FencesBegun{At: at, FenceAt: at}},
		"earlier than before":     {f: flow.FencesBegun{At: began.Add(-time.Hour), FenceAt: fence.Add(-time.Second)}},
		"as before":               {f: flow.FencesBegun{At: began, FenceAt: fence}},
		"paid":                    {change: func(a *flow.Attempt) { a.State = flow.Paid }, f: good},
		"before the intent":       {change: func(a *flow.Attempt) { a.State = flow.Identified }, f: good},
		"refunding":               {change: func(a *flow.Attempt) { a.State = flow.Refunding }, f: good},
		"refused, to be closed":   {change: func(a *flow.Attempt) { a.State, a.Closing = flow.Refused, true }, f: good, ok: true},
		"refused, and closed":     {change: func(a *flow.Attempt) { a.State = flow.Refused }, f: good},
		"before a person":         {change: func(a *flow.Attempt) { a.State = flow.NeedsPerson }, f: good, ok: true},
		"the same moment, longer": {f: flow.FencesBegun{At: began, FenceAt: fence.Add(time.Second)}, ok: true},
	} {
		a := flow.Attempt{State: flow.Confirming, IntentAt: began, SendBy: began.Add(8 * time.Second), FenceAt: fence}
		a.Live.OldFence = true
		if c.change != nil {
			c.change(&a)
		}
		next, err := flow.Apply(a, c.f)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (next.Live.OldFence || !next.FenceAt.Equal(c.f.FenceAt) || !next.SendBy.Equal(c.f.At.Add(8*time.Second))) {
			t.Errorf("%s: %v, send by %v", name, next.FenceAt, next.SendBy)
		}
	}
}
