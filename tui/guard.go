package tui

import "time"

const (
	// graceKeys: a key that was on its way when the page changed by itself is
	// not meant for the new page.
	graceKeys = 700 * time.Millisecond
	// gracePaid is longer: PAID has to stand for a second before anything may
	// take it away (money rule 5.3).
	gracePaid = 1100 * time.Millisecond
	// graceEnter: one long press of Enter must not act on two pages.
	graceEnter = 700 * time.Millisecond
	// repeatGap: the same key within it is held down, not pressed. Slow
	// keyboards repeat ten times a second.
	repeatGap = 120 * time.Millisecond
	// secondPress: the confirming press comes this long after the last press of
	// that key, so that a held one, which repeats sooner, never confirms.
	secondPress = 700 * time.Millisecond
	// armedFor: a press that waits for its confirmation is then forgotten.
	armedFor = 6 * time.Second
)

// guard keeps one press one action.
type guard struct {
	until   time.Time // keys are swallowed
	enter   time.Time // Enter is swallowed
	lastKey string
	lastAt  time.Time
	armed   armed
}

type armed struct {
	what     string
	at, last time.Time
}

// changed notes that the page is another one.
func (g *guard) changed(now time.Time, byKey bool, grace time.Duration) {
	g.enter = now.Add(graceEnter)
	if !byKey {
		g.until = now.Add(grace)
	}
	g.disarm()
}

// swallow says whether a key is to do nothing. Digits of an amount may repeat.
func (g *guard) swallow(key string, now time.Time, mayRepeat bool) bool {
	held := key == g.lastKey && now.Sub(g.lastAt) < repeatGap && !mayRepeat
	g.lastKey, g.lastAt = key, now
	return held || now.Before(g.until) || key == "enter" && now.Before(g.enter)
}

// twice is true on the second, deliberate press.
func (g *guard) twice(what string, now time.Time) bool {
	if g.armed.what != what {
		g.armed = armed{what, now, now}
		return false
	}
	if now.Sub(g.armed.last) < secondPress {
		g.armed.last = now
		return false
	}
	g.disarm()
	return true
}

func (g *guard) disarm() { g.armed = armed{} }

// expire forgets a first press that nobody confirmed.
func (g *guard) expire(now time.Time) bool {
	if g.armed.what == "" || now.Sub(g.armed.at) < armedFor {
		return false
	}
	g.disarm()
	return true
}
