package world

import (
	"math/rand/v2"
	"time"

	"facetill/flow"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// Profile is how often things go wrong in one world. Rates differ from world
// to world, by orders of magnitude: with one rate for all, some bugs hide where
// it is too rare and others where nothing ever works.
type Profile struct {
	unsent, requestLost, requestLate, replyLost, forged, foreign, double, page, late, notThere float64

	odd       float64 // the customer is not one who simply pays
	cancel    float64 // the cashier presses Esc
	ask       float64 // the cashier asks now
	suspend   float64
	Crash     float64
	Again     float64 // the POS asks for the same reference again
	Platform  float64 // somebody refunds on the merchant platform
	wrongWall float64
	lie       float64 // the first Dates that a process hears are a day off
	Family    flow.Family
	Healed    bool // faults are over: everything must come to rest
}

func newProfile(r *rand.Rand) Profile {
	rate := func() float64 { // none, rare, often
		switch r.IntN(4) {
		case 0:
			return 0
		case 1:
			return 0.02
		case 2:
			return 0.10
		}
		return 0.35
	}
	p := Profile{unsent: rate() / 2, requestLost: rate() / 2, requestLate: rate() / 2, replyLost: rate(), forged: rate() / 2,
		foreign: rate() / 4, double: rate() / 2, page: rate() / 2, late: rate() / 4, notThere: rate() / 2, odd: 0.2 + r.Float64()*0.7, cancel: rate(), ask: rate(),
		suspend: rate() / 40, Crash: 0.6, Again: rate(), Platform: rate() / 4, wrongWall: 0.3, lie: rate(), Family: flow.FamilyMicropay}
	if r.IntN(4) == 0 {
		p.Family = flow.FamilyFacepay
	}
	return p
}

func (p *Profile) chance(r *rand.Rand, rate float64) bool {
	return !p.Healed && rate > 0 && r.Float64() < rate
}

// Heal ends all faults.
func (p *Profile) Heal() { p.Healed = true }

// Skew is how wrong the machine's wall clock is.
func (p *Profile) Skew(r *rand.Rand) time.Duration {
	if p.wrongWall == 0 || r.Float64() >= p.wrongWall {
		return 0
	}
	return time.Duration(r.IntN(4*3600)-2*3600) * time.Second
}

// unknownReverses are what WeChat may do with a reverse of a number that it has not
// seen: the documents do not say, so the till must be right with each.
var unknownReverses = []sim.UnknownReverse{sim.ReverseBlocks, sim.ReverseCloses, sim.ReverseForgets, sim.ReverseRecalls}

// stopAnswers are what a stopped capture may return: nobody documents it, and a code
// that comes although a stop was asked for must not be charged.
var stopAnswers = []string{"", "ERROR", "SUCCESS"}

// customer is the behaviour number of who stands there. Of one who has shown a code
// the gateway alone sees the oddity.
func (p *Profile) customer(r *rand.Rand, atDevice bool) int {
	switch {
	case r.Float64() >= p.odd:
		return 0
	case atDevice && r.IntN(5) == 0:
		return 1 + r.IntN(10) // the device's own
	}
	return 11 + r.IntN(59)
}

// Fate is what the network does to one request.
type Fate int

const (
	Fine        Fate = iota
	Unsent           // no connection
	RequestLost      // on the way to WeChat
	RequestLate      // it arrives in its own time
	ReplyLost        // what was asked for is done all the same
	Forged           // an answer without the key
	Foreign          // a signed one that is not this request's
	Double           // the request arrives twice
	Page             // an answer that is none of WeChat's
	Late             // an answer that takes its time, or comes too late
	NotThere         // a query is answered where the order has not arrived yet
)

// fate is decided by the call: the face service is let through more often than
// not, because a sale that never comes to a charge proves little.
func (p *Profile) fate(r *rand.Rand, path string) Fate {
	if path == wire.Authinfo.Path && r.IntN(5) > 0 {
		return Fine
	}
	for f, rate := range []float64{Unsent: p.unsent, RequestLost: p.requestLost, RequestLate: p.requestLate,
		ReplyLost: p.replyLost, Forged: p.forged, Foreign: p.foreign, Double: p.double, Page: p.page, Late: p.late, NotThere: p.notThere} {
		if p.chance(r, rate) {
			return Fate(f)
		}
	}
	return Fine
}
