package main

// reversals are bugs about money rule 4: a reversal, and when it has ended.
func reversals() []mutant {
	const proven = "	if proof := deadProof(a); proof != \"\" {\n		return Record{[]Fact{ReversalProven{Proof: proof, At: s.Wall}}}\n	}\n	if step := refundSeen(a, s); step != nil {\n		return step\n	}\n	switch {"
	return []mutant{{
		name: "reverse-at-once", rule: "4.1", schedule: "S15", bug: "reverses before 15 s have passed since the pay request",
		edits: in("flow/next_reversing.go", "return s.Now.Add(s.Rules.ReverseAfter - s.SinceSent)", "return s.Now"),
		by:    []catcher{sweep},
	}, {
		name: "reverse-believed", rule: "4.2", schedule: "S8", bug: "takes the reverse's own SUCCESS for the end",
		edits: in("flow/next_reversing.go", "	if l.AskDue {\n", "	if l.Reverse == AnswerReversed {\n		return Record{[]Fact{ReversalProven{Proof: AnswerRevoked, At: s.Wall}}}\n	}\n	if l.AskDue {\n"),
		by:    []catcher{sweep},
	}, {
		name: "never-arrived-never-ends", rule: "4.2", schedule: "S8", bug: "reverses a number that WeChat never saw for ever",
		edits: in("flow/next_reversing.go", "case l.Ask == AnswerNotExist && l.Absent2:", "case l.Ask == AnswerNotExist && l.Absent2 && l.Asks < 0:"),
		by:    []catcher{test("flow", "TestS08_NeverArrived")},
	}, {
		name: "one-absence-is-enough", rule: "4.2", schedule: "S8", bug: "ends on one ORDERNOTEXIST behind the fences",
		edits: in("flow/next_reversing.go", "case l.Ask == AnswerNotExist && l.Absent2:", "case l.Ask == AnswerNotExist && !l.AbsentAt.IsZero():"),
		by:    []catcher{test("flow", "TestWhatProvesANumberDead")},
	}, {
		name: "two-absences-at-once", rule: "4.2", schedule: "S8", bug: "two ORDERNOTEXIST of the same second are enough",
		edits: in("flow/apply_pay.go", "twoAbsent = 60 * time.Second", "twoAbsent = 0 * time.Second"),
		by:    []catcher{test("flow", "TestWhatProvesANumberDead")},
	}, {
		name: "absence-before-the-fences", rule: "2.3", schedule: "S15", bug: "ends on ORDERNOTEXIST while the request may still arrive",
		edits: in("flow/apply_pay.go", "gone := f.Answer == AnswerNotExist && l.AskBehind", "gone := f.Answer == AnswerNotExist"),
		by:    []catcher{test("flow", "TestS15_DeliveredAfterItsReverse")},
	}, {
		name: "fence-without-the-codes-life", rule: "2.3", schedule: "S15", bug: "ends the fences while the customer's code is still good",
		edits: in("flow/window.go", "max(sendWithin, expireAfter, r.CredentialLife)", "max(sendWithin, expireAfter)"),
		by:    []catcher{test("flow", "TestS08_NeverArrived")},
	}, {
		name: "fence-without-a-margin", rule: "2.3", schedule: "S31", bug: "leaves no margin behind the code's life",
		edits: in("flow/window.go", "r.CredentialLife) + fenceMargin)", "r.CredentialLife))"),
		by:    []catcher{test("flow", "TestS08_NeverArrived")},
	}, {
		name: "notpay-before-the-fences", rule: "4.2", schedule: "S15", bug: "ends on NOTPAY after an accepted reverse while the request may still arrive",
		edits: in("flow/next_reversing.go", "a.ReverseDone && l.HeardBehind:", "a.ReverseDone:"),
		by:    []catcher{test("flow", "TestWhatProvesANumberDead")},
	}, {
		name: "notpay-from-before-the-reverse", rule: "4.2", bug: "ends on a NOTPAY that is older than the reverse",
		edits: in("flow/apply_end.go", "l.HeardAt, l.HeardBehind = time.Time{}, false", "l.HeardAt = time.Time{}"),
		by:    []catcher{test("flow", "TestWhatProvesANumberDead")},
	}, {
		name: "waits-for-the-reverse-alone", rule: "4.2", schedule: "S28", bug: "asks nothing while the reverse says recall=Y",
		edits: in("flow/next_reversing.go", "	if l.AskDue {\n		return Ask{}\n	}\n", "	if l.AskDue && l.Reverse != AnswerAgain {\n		return Ask{}\n	}\n	if l.Reverse == AnswerAgain && s.Now.Before(reverseAt(a, s)) {\n		return Wait{Until: reverseAt(a, s), For: \"reverse\"}\n	}\n	if l.Reverse == AnswerAgain {\n		return Reverse{}\n	}\n"),
		by:    []catcher{test("flow", "TestS28_RecallForEver")},
	}, {
		name: "expired-means-not-charged", rule: "4.3", schedule: "S24", bug: "takes REVERSE_EXPIRE for the end",
		edits: in("flow/next_reversing.go", proven, "	if a.Expired {\n		return Record{[]Fact{ReversalProven{Proof: AnswerExpired, At: s.Wall}}}\n	}\n"+proven),
		by:    []catcher{test("flow", "TestS24_EightDaysOff")},
	}, {
		name: "refund-number-of-each-try", rule: "4.3", schedule: "S24", bug: "refunds under a new number with each try",
		edits: in("flow/next_refund.go", "GiveBack{OutRefundNo: a.OutRefundNo,", "GiveBack{OutRefundNo: a.OutRefundNo + string(rune('0'+l.Refunds%10)),"),
		by:    []catcher{test("flow", "TestRefundKeepsItsNumber")},
	}, {
		name: "expired-and-odd-is-reversed", rule: "4.3", bug: "takes whatever a query says behind REVERSE_EXPIRE for not charged",
		edits: in("flow/next_reversing.go", "return Record{[]Fact{PersonNeeded{Reason: \"reverse_expired\"}}}", "return Record{[]Fact{ReversalProven{Proof: l.Ask, At: s.Wall}}}"),
		by:    []catcher{test("flow", "TestExpiredAndUndecided")},
	}, {
		name: "network-back-is-nothing", rule: "4.1", bug: "waits on in growing gaps although the network has come back",
		edits: in("flow/keep.go", "if k.down && !lost {", "if k.down && !lost && k.r == nil {"),
		by:    []catcher{test("flow", "TestANetworkThatComesBackMakesAllDue")},
	}, {
		name: "accepted-reverse-is-not-durable", rule: "4.2", bug: "forgets that a reverse was accepted where its code is that of the one before",
		edits: in("flow/apply.go", "f.Answer == AnswerStopped || f.Answer == AnswerReversed && !a.ReverseDone", "f.Answer == AnswerStopped"),
		by:    []catcher{test("flow", "TestAnAcceptedReverseIsDurable")},
	}}
}
