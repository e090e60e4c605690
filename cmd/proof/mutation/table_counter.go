package main

// counters are the faults that a cashier with a scanner found at the counter, each
// planted again (money rule 0): case-1 to case-13 are those of the built program's
// first trial, by their numbers. The machine that types at the screen is asked
// first; where a schedule has the fault, its story has to notice it, too.
func counters() []mutant {
	const scanner, kind, guard, amount, typing = "tui/input/scanner.go", "tui/input/kind.go", "tui/input/guard.go", "tui/input/amount.go", "tui/typing.go"
	story := func(name string) catcher { return test(counterDir, name) }
	notAmount := in(amount, "	if r = Half(r); r != ' ' && !unicode.IsPrint(r) {\n", "	if r = Half(r); !OfAmount(r) {\n		return\n	}\n	if !unicode.IsPrint(r) {\n")
	hasty := in(guard, "	lonely = 121 * time.Millisecond\n", "	lonely = time.Millisecond\n")
	return []mutant{{
		name: "case-1-rest-of-a-code-is-typed", rule: "0.1", schedule: "S35", bug: "takes what comes after a gap in a scan for typed digits, and the scanner's Enter for a person's",
		edits: both(
			in(scanner, "	scanSilence = 700 * time.Millisecond\n", "	scanSilence = 50 * time.Millisecond\n"),
			in(scanner, "	enterWithin = 60 * time.Millisecond\n", "	enterWithin = 0\n")),
		by: []catcher{counter, story("TestS35_CodeWithAGap")},
	}, {
		name: "case-2-slow-scanners-are-typists", rule: "0.1", bug: "knows only scanners that send a key each 50 ms or sooner",
		edits: both(
			in(scanner, "	threeWithin = 100 * time.Millisecond\n", "	threeWithin = 60 * time.Millisecond\n"),
			in(scanner, "	longest = 11\n", "	longest = 1000\n")),
		by: []catcher{counter},
	}, {
		name: "case-3-comma-is-dropped", rule: "0.2", schedule: "S37", bug: "drops a comma: 1,50 is 150.00",
		edits: both(notAmount, in(amount, "r == ',' || r == '，' || ", "")),
		by:    []catcher{counter, story("TestS37_CharactersOfAnAmount")},
	}, {
		name: "case-4-other-characters-are-dropped", rule: "0.2", schedule: "S37", bug: "drops what no amount has: 12-80 is 1280.00",
		edits: notAmount,
		by:    []catcher{counter, story("TestS37_CharactersOfAnAmount")},
	}, {
		name: "case-5-letter-of-a-barcode-gives-back", rule: "0.3", bug: "takes the first letter of a barcode for a person's word: it gives the money back",
		edits: both(hasty, in("tui/claims.go", "!m.again(claimArmed(what, list[0])) {", "m.again(claimArmed(what, list[0])) && m.leaving {")),
		by:    []catcher{counter, test("tui", "TestCase5BarcodeOnAnUnclaimedCharge")},
	}, {
		name: "case-6-letter-of-a-barcode-is-another-customer", rule: "0.3", schedule: "S39", bug: "takes one n for another customer, of a barcode, too",
		edits: both(hasty, in("tui/stopped.go", "	if !m.again(\"another\") {", "	if m.again(\"another\") && m.leaving {")),
		by:    []catcher{counter, story("TestS39_LabelsWhereNDecides")},
	}, {
		name: "case-7-short-barcode-is-an-amount", rule: "0.1", schedule: "S36", bug: "takes a scan of less than eight characters for typed",
		edits: both(
			in("tui/input/chain.go", "n-run >= 3 && soonest.Sub(s.chain[n-3].at) <= threeWithin", "n-run >= 8 && soonest.Sub(s.chain[n-3].at) <= threeWithin"),
			in(scanner, "	enterWithin = 60 * time.Millisecond\n", "	enterWithin = 0\n")),
		by: []catcher{counter, story("TestS36_ScansChangeNothing")},
	}, {
		name: "case-8-scan-leaves-its-points", rule: "0.1", schedule: "S36", bug: "leaves in the amount what a scan typed before it was known as one",
		edits: in(typing, "	if res.Do == input.Undo || res.Scan != nil {\n", "	if res.Scan != nil && res.Scan.Kind == input.Code {\n"),
		by:    []catcher{counter, story("TestS36_ScansChangeNothing")},
	}, {
		name: "case-9-half-of-the-keys-are-early", rule: "0.4", schedule: "S38", bug: "loses the keys that came too early, and takes the rest of the amount",
		edits: in(guard, "	case at.Before(g.until) || early:\n		g.lost, g.early = true, true\n", "	case at.Before(g.until) || early:\n"),
		by:    []catcher{counter, story("TestS38_AmountRightAfterAResult")},
	}, {
		name: "case-10-enter-is-swallowed", rule: "0.4", bug: "swallows an Enter that follows an amount soon after the page changed",
		edits: in(guard, "	meant := key == \"enter\" && g.follows(soonest)\n", "	meant := key == \"enter\" && g.follows(soonest) && g.lost\n"),
		by:    []catcher{counter},
	}, {
		name: "case-11-codes-want-an-enter", rule: "0.1", bug: "waits for ever for the Enter of a scanner that sends a tab or nothing",
		edits: both(
			in(scanner, "still >= codeSilence && (!v.certain || s.whole() != \"\")", "still >= codeSilence && !v.certain && s.whole() == \"\""),
			in(typing, "m.scanner.End(key == \"tab\", when.at, m.endSoonest(when)); res.Do != input.Take {", "m.scanner.End(key == \"tab\", when.at, m.endSoonest(when)); res.Do != input.Take {\n		if key == \"tab\" {\n			res.Scan = nil\n		}")),
		by: []catcher{counter},
	}, {
		name: "case-12-aim-identifier", rule: "0.1", bug: "does not know a code behind the identifier of its symbology",
		edits: in(kind, "	if len(text) > 3 && text[0] == ']' {\n", "	if len(text) > 99 && text[0] == ']' {\n"),
		by:    []catcher{counter},
	}, {
		name: "case-13-digit-picks-a-lesson", rule: "0.3", schedule: "S36", bug: "takes the first digit of a scan for a lesson's",
		edits: both(
			in(typing, "	default:\n		m.wait(key, at)\n		return nil\n	}\n	// What", "	default:\n		return m.do(key)\n	}\n	// What"),
			in("tui/training.go", "do: func() tea.Cmd { p.at = l; return nil }", "do: func() tea.Cmd { p.at = l; return p.choose(m) }")),
		by: []catcher{counter, story("TestS36_ScansChangeNothing")},
	}}
}

// presses are bugs of a key that is pressed twice.
func presses() []mutant {
	return []mutant{{
		name: "double-press-by-when-it-acts", rule: "0.3", schedule: "S38", bug: "compares two presses of a key by when each of them had stayed alone: a double press confirms",
		edits: in("tui/press.go", "m.guard.Twice(what, m.press.came)", "m.guard.Twice(what, m.now)"),
		by:    []catcher{test("tui", "TestTwoPressesAreComparedByWhenTheyCame")},
	}}
}

// hands are those that the machine found since: keys of two hands, and keys of which
// nothing is said.
func hands() []mutant {
	const guard, typing = "tui/input/guard.go", "tui/typing.go"
	return []mutant{{
		name: "keys-are-dropped-in-silence", rule: "0.2", bug: "says nothing of a key that does nothing, and of what is lost behind it",
		edits: in(typing, "	m.doubt()\n	m.warn(why)\n", "	m.doubt()\n"),
		by:    []catcher{counter},
	}, {
		name: "notice-hides-lost-keys", rule: "0.2", bug: "says nothing of lost keys while a notice about something else stands",
		edits: in(typing, "		if !was || !m.lossSaid || m.notice.text == \"\" {\n", "		if was = m.notice.text == \"\"; was {\n"),
		by:    []catcher{counter, test("tui", "TestLostKeysAreHeardBesideAnotherNotice")},
	}, {
		name: "first-press-outlives-its-page", rule: "0.3", bug: "takes a press on the page before for the first of two",
		edits: in(guard, "	g.Disarm()\n	g.press = press{}\n", "	g.press = press{}\n"),
		by:    []catcher{test("tui/input", "TestFirstPressIsForgottenAtAChange")},
	}, {
		name: "digits-typed-into-a-label", rule: "0.1", bug: "charges at once a code that somebody's digits made of a label",
		edits: in("tui/input/hold.go", "	return most > wide && most > 3*middle ||", "	return least < 0 && most > wide && most > 3*middle || least < 0 &&"),
		by:    []catcher{test("tui/input", "TestDigitsTypedIntoACard")},
	}, {
		name: "two-hands-are-one", rule: "0.1", bug: "begins at the first Enter with characters that no person types so close",
		edits: in("tui/doubts.go", "	if timed && (at.Sub(h.last) < atOnce ||", "	if timed && (at.Sub(h.last) < 0 ||"),
		by:    []catcher{test("tui", "TestCharactersOfTwoHandsAreConfirmed")},
	}, {
		name: "backspace-of-two-hands", rule: "0.1", bug: "believes a Backspace right behind a scanner's character",
		edits: in("tui/doubts.go", "	if timed && at.Sub(h.last) < unread {\n", "	if timed && at.Sub(h.last) < 0 {\n"),
		by:    []catcher{test("tui", "TestBackspaceOfTwoHandsIsConfirmed")},
	}, {
		name: "amount-in-one-read-is-a-label", rule: "0.1", bug: "charges by a code the amount before one that was typed in a stall",
		edits: in("tui/input/kind.go", "		return len(text) >= longest || other > 1", "		return len(text) > 0 || other > 1"),
		by:    []catcher{test("tui", "TestAmountsInOneReadRaiseADoubt")},
	}, {
		name: "label-with-keys-in-it-is-alone", rule: "0.1", bug: "charges by a code what stood before an amount that was typed into a label",
		edits: in("tui/input/scanner.go", "!res.Scan.Took && !uneven(v.gaps, 6) &&", "!res.Scan.Took &&"),
		by:    []catcher{test("tui", "TestAmountInTheMidstOfALabel")},
	}, {
		name: "code-takes-over-behind-lost-keys", rule: "0.1", bug: "lets a code take a sale over though keys were lost that were to change it",
		edits: in("tui/doubts.go", "s.req.Method == flow.MethodFace && s.beforeSubmission()", "s.req.Method == flow.MethodFace && s.over"),
		by:    []catcher{test("tui", "TestCodeBehindLostKeysOfASale")},
	}, {
		name: "keys-behind-a-stall-are-the-rest-of-a-scan", rule: "0.2", bug: "says nothing of keys that waited until the silence behind a scan was over",
		edits: in("tui/input/scanner.go", " || v.ended && at.Sub(v.last) >= scanSilence\n", "\n"),
		by:    []catcher{test("tui/input", "TestKeysBehindAStallAreHeard")},
	}, {
		name: "code-behind-a-stall-is-charged-at-once", rule: "0.1", bug: "charges a code that waited, before the keys that waited with it",
		edits: in("tui/input/hold.go", "	if v.waited || uneven(v.gaps, 7) {\n", "	if uneven(v.gaps, 7) {\n"),
		by:    []catcher{test("tui/input", "TestCodeBehindAStallWaits")},
	}, {
		name: "identifier-in-the-amount", rule: "0.1", bug: "leaves the rest of an AIM identifier in the amount",
		edits: in("tui/input/scanner.go", "	cut := code != \"\" && v.headed //", "	cut := code != \"\" && v.headed && false //"),
		by:    []catcher{test("tui/input", "TestGapBehindAnIdentifier")},
	}, {
		name: "first-press-outlives-a-change", rule: "0.3", bug: "records at the second Enter what was not there at the first",
		edits: in(typing, "	m.guard.Disarm()\n	if m.guard.Entered(at)", "	if m.guard.Entered(at)"),
		by:    []catcher{test("tui", "TestWhatChangedIsConfirmedAnew")},
	}, {
		name: "gap-of-a-label-is-a-silence", rule: "0.3", bug: "takes a label's first letter before a long gap for the second press",
		edits: in(guard, "	lonelyConfirmed = 520 * time.Millisecond\n", "	lonelyConfirmed = 380 * time.Millisecond\n"),
		by:    []catcher{test("tui", "TestLabelWithAGapIsNoSecondPress")},
	}}
}
