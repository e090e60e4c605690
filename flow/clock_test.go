package flow

import (
	"testing"
	"time"
)

// Money rule 2.3, Date by Date: what earns a time trust, what corrects it, and
// what takes the trust away again.
func TestTrustIsEarned(t *testing.T) {
	const day = 24 * time.Hour
	type date struct{ after, off time.Duration } // how long after the last one, how wrong
	right := func(after time.Duration) date { return date{after, 0} }
	for name, c := range map[string]struct {
		wall    time.Duration // how wrong the wall clock is
		dates   []date
		trusted bool
		off     time.Duration // of the time at the end
	}{
		"no answer":                             {dates: nil},
		"one that the wall clock bears out":     {dates: []date{right(0)}, trusted: true},
		"the wall clock 4 min off":              {wall: 4 * time.Minute, dates: []date{right(0)}, trusted: true},
		"the wall clock 6 min off":              {wall: 6 * time.Minute, dates: []date{right(0)}},
		"a day ahead":                           {dates: []date{{0, day}}, off: day},
		"a day ahead, then right":               {dates: []date{{0, day}, right(time.Second)}, trusted: true},
		"a day behind, then right":              {dates: []date{{0, -day}, right(time.Second)}, trusted: true},
		"wall off, two a minute apart":          {wall: day, dates: []date{right(0), right(time.Minute)}, trusted: true},
		"wall off, two 59 s apart":              {wall: day, dates: []date{right(0), right(59 * time.Second)}},
		"wall off, a minute apart, no agreeing": {wall: 3 * day, dates: []date{right(0), {time.Minute, time.Hour}}},
		"wall off, ahead, then right twice":     {wall: 3 * time.Hour, dates: []date{{0, day}, right(time.Second), right(time.Minute)}, trusted: true},
		"wall off, behind, then right twice":    {wall: 3 * time.Hour, dates: []date{{0, -day}, right(time.Second), right(time.Minute)}, trusted: true},
		"wall off, one lie between":             {wall: 3 * time.Hour, dates: []date{right(0), {30 * time.Second, day}, right(30 * time.Second)}, trusted: true},
		"an answer 9 s late agrees":             {wall: day, dates: []date{right(0), {time.Minute, -9 * time.Second}}, trusted: true},
		"a lie does not move a trusted time":    {dates: []date{right(0), {time.Second, day}, {time.Second, day}}, trusted: true},
		"nor a minute of lies beside the wall":  {dates: []date{right(0), {time.Second, day}, {time.Minute, day}}, trusted: true},
		"two that two bear out: nobody":         {wall: 3 * time.Hour, dates: []date{right(0), {time.Second, day}, right(time.Minute), {time.Second, day}}},
		"and it is earned anew": {wall: 3 * time.Hour, dates: []date{right(0), {time.Second, day}, right(time.Minute), {time.Second, day},
			right(time.Second), right(time.Minute)}, trusted: true},
	} {
		h := &hands{at: Instant{Wall: t0.Add(c.wall), Mono: time.Hour}}
		clock, truth := NewWeChatClock(h), t0
		for _, d := range c.dates {
			h.at.Wall, h.at.Mono, truth = h.at.Wall.Add(d.after), h.at.Mono+d.after, truth.Add(d.after)
			clock.Observe(truth.Add(d.off), h.at)
		}
		r := clock.Read()
		if r.Trusted != c.trusted {
			t.Errorf("%s: trusted %t", name, r.Trusted)
		}
		if off := r.Now.Sub(truth); len(c.dates) > 0 && off != c.off {
			t.Errorf("%s: the time is %v off, want %v", name, off, c.off)
		}
		if ahead := r.TrustAt.Sub(r.Now); r.Sure && !r.Trusted && (ahead <= 0 || ahead > trustApart) {
			t.Errorf("%s: the next answer is wanted in %v", name, ahead)
		}
	}
}

// Trust ends with a sleep and with a step of the wall clock, and is earned anew.
func TestTrustIsLost(t *testing.T) {
	for name, step := range map[string]struct{ wall, mono time.Duration }{
		"slept": {time.Hour, time.Second}, "set ahead": {time.Hour, 0}, "set back": {-time.Hour, 0},
	} {
		h := &hands{at: Instant{Wall: t0, Mono: time.Hour}}
		c := NewWeChatClock(h)
		c.Observe(t0, h.at)
		h.at.Wall, h.at.Mono = h.at.Wall.Add(step.wall), h.at.Mono+step.mono
		if r := c.Read(); r.Sure || r.Trusted {
			t.Errorf("%s: sure %t, trusted %t", name, r.Sure, r.Trusted)
		}
		c.Observe(h.at.Wall.Add(24*time.Hour), h.at)
		if r := c.Read(); !r.Sure || r.Trusted {
			t.Errorf("%s, a wrong Date: sure %t, trusted %t", name, r.Sure, r.Trusted)
		}
		h.at.Wall, h.at.Mono = h.at.Wall.Add(time.Second), h.at.Mono+time.Second
		c.Observe(h.at.Wall, h.at)
		if r := c.Read(); !r.Trusted || !r.Now.Equal(h.at.Wall) {
			t.Errorf("%s, a right Date: %v, trusted %t", name, r.Now, r.Trusted)
		}
	}
}

// A step that waits for trust does not spin where answers bring no Date.
func TestFenceStepsWaitForTrust(t *testing.T) {
	a := Attempt{State: Reversing, IntentAt: t0, FenceAt: t0.Add(time.Minute)}
	a.Live.Reverses, a.Live.ReverseAt, a.Live.Asks, a.Live.AskAt, a.Live.Ask = 9, t0.Add(2*time.Minute), 1, t0.Add(2*time.Minute), AnswerNotExist
	s := Situation{Now: t0.Add(3 * time.Minute), Sure: true, Recent: true, TrustAt: t0.Add(3*time.Minute + time.Second), SinceSent: -1, Rules: DefaultRules()}
	if w, is := Next(a, s).(Wait); !is || !w.Until.Equal(s.TrustAt) {
		t.Errorf("untrusted: %#v", Next(a, s))
	}
	s.Now = s.TrustAt
	if step := Next(a, s); step != (SyncClock{}) {
		t.Errorf("a Date may prove it: %#v", step)
	}
	s.Trusted = true
	if step := Next(a, s); step != (Ask{}) {
		t.Errorf("trusted, and the fences are past: %#v", step)
	}
}
