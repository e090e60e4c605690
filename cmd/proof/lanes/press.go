package lanes

import (
	"slices"

	"facetill/flow"
	"facetill/flow/refund"
)

// Wrote notes the facts by which a charge is known to a person.
func (s *lanes) Wrote(no flow.OutTradeNo, facts []flow.Fact) {
	for _, f := range facts {
		decided, is := f.(flow.ReversalDecided)
		known := is && decided.By != ""
		switch f.(type) {
		case flow.Shown, flow.GoodsGiven:
			known = true
		}
		if known {
			s.settled[no] = s.w.Elapsed()
		}
	}
}

// knownBefore reports whether one was known to a person when the other was asked for:
// then they are two customers, or a cashier who knows better.
func (s *lanes) knownBefore(one, other flow.OutTradeNo) bool {
	settled, is := s.settled[one]
	return is && settled <= s.pressed[other]
}

// Charged is money rule 5.3: of two presses of an amount without a reference of
// which neither was made after the other's end was known, one is charged at most.
// Held is what WeChat keeps; what was said to be paid counts, too.
func (s *lanes) Charged(attempts []flow.Attempt, n int) {
	if !s.minted {
		s.Alone.Charged(attempts, n)
		return
	}
	w := s.w
	var charged []flow.OutTradeNo
	for _, a := range attempts {
		kept := w.Judge.Held(a.OutTradeNo) > 0 && !closedBehind(a)
		if kept || w.Judge.Goods[a.OutTradeNo] {
			charged = append(charged, a.OutTradeNo)
		}
	}
	for i, one := range charged {
		for _, other := range charged[:i] {
			if !s.knownBefore(one, other) && !s.knownBefore(other, one) {
				w.Broken("5.3", "%s and %s are charged, pressed at %v and %v, known at %v and %v",
					one, other, s.pressed[one], s.pressed[other], s.settled[one], s.settled[other])
			}
		}
	}
	if len(charged) > 1 {
		w.Stats.Mark("two customers of one amount")
	}
}

// closedBehind reports whether a charge was on its way back, and WeChat closed its refund
// days later, or could not pay it out. It stopped no press meanwhile (money rule 4b.5),
// and is a person's.
func closedBehind(a flow.Attempt) bool {
	return a.State == flow.NeedsPerson && slices.ContainsFunc(a.Refunds, func(e refund.Entry) bool {
		return e.AcceptedN > 0 && !e.IsMoving() && !e.IsBack()
	})
}
