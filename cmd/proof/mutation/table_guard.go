package main

// guards are bugs about money rule 5.3: what stops a sale that may be the same
// customer's once more, and who follows whom where two calls meet.
func guards() []mutant {
	return []mutant{{
		name: "guard-dropped", rule: "5.3", schedule: "S5", bug: "charges the same customer again while the first charge is open",
		edits: in("flow/duplicate.go", "if len(e.Others) > 0 {", "if len(e.Others) < 0 {"),
		by:    []catcher{test("flow", "TestS05_SameCustomerAnew")},
	}, {
		name: "untold-stops-nothing", rule: "5.3", schedule: "S26", bug: "a PAID that nobody was told does not stop the next sale of its amount",
		edits: in("flow/duplicate.go", "(a.in(Opened, Identified, Paid) || a.Open())", "(a.in(Opened, Identified) || a.Open())"),
		by:    []catcher{test("flow", "TestS26_NeverTold")},
	}, {
		name: "told-since-stops-nothing-sqlite", rule: "5.3", schedule: "S41", bug: "the real journal forgets what was opened and told since the press",
		edits: in("flow/journal/order.go", "later, err := j.openedAfter(ctx, tx, since.Seq)", "later, err := j.openedAfter(ctx, tx, since.Seq+9)"),
		by:    []catcher{test("flow/journal/sqlite", "TestSuite")},
	}, {
		name: "second-press-at-the-camera", rule: "5.3", schedule: "S41", bug: "what another living process has before its camera stops no second press",
		edits: in("flow/duplicate.go", "if r.taken(s.OutTradeNo) {\n					continue", "if r.taken(s.OutTradeNo) || s.Driven {\n					continue"),
		by:    []catcher{test("flow", "TestS41_WhileTheFirstStandsThere")},
	}, {
		name: "guard-asked-once", rule: "5.3", schedule: "S41", bug: "two presses that did not see each other when they began are both charged",
		edits: in("flow/duplicate.go", "if d.press == nil {", "if d.press != nil {"),
		by:    []catcher{test("flow", "TestS41_NeitherSeesTheOther")},
	}, {
		name: "bare-new-covers-the-told", rule: "5.3", schedule: "S41", bug: "--new without a number covers what was told since the press",
		edits: in("flow/duplicate.go", "!s.Driven && !(s.State == Paid && s.Told) {", "!s.Driven {"),
		by:    []catcher{test("flow", "TestS41_ToldSinceThePress")},
	}, {
		name: "abandoned-wakes", rule: "5.3", schedule: "S41", bug: "an attempt whose lease is over wakes and charges beside the next press",
		edits: in("flow/duplicate.go", "switch err := r.cancelAbandoned(ctx, s.Attempt); {", "switch err := error(nil); {"),
		by:    []catcher{test("flow", "TestAnAbandonedOneIsCancelled")},
	}, {
		name: "loser-is-told-cancelled", rule: "5.4", schedule: "S42", bug: "who loses the race to cancel a dead attempt is told cancelled of a reference that is being charged",
		edits: in("flow/admit.go", "if !s.follow || s.over ||", "if s.follow || s.over ||"),
		by:    []catcher{test("flow", "TestS42_LoserFollowsTheWinner")},
	}}
}
