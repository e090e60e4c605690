package refund

import (
	"slices"
	"time"

	"facetill/flow/clock"
	"facetill/flow/money"
)

const (
	// guardFor is how long a refund stops another of its fee (money rule 4b.2).
	guardFor = 10 * time.Minute
	// pressFor is how old a press may be that begins something.
	pressFor = 60 * time.Second
	// setBack is how far a clock may be set back between press and now.
	setBack = 2 * time.Second
)

// Press is a person's wish: what they saw, when they confirmed it, and how much.
type Press struct {
	Version int           // of the attempt, as it was shown
	At      clock.Instant // of the confirming key, or of the call's begin
	Fee     money.Fen
	All     bool     // the rest: Fee is what was shown as such
	Ref     string   // the caller's reference; the entry that it has answers first
	Beside  []string // numbers that they named: one more, beside these
	Again   string   // the number of an entry that is to be sent again; "" for a new one
}

// Moment is now, on every clock there is.
type Moment struct {
	Running time.Time // WeChat's clock
	Sure    bool      // Running can be relied on
	Now     clock.Instant
}

// IsTooOld reports whether a press may begin nothing any more: a machine that slept
// must not wake and give money back.
func (p Press) IsTooOld(now clock.Instant) bool {
	wall, mono := now.Sub(p.At)
	return wall > pressFor || mono > pressFor || wall < -setBack || mono < 0
}

// Stops returns the entries that stop a press in a sale of this total (money rule 4b.2),
// in the list's order: those that are not known, and those that may be what the person
// means and that they did not name: of its fee, or given in another way where both
// together are more than is left. A fee that is more by itself is stopped by no cash: no
// name lets it begin, it is one of [List.Limits]. It is asked in the list that the append
// then compares by version, so nothing can come between.
func (l List) Stops(total money.Fen, p Press, m Moment) []Entry {
	rest := l.Rest(total)
	if e, is := l.Find(p.Again); is && p.Again != "" && e.IsHeld() {
		rest += e.Amount() // it holds its own
	}
	beyond := p.Fee <= rest && p.Fee+l.Otherwise() > rest
	youngest := 0 // of what was named, as it was first begun
	for _, e := range l {
		if p.names(e) {
			youngest = max(youngest, e.BegunN)
		}
	}
	var stops []Entry
	for _, e := range l {
		given := e.SettledAs == SettledElse && !(p.names(e) && e.ToldN <= p.Version)
		if beyond && given || stopsPress(e, p, m, youngest) {
			stops = append(stops, e)
		}
	}
	return stops
}

// StopsWord returns what stops the word that the customer got the entry in another way
// which a press names as Again (money rule 4b.6): what stops it from being sent again, but
// for what gave the customer nothing. What was begun in its place may have.
func (l List) StopsWord(total money.Fen, p Press, m Moment) []Entry {
	return slices.DeleteFunc(l.Stops(total, p, m), func(e Entry) bool { return !e.IsHeld() && e.SettledAs != SettledElse })
}

func stopsPress(e Entry, p Press, m Moment, youngest int) bool {
	switch {
	case e.Number == p.Again && p.Again != "":
		return false
	case e.State == Entered: // it cannot be named away: its end is not known
		return true
	case !p.means(e):
		return false
	case p.names(e): // as what it was when they saw it
		return e.AcceptedN > p.Version
	case p.Ref != "": // it answers for what the caller began, and nothing for what others did
		return e.State == Elsewhere && e.ToldN == 0
	}
	younger := youngest > 0 && max(e.BegunN, e.AgainN, e.givenN()) > youngest
	return younger || e.isRecent(p, m) || e.ToldN == 0 || e.IsUnsettled() || e.State == Refused ||
		e.AcceptedN > p.Version || e.ToldN > p.Version
}

// givenN is the number of the word by which its customer got it in another way, 0 where
// none has: that moment is as good as a begin.
func (e Entry) givenN() int {
	if e.SettledAs != SettledElse {
		return 0
	}
	return e.ToldN
}

func (p Press) names(e Entry) bool {
	return e.Number != "" && (e.Number == p.Again || slices.Contains(p.Beside, e.Number))
}

// means reports whether an entry may be what the person wants: the same fee, or
// whatever was given back where they want the rest.
func (p Press) means(e Entry) bool { return p.All || p.Fee == e.Fee || p.Fee == e.SeenFee }

// isRecent reports whether an entry was begun in the ten minutes before a press, or given
// in another way, on either clock; a clock that is not sure, and a time that is yet to
// come, tell nothing and count as recent.
func (e Entry) isRecent(p Press, m Moment) bool {
	if e.isOld() {
		return false
	}
	_, since := m.Now.Sub(p.At)
	pressed := m.Running.Add(-since)
	given := e.SettledAs == SettledElse && (pressed.Sub(e.DoneAt) < guardFor || p.At.Wall.Sub(e.DoneAt) < guardFor)
	return !m.Sure || given || pressed.Sub(e.BegunAt) < guardFor ||
		!e.BegunWall.IsZero() && p.At.Wall.Sub(e.BegunWall) < guardFor
}
