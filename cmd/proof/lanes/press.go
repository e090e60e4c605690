package lanes

import (
	"time"

	"facetill/flow"
)

// presses are when each number was asked for, and when its end was known to a
// person: told, or a person's word.
type presses struct {
	at, settled map[flow.OutTradeNo]time.Duration
}

func newPresses() presses {
	return presses{map[flow.OutTradeNo]time.Duration{}, map[flow.OutTradeNo]time.Duration{}}
}

// settles notes the facts by which a charge is known to a person.
func (p presses) settles(no flow.OutTradeNo, facts []flow.Fact, now time.Duration) {
	for _, f := range facts {
		switch f := f.(type) {
		case flow.Shown, flow.GoodsGiven:
			p.settled[no] = now
		case flow.ReversalDecided:
			if f.By != "" {
				p.settled[no] = now
			}
		}
	}
}

// before reports whether one was known to a person when the other was asked for:
// then they are two customers, or a cashier who knows better.
func (p presses) before(one, other flow.OutTradeNo) bool {
	settled, is := p.settled[one]
	return is && settled <= p.at[other]
}

// Wrote notes the facts by which a charge is known to a person.
func (s *lanes) Wrote(no flow.OutTradeNo, facts []flow.Fact) {
	s.presses.settles(no, facts, s.w.Elapsed())
}

// Charged is money rule 5.3: of two presses of an amount without a reference of
// which neither was made after the other's end was known, one is charged at most.
// Held is what WeChat keeps; what was told as paid counts, too.
func (s *lanes) Charged(attempts []flow.Attempt, n int) {
	if !s.minted {
		s.Alone.Charged(attempts, n)
		return
	}
	w := s.w
	var charged []flow.OutTradeNo
	for _, a := range attempts {
		if w.Judge.Held(a.OutTradeNo) > 0 || w.Judge.Goods[a.OutTradeNo] {
			charged = append(charged, a.OutTradeNo)
		}
	}
	p := s.presses
	for i, one := range charged {
		for _, other := range charged[:i] {
			if !p.before(one, other) && !p.before(other, one) {
				w.Broken("5.3", "%s and %s are charged, pressed at %v and %v, known at %v and %v",
					one, other, p.at[one], p.at[other], p.settled[one], p.settled[other])
			}
		}
	}
	if len(charged) > 1 {
		w.Stats.Mark("two customers of one amount")
	}
}
