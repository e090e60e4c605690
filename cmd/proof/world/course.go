package world

import (
	"time"

	"facetill/flow"
)

// Course is how a world is played: who has the turn, what goes wrong where
// nothing is left to chance, and what may be so where several machines are at
// work. Whoever plays in another way embeds [Alone] and says what differs.
type Course interface {
	// Pass lets true time go by, up to a moment since the world began.
	Pass(end time.Duration)
	// Doze is Pass for whoever waits to be woken: it may end early.
	Doze(end time.Duration)
	// Suspend lets true time go by while the machine sleeps.
	Suspend(end time.Duration)
	// Own is an event on the machine of whoever put it on the calendar.
	Own(do func()) func()
	// Point is passed before and after each call of a port and each write.
	Point(name string)
	// Name begins a line of the story.
	Name() string
	// Ports are what a till is started with.
	Ports(flow.Ports) flow.Ports
	// Fate is what the network does to the next request.
	Fate(path string) Fate

	// MayPay reports whether a pay request may leave in that state.
	MayPay(flow.Attempt) bool
	// MayReverse reports whether a reverse may leave in that state.
	MayReverse(flow.Attempt) bool
	// MayBeLate reports whether a refusal may be recorded or said that was true
	// when WeChat was asked and is not any more.
	MayBeLate() bool
	// Paying is a pay request that leaves.
	Paying(flow.OutTradeNo)
	// Wrote is what the journal took.
	Wrote(flow.OutTradeNo, []flow.Fact)
	// CameSecond reports whether an error is that somebody else was quicker.
	CameSecond(error) bool
	// Given is a person's word about an unclaimed charge: the goods were given, or
	// else the money goes back.
	Given(flow.Attempt) bool
	// GivesBack hears that a person gives the rest of an unclaimed charge back by a refund.
	GivesBack(no flow.OutTradeNo, rest flow.Fen)
	// Rechecks is what whoever stays at work asks WeChat about each hour, beside what a
	// recovery drives.
	Rechecks(*Till)
	// Charged judges how many of all attempts are charged.
	Charged(all []flow.Attempt, charged int)
}

// Alone is the course of a world with one till, where dice decide what goes wrong.
type Alone struct{ W *World }

func (c Alone) Pass(end time.Duration)            { c.W.Advance(end) }
func (c Alone) Doze(end time.Duration)            { c.W.Course.Pass(end) }
func (c Alone) Suspend(end time.Duration)         { c.W.Course.Pass(end) }
func (Alone) Own(do func()) func()                { return do }
func (Alone) Point(string)                        {}
func (Alone) Name() string                        { return "" }
func (Alone) Ports(p flow.Ports) flow.Ports       { return p }
func (c Alone) Fate(path string) Fate             { return c.W.Fault.fate(c.W.Rng, path) }
func (Alone) MayPay(a flow.Attempt) bool          { return a.State == flow.Submitting }
func (Alone) MayBeLate() bool                     { return false }
func (Alone) Paying(flow.OutTradeNo)              {}
func (Alone) Wrote(flow.OutTradeNo, []flow.Fact)  {}
func (Alone) CameSecond(error) bool               { return false }
func (Alone) Rechecks(*Till)                      {}
func (Alone) GivesBack(flow.OutTradeNo, flow.Fen) {}

func (Alone) MayReverse(a flow.Attempt) bool {
	return a.State == flow.Reversing || a.State == flow.Refused && a.Closing
}

func (c Alone) Given(a flow.Attempt) bool {
	return c.W.Rng.IntN(2) == 0 || c.W.Judge.Goods[a.OutTradeNo] // the customer left with them
}

func (c Alone) Charged(_ []flow.Attempt, charged int) {
	if charged > 1 {
		c.W.Broken("I2", "%d attempts of one sale are charged", charged)
	}
}
