package clock

import (
	"sync"
	"testing"
	"time"
)

var t0 = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

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
		shown, truth := NewWeChat(h), t0
		for _, d := range c.dates {
			h.at.Wall, h.at.Mono, truth = h.at.Wall.Add(d.after), h.at.Mono+d.after, truth.Add(d.after)
			shown.Observe(truth.Add(d.off), h.at)
		}
		r := shown.Read()
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
		c := NewWeChat(h)
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

// hands is a machine whose clocks a test moves.
type hands struct {
	Clock
	at Instant
}

func (h *hands) Now() Instant { return h.at }

func TestWeChat(t *testing.T) {
	h := &hands{at: Instant{Wall: t0, Mono: time.Hour}}
	c := NewWeChat(h)
	step := func(wall, mono time.Duration) {
		h.at.Wall, h.at.Mono = h.at.Wall.Add(wall), h.at.Mono+mono
	}
	want := func(what string, at time.Time, sure bool) {
		t.Helper()
		if got, ok := c.Now(); ok != sure || ok && !got.Equal(at) {
			t.Errorf("%s: %v %v, want %v %v", what, got, ok, at, sure)
		}
	}
	want("before the first answer", time.Time{}, false)
	c.Observe(t0.Add(time.Hour), h.at)
	want("first", t0.Add(time.Hour), true)
	step(3*time.Second, 3*time.Second)
	want("runs", t0.Add(time.Hour+3*time.Second), true)
	c.Observe(t0.Add(time.Hour-9*time.Second), h.at)
	want("a late answer changes nothing", t0.Add(time.Hour+3*time.Second), true)
	c.Observe(t0.Add(time.Hour+4*time.Second), h.at)
	want("behind the Date", t0.Add(time.Hour+4*time.Second), true)
	c.Observe(t0.Add(9*time.Hour), h.at)
	want("one wrong server", t0.Add(time.Hour+4*time.Second), true)
	c.Observe(t0.Add(time.Hour+4*time.Second), h.at)
	c.Observe(t0.Add(9*time.Hour), h.at)
	want("it alone again", t0.Add(time.Hour+4*time.Second), true)
	c.Observe(t0.Add(9*time.Hour), h.at)
	want("two agree", t0.Add(9*time.Hour), true)
	step(time.Minute, time.Second)
	want("the machine slept", time.Time{}, false)
	c.Observe(t0.Add(9*time.Hour+time.Minute), h.at)
	want("asked anew", t0.Add(9*time.Hour+time.Minute), true)
	step(-2*time.Hour, 0)
	want("somebody set the clock", time.Time{}, false)
	step(2*time.Hour, 0)
	if !c.Read().Recent {
		t.Error("not recent at once")
	}
	step(dateAge+time.Second, dateAge+time.Second)
	if c.Read().Recent {
		t.Error("recent after two minutes")
	}
}

// After a step of the wall clock the answers of before are no witnesses: the time
// between them and now is what is in doubt.
func TestTrustIsEarnedAnewAfterADrift(t *testing.T) {
	h := &hands{at: Instant{Wall: t0.Add(24 * time.Hour), Mono: time.Hour}}
	c := NewWeChat(h)
	for i := range 3 {
		if i > 0 {
			h.at.Wall, h.at.Mono = h.at.Wall.Add(time.Minute), h.at.Mono+time.Minute
		}
		c.Observe(t0.Add(time.Duration(i)*time.Minute), h.at)
	}
	if !c.Read().Trusted {
		t.Fatal("not trusted after three answers a minute apart")
	}
	h.at.Wall = h.at.Wall.Add(time.Hour)
	c.Observe(t0.Add(2*time.Minute), h.at)
	if c.Read().Trusted {
		t.Error("trusted by one answer after the wall clock was set")
	}
	h.at.Wall, h.at.Mono = h.at.Wall.Add(time.Minute), h.at.Mono+time.Minute
	c.Observe(t0.Add(3*time.Minute), h.at)
	if !c.Read().Trusted {
		t.Error("not trusted by two answers a minute apart")
	}
}

// However many wrong Dates wait for a second one, two right ones are believed.
func TestLiesDoNotKeepTheTruthOut(t *testing.T) {
	h := &hands{at: Instant{Wall: t0.Add(30 * 24 * time.Hour), Mono: time.Hour}}
	c := NewWeChat(h)
	truth := t0
	step := func(d time.Duration) {
		h.at.Wall, h.at.Mono, truth = h.at.Wall.Add(d), h.at.Mono+d, truth.Add(d)
	}
	for i := range 3 * mostWitnesses {
		c.Observe(truth.Add(time.Duration(i+1)*-time.Hour), h.at)
		step(time.Second)
	}
	c.Observe(truth, h.at)
	step(time.Minute)
	c.Observe(truth, h.at)
	if r := c.Read(); !r.Trusted || !r.Now.Equal(truth) {
		t.Errorf("trusted %t, %v off", r.Trusted, r.Now.Sub(truth))
	}
}

// Answers come while others read the time: go test -race looks at it.
func TestWeChatIsShared(t *testing.T) {
	m := NewMachine()
	c := NewWeChat(m)
	var both sync.WaitGroup
	both.Go(func() {
		for range 100 {
			c.Observe(time.Now(), m.Now())
		}
	})
	both.Go(func() {
		for range 100 {
			c.Read()
		}
	})
	both.Wait()
}
