package main

// restarts are bugs about money rule 5: restart, takeover and repeat.
func restarts() []mutant {
	return []mutant{{
		name: "charge-found-is-claimed", rule: "5.2", schedule: "S33", bug: "a charge that recovery finds is paid for whoever asks",
		edits: in("flow/perform.go", "Unclaimed: !d.a.Live.Mine,", "Unclaimed: false,"),
		by:    []catcher{test("flow", "TestS33_GivenUpYesterday")},
	}, {
		name: "untold-is-forgotten", rule: "5.2", schedule: "S26", bug: "a process that dies before it told PAID leaves nothing to claim",
		edits: in("flow/attempt.go", "a.Unclaimed, a.Live.ToTell = !driven, driven", "a.Unclaimed, a.Live.ToTell = driven, !driven"),
		by:    []catcher{test("flow", "TestS26_NeverTold")},
	}, {
		name: "replay-for-ever", rule: "5.4", schedule: "S1", bug: "repeats the answer of a reference that was paid a day ago: goods for nothing",
		edits: in("flow/admit.go", "!now.IsZero() && age < replay && age > -wallAgrees", "!now.IsZero() && age != replay"),
		by:    []catcher{test("flow", "TestS01_ReferenceOfYesterday")},
	}, {
		name: "old-charge-is-the-callers", rule: "5.4", schedule: "S33", bug: "a charge of yesterday, found today, is paid for today's caller",
		edits: in("flow/admit.go", "!d.a.young(s.r.trustedNow(ctx), s.r.rules.RefReplay) {", "d.a.IntentAt.IsZero() {"),
		by:    []catcher{test("flow", "TestS33_GivenUpYesterday")},
	}, {
		name: "replay-by-the-wall-clock", rule: "5.4", schedule: "S32", bug: "judges a reference's age on this machine's clock",
		edits: in("flow/admit.go", "admit(attempts, q.Fee, r.trustedNow(ctx),", "admit(attempts, q.Fee, r.ports.Clock.Now().Wall,"),
		by:    []catcher{test("flow", "TestS32_ClocksApart")},
	}, {
		name: "buried-alive", rule: "5.4", bug: "cancels an attempt that its owner submitted between the look and the claim",
		edits: in("flow/duplicate.go", "if !a.in(Opened, Identified) { // it", "if r == nil { // it"),
		by:    []catcher{test("flow", "TestSubmittedBetweenLookAndClaim")},
	}, {
		name: "let-go-before-told", rule: "5.3", bug: "the background lets go of a charge whose sale left while it read, and told is refused",
		edits: in("flow/runner.go", "return r.inHand[no] || r.left[no]", "return r.inHand[no]"),
		by:    []catcher{test("flow", "TestPaidWhileTheBackgroundReads")},
	}, {
		name: "reverse-at-the-dates-grain", rule: "4.1", schedule: "S15", bug: "reverses 15 s after send_by on a clock that is a second ahead of the sender's",
		edits: in("flow/next_reversing.go", "a.SendBy.Add(s.Rules.ReverseAfter + dateDoubt)", "a.SendBy.Add(s.Rules.ReverseAfter)"),
		by:    []catcher{test("flow", "TestS15_ReverseBehindADatesGrain")},
	}, {
		name: "open-reference-charged-anew", rule: "5.4", schedule: "S23", bug: "a second call of a reference that is open submits its own code",
		edits: both(
			in("flow/admit.go", "		return admitFollow, a\n", "		continue\n"),
			in("flow/flowtest/memory.go", "case p.byNo[a.OutTradeNo] != nil, p.blocked(a):", "case p.byNo[a.OutTradeNo] != nil:"),
			in("flow/flowtest/memory.go", "	if p.blocked(next) {\n		return a, flow.ErrBlocked\n	}\n", "")),
		by: []catcher{test("flow", "TestS23_TwoProcessesOneReference")},
	}, {
		name: "paid-by-hand-while-reversing", rule: "5.7", schedule: "S30", bug: "a person may say paid of what a reverse is on its way for",
		edits: both(
			in("flow/apply_end.go", "from.State == NeedsPerson && from.DecidedAt.IsZero() && f.By != \"\"", "from.State == NeedsPerson && f.By != \"\""),
			in("flow/person.go", "if w.As == ResolvedPaid && !a.DecidedAt.IsZero() {", "if w.As == ResolvedPaid && w.By == \"\" {")),
		by: []catcher{test("flow", "TestS30_PaidWhileAReverseIsInFlight")},
	}}
}
