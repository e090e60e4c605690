package main

// window are bugs about money rule 3: the window and the decision at its end.
func window() []mutant {
	return []mutant{{
		name: "page-closed-at-the-first-notpay", rule: "3.2", schedule: "S16", bug: "decides on one NOTPAY after USERPAYING",
		edits: in("flow/next.go", "case a.PayAnswer == AnswerPaying && l.NotPay2:", "case a.PayAnswer == AnswerPaying && l.Ask == AnswerNotPay:"),
		by:    []catcher{test("flow", "TestAMomentOfNotPayIsNotBelieved")},
	}, {
		name: "fresh-query-skipped", rule: "3.3", schedule: "S10", bug: "decides without asking once more: a customer who has paid is sent away",
		edits: in("flow/next.go", "if freshlyAsked(a, s) || reason == \"unconfirmed\" {", "if reason != \"\" {"),
		by:    []catcher{test("flow", "TestS10_SuccessAroundTheDecision")},
	}, {
		name: "fresh-query-of-another-decision", rule: "3.3", schedule: "S10", bug: "takes the fresh query of a reason that has gone for that of the decision at the window's end",
		edits: both(
			in("flow/next.go", "return a.Live.Fresh && s.Now.Sub(a.Live.AskAt) < freshTry", "return a.Live.Fresh && s.Now.After(a.IntentAt)"),
			in("flow/apply_pay.go", "	l.Fresh = f.Fresh\n", "	l.Fresh = l.Fresh || f.Fresh\n")),
		by: []catcher{test("flow", "TestEachDecisionAsksAnew")},
	}, {
		name: "reverse-before-the-decision", rule: "3.3", schedule: "S10", bug: "reverses before reversing is on the disk",
		edits: both(
			in("flow/next.go", "return Record{[]Fact{ReversalDecided{Reason: reason, At: s.Now}}}", "return Reverse{}"),
			in("flow/apply_end.go", "	if a.State != Reversing && ", "	if a.State == Confirming || a.State == Submitting {\n		a.State = Reversing\n	}\n	if a.State != Reversing && ")),
		by: []catcher{sweep},
	}, {
		name: "paid-after-the-decision", rule: "3.3", schedule: "S10", bug: "takes a success between the decision and the reverse for paid",
		edits: both(
			in("flow/perform_ask.go", "if ans.Kind == AnswerPaid && d.a.in(Submitting, Confirming) {", "if ans.Kind == AnswerPaid && d.a.in(Submitting, Confirming, Reversing) {"),
			in("flow/apply_end.go", "		return a, from.in(Submitting, Confirming)\n	case ShownPaid:", "		return a, from.in(Submitting, Confirming, Reversing)\n	case ShownPaid:")),
		by: []catcher{test("flow", "TestS10_SuccessAroundTheDecision")},
	}, {
		name: "paid-is-reversed", rule: "3.4", bug: "reverses a charge that nobody has claimed, by itself",
		edits: both(
			in("flow/apply_end.go", "giveBack := from.State == Paid && from.Unclaimed && f.By != \"\"", "giveBack := from.State == Paid"),
			in("flow/keep.go", "		if a.State == Paid && a.Unclaimed { // a person's turn, who must be able to claim it\n",
				"		if a.State == Paid && a.Unclaimed {\n			if c, err := k.r.ports.Journal.Claim(ctx, a.OutTradeNo); err == nil {\n				_, _ = k.r.ports.Journal.Append(ctx, c, ReversalDecided{Reason: \"unclaimed\", At: k.r.now()})\n			}\n")),
		by: []catcher{sweep},
	}, {
		name: "intent-by-the-wall-clock", rule: "1.3", schedule: "S14", bug: "counts send_by, time_expire and the fences from this machine's clock, which is two hours wrong",
		edits: in("flow/next.go", "return Record{[]Fact{PayerIdentified{}, s.Rules.intent(s.Now, s.Trusted)}}", "return Record{[]Fact{PayerIdentified{}, s.Rules.intent(s.Wall, s.Trusted)}}"),
		by:    []catcher{test("flow", "TestS14_WrongClock")},
	}, {
		name: "sleep-not-noticed", rule: "1.3", schedule: "S31", bug: "believes its time after the machine slept or its clock was set: fences end hours late",
		edits: in("flow/clock.go", "return d > maxDrift || d < -maxDrift", "return d > maxDrift && d < -maxDrift"),
		by:    []catcher{test("flow", "TestS31_ClockStepsBeforeTheIntent")},
	}, {
		name: "one-wrong-date-believed", rule: "2.3", schedule: "S31", bug: "one server with a wrong clock ends every fence early",
		edits: in("flow/clock.go", "case off > maxStep && !agrees:", "case off > maxStep && !agrees && off < 0:"),
		by:    []catcher{test("flow", "TestWeChatClock")},
	}, {
		name: "one-date-is-trusted", rule: "2.3", schedule: "S45", bug: "trusts the first Date of a process, whatever the wall clock says",
		edits: in("flow/clock.go", "return c.note(date, at) || agreesWithWall(date, at)", "return c.note(date, at) || !date.IsZero()"),
		by:    []catcher{sweep, test("flow", "TestTrustIsEarned")},
	}, {
		name: "fence-ends-on-one-date", rule: "2.3", schedule: "S45", bug: "takes a query on one Date alone for one behind the fences",
		edits: both(in("flow/apply_pay.go", "l.AskBehind = f.Trusted && a.fenced(f.At)", "l.AskBehind = a.fenced(f.At)"),
			in("flow/next_fence.go", "case !s.Trusted: // it may", "case !s.Trusted && !a.fencesBegun(): // it may")),
		by: []catcher{sweep, test("flow", "TestS45_ADayAheadEndsNoFence")},
	}, {
		name: "fence-begins-on-one-date", rule: "2.3", schedule: "S52", bug: "counts the fences from an intent that was stamped by one Date alone",
		edits: in("flow/window.go", "	if trusted {\n", "	if i.Trusted = true; i.Trusted {\n"),
		by:    []catcher{sweep, test("flow", "TestS52_ADayBehindBeginsNoFence")},
	}, {
		name: "window-moves-on", rule: "5.1", bug: "counts the window of an attempt that was taken over from each look at it",
		edits: in("flow/drive.go", "since(d.heldAt), since(d.intentAt)", "read.Now, since(d.intentAt)"),
		by:    []catcher{test("flow", "TestWindowOfAStampADayAhead")},
	}}
}
