package input

import (
	"time"
	"unicode/utf8"
)

const (
	// graceEnter: one long press of Enter must not act on two pages.
	graceEnter = 700 * time.Millisecond
	// repeatGap: the same key within it is held down, not pressed. Slow
	// keyboards repeat ten times a second.
	repeatGap = 120 * time.Millisecond
	// lonely is how far other characters stay from a key that decides: more than 120 ms.
	lonely = 121 * time.Millisecond
	// lonelyConfirmed is that for the second press of one, after it: a scanner's gap in
	// the midst of a scan, of half a second, is no silence.
	lonelyConfirmed = 520 * time.Millisecond
	// secondPress: the confirming press comes this long after the last press of
	// that key, so that a held one, which repeats sooner, never confirms.
	secondPress = 700 * time.Millisecond
	// armedFor: a press that waits for its confirmation is then forgotten.
	armedFor = 6 * time.Second
	// lostPause ends what is lost. Slow typists take 400 ms a key.
	lostPause = 450 * time.Millisecond
	// lostAmount ends what is lost for a character of an amount: of an amount whose
	// beginning was lost no end may count, and who looks for each key takes 600 ms.
	lostAmount = time.Second
	// deliberate: an Enter this long after an accepted digit is meant.
	deliberate = 80 * time.Millisecond
	// Late: a key or a tick that waited longer was behind a stall.
	Late = 40 * time.Millisecond
)

// Guard keeps one press one action, and a key that was meant for another page
// from acting on this one.
type Guard struct {
	until   time.Time // keys come too early
	enter   time.Time // Enter does
	lost    bool      // all are lost until a pause
	early   bool      // because they came too early
	lastKey string
	last    time.Time
	led     time.Time // the last key before the page changed
	char    time.Time // the last character
	entered time.Time // the last character that an entry of this page took
	armed   armed
	press   press
}

type armed struct {
	what     string
	at, last time.Time
}

// press is a key that decides: it acts when it stayed alone.
type press struct {
	key  string
	at   time.Time
	live bool
}

// Changed notes that the page is another one. byKey is true where a person did it;
// else keys come too early for a grace.
func (g *Guard) Changed(now time.Time, byKey bool, grace time.Duration) {
	g.enter, g.led = now.Add(graceEnter), g.last
	if !byKey {
		g.until = now.Add(grace)
	}
	if !byKey || !g.entered.Equal(g.last) { // else it is that character that changed the page
		g.entered = time.Time{}
	}
	g.Disarm()
	g.press = press{}
}

// Lose loses all keys until a pause.
func (g *Guard) Lose() { g.lost, g.early = true, false }

// Losing reports whether keys are being lost, and whether because they came too
// early.
func (g *Guard) Losing() (lost, early bool) { return g.lost, g.lost && g.early }

// LosesStill reports whether a key that was pressed at the earliest then belongs to
// those that are being lost.
func (g *Guard) LosesStill(soonest time.Time) bool { return g.losesWithin(lostPause, soonest) }

func (g *Guard) losesWithin(pause time.Duration, soonest time.Time) bool {
	return g.lost && soonest.Sub(g.last) < pause
}

// pauseBefore is the pause that a key needs before it to be none of those lost.
func pauseBefore(key string) time.Duration {
	if r, size := utf8.DecodeRuneInString(key); size == len(key) && OfAmount(Half(r)) {
		return lostAmount
	}
	return lostPause
}

// Repeats reports whether a key is the one before it, held down.
func (g *Guard) Repeats(key string, at time.Time) bool {
	return key == g.lastKey && at.Sub(g.last) < repeatGap
}

// Wake notes a key that does nothing but show a page. Held down, it is no press there.
func (g *Guard) Wake(key string, at time.Time) { g.lastKey, g.last = key, at }

// Key notes a key and reports whether it is lost, and whether that is to be said:
// all or none, and a key that is held down is no key. soonest is when it was pressed
// at the earliest. early is true where the page takes no key yet.
func (g *Guard) Key(key string, at, soonest time.Time, early, mayRepeat bool) (lost, say bool) {
	again := key == g.lastKey && at.Sub(g.last) < graceEnter
	// A key that is held down repeats the first time after half a second, and leaves no
	// page that its press has led to.
	held := (g.Repeats(key, at) || key == "ctrl+c" && again && g.led.Equal(g.last)) && !mayRepeat
	meant := key == "enter" && g.follows(soonest)
	g.lost = g.losesWithin(pauseBefore(key), soonest)
	g.Wake(key, at)
	switch {
	case g.lost:
		return true, true
	case meant:
		return false, false
	case at.Before(g.until) || early:
		g.lost, g.early = true, true
		return true, true
	case held:
		return true, false
	case key == "enter" && at.Before(g.enter):
		if !again {
			g.lost, g.early = true, true
		}
		return true, !again
	}
	return false, false
}

// follows: Enter comes after a character of the entry, by no scanner's time.
func (g *Guard) follows(at time.Time) bool {
	return !g.entered.IsZero() && at.Sub(g.entered) >= deliberate
}

// Meant reports whether an Enter is about what was typed: the last character was
// taken by an entry of this page, or is longer ago than a scanner's gap.
func (g *Guard) Meant(at time.Time) bool {
	return g.char.IsZero() || g.entered.Equal(g.char) || at.Sub(g.char) >= lonelyConfirmed
}

// Follows reports whether a key comes so soon after a character that it is no press of
// its own.
func (g *Guard) Follows(at time.Time) bool { return !g.char.IsZero() && at.Sub(g.char) < deliberate }

// Char notes a character, and reports whether another one or an Enter came just
// before it. A press that waited is none any more: its key is returned.
func (g *Guard) Char(at, soonest time.Time) (close bool, undone string) {
	close = !g.char.IsZero() && soonest.Sub(g.char) < lonely
	g.char = at
	if g.press.live && soonest.Sub(g.press.at) < g.stays() {
		undone = g.press.key
		g.press = press{}
	}
	return close, undone
}

// Entered notes that an entry took the last character.
func (g *Guard) Entered(at time.Time) { g.entered = at }

// Press lets a key wait that decides.
func (g *Guard) Press(key string, at time.Time) { g.press = press{key, at, true} }

// Waiting reports whether a press waits.
func (g *Guard) Waiting() bool { return g.press.live }

// Unpress takes the press that waits back.
func (g *Guard) Unpress() (key string) {
	key = g.press.key
	g.press = press{}
	return key
}

// stays is how long the press that waits has to stay alone.
func (g *Guard) stays() time.Duration {
	if g.armed.what != "" && g.press.key != "esc" {
		return lonelyConfirmed
	}
	return lonely
}

// Pressed returns the key that has stayed alone, "" where none has.
func (g *Guard) Pressed(now time.Time) string {
	if !g.press.live || now.Sub(g.press.at) < g.stays() {
		return ""
	}
	return g.Unpress()
}

// Twice is true on the second, deliberate press.
func (g *Guard) Twice(what string, now time.Time) bool {
	if g.armed.what != what {
		g.armed = armed{what, now, now}
		return false
	}
	if now.Sub(g.armed.last) < secondPress {
		g.armed.last = now
		return false
	}
	g.Disarm()
	return true
}

// Armed is what waits for its second press.
func (g *Guard) Armed() string { return g.armed.what }

// ArmedSince is when it was pressed.
func (g *Guard) ArmedSince() time.Time { return g.armed.at }

// Disarm forgets it.
func (g *Guard) Disarm() { g.armed = armed{} }

// Expire forgets a first press that nobody confirmed.
func (g *Guard) Expire(now time.Time) bool {
	if g.armed.what == "" || now.Sub(g.armed.at) < armedFor {
		return false
	}
	g.Disarm()
	return true
}
