package lanes

import (
	"context"
	"slices"

	"facetill/flow"
)

// Wrote notes the facts by which a charge is known to a person, and what stood beside an
// intent.
func (s *lanes) Wrote(no flow.OutTradeNo, facts []flow.Fact) {
	for _, f := range facts {
		decided, is := f.(flow.ReversalDecided)
		known := is && decided.By != ""
		switch f.(type) {
		case flow.Shown, flow.GoodsGiven:
			known = true
		case flow.IntentWritten:
			s.free[no] = s.turn.free
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

// stopNothing lists what takes nobody's money now, though WeChat may hold some of it later:
// a refusal, behind which a charge may be found (money rule 2.5), and what is wholly on its
// way back, which WeChat may close days later (4b.5).
func (s *lanes) stopNothing() (all []flow.OutTradeNo) {
	attempts, _ := s.disk.Process("witness").List(context.Background(), flow.Filter{})
	for _, a := range attempts {
		back := a.State != flow.NeedsPerson && a.Refunds.Claimed() >= a.TotalFee && a.Refunds.Stuck() == 0
		if back || a.State == flow.Refused {
			all = append(all, a.OutTradeNo)
		}
	}
	return all
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
	undone := map[flow.OutTradeNo]bool{} // and no goods left for it
	for _, a := range attempts {
		goods := w.Judge.Goods[a.OutTradeNo]
		if w.Judge.Held(a.OutTradeNo) > 0 || goods {
			charged = append(charged, a.OutTradeNo)
			undone[a.OutTradeNo] = !goods && w.Judge.GoesBack(&a)
		}
	}
	// One that is being undone, or that a person has to end, where it stopped nothing when
	// the other began: no rule could have kept the two apart.
	passed := func(one, other flow.OutTradeNo) bool { return undone[one] && slices.Contains(s.free[other], one) }
	for i, one := range charged {
		for _, other := range charged[:i] {
			if !s.knownBefore(one, other) && !s.knownBefore(other, one) && !passed(one, other) && !passed(other, one) {
				w.Broken("5.3", "%s and %s are charged, pressed at %v and %v, known at %v and %v",
					one, other, s.pressed[one], s.pressed[other], s.settled[one], s.settled[other])
			}
		}
	}
	if len(charged) > 1 {
		w.Stats.Mark("two customers of one amount")
	}
}
