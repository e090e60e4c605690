package main

import (
	"math/rand/v2"
	"time"

	"facetill/flow"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// profile says how often things go wrong in one world. Rates differ from world
// to world, by orders of magnitude: with one rate for all, some bugs hide where
// it is too rare and others where nothing ever works.
type profile struct {
	unsent, requestLost, requestLate, replyLost, forged, foreign, double, page float64

	odd       float64 // the customer is not one who simply pays
	cancel    float64 // the cashier presses Esc
	ask       float64 // the cashier asks now
	suspend   float64
	crash     float64
	again     float64 // the POS asks for the same reference again
	platform  float64 // somebody refunds on the merchant platform
	wrongWall float64
	lie       float64 // the first Dates that a process hears are a day off
	family    flow.Family
	healed    bool // faults are over: everything must come to rest
}

func newProfile(r *rand.Rand) profile {
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
	p := profile{unsent: rate() / 2, requestLost: rate() / 2, requestLate: rate() / 2, replyLost: rate(), forged: rate() / 2,
		foreign: rate() / 4, double: rate() / 2, page: rate() / 2, odd: 0.2 + r.Float64()*0.7, cancel: rate(), ask: rate(),
		suspend: rate() / 40, crash: 0.6, again: rate(), platform: rate() / 4, wrongWall: 0.3, lie: rate(), family: flow.FamilyMicropay}
	if r.IntN(4) == 0 {
		p.family = flow.FamilyFacepay
	}
	return p
}

func (p *profile) chance(r *rand.Rand, rate float64) bool {
	return !p.healed && rate > 0 && r.Float64() < rate
}

// heal ends all faults.
func (p *profile) heal() { p.healed = true }

// skew is how wrong the machine's wall clock is.
func (p *profile) skew(r *rand.Rand) time.Duration {
	if r.Float64() >= p.wrongWall {
		return 0
	}
	return time.Duration(r.IntN(4*3600)-2*3600) * time.Second
}

// unknownReverse is what WeChat does with a reverse of a number that it has not
// seen: the documents do not say, so the till must be right with each.
func (p *profile) unknownReverse(r *rand.Rand) sim.UnknownReverse {
	return []sim.UnknownReverse{sim.ReverseBlocks, sim.ReverseCloses, sim.ReverseForgets, sim.ReverseRecalls}[r.IntN(4)]
}

// gatewayCustomer is one who has shown a code: the gateway alone sees the oddity.
func (p *profile) gatewayCustomer(r *rand.Rand) int {
	if r.Float64() >= p.odd {
		return 0
	}
	return 11 + r.IntN(50)
}

// stopAnswer is what a stopped capture returns: nobody documents it, and a code
// that comes although a stop was asked for must not be charged.
func (p *profile) stopAnswer(r *rand.Rand) string { return []string{"", "ERROR", "SUCCESS"}[r.IntN(3)] }

// customer is the behaviour number of who stands there.
func (p *profile) customer(r *rand.Rand) int {
	if r.Float64() >= p.odd {
		return 0
	}
	if r.IntN(5) == 0 {
		return 1 + r.IntN(10) // the device's own
	}
	return 11 + r.IntN(50)
}

// fate is what the network does to one request.
type fate int

const (
	fateFine fate = iota
	fateUnsent
	fateRequestLost
	fateRequestLate
	fateReplyLost
	fateForged
	fateForeign
	fateDouble
	fatePage
)

// fate is decided by the call: the face service is let through more often than
// not, because a sale that never comes to a charge proves little.
func (p *profile) fate(r *rand.Rand, path string) fate {
	if path == wire.Authinfo.Path && r.IntN(5) > 0 {
		return fateFine
	}
	for f, rate := range []float64{fateUnsent: p.unsent, fateRequestLost: p.requestLost, fateRequestLate: p.requestLate,
		fateReplyLost: p.replyLost, fateForged: p.forged, fateForeign: p.foreign, fateDouble: p.double, fatePage: p.page} {
		if p.chance(r, rate) {
			return fate(f)
		}
	}
	return fateFine
}
