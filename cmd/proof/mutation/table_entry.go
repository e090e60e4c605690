package main

// entries are bugs about money rule 0 beside those of the first trial: how an entry,
// a scan and a key that decides are told from each other.
func entries() []mutant {
	const chain, kind, guard, amount = "tui/input/chain.go", "tui/input/kind.go", "tui/input/guard.go", "tui/input/amount.go"
	return []mutant{{
		name: "prefix-is-typed", rule: "0.1", bug: "does not know the characters that a scanner was programmed to send first",
		edits: in(chain, "len(s.prefix) > 0 && k >= run && s.reads(k, s.prefix)", "len(s.prefix) > 0 && k > run+99 && s.reads(k, s.prefix)"),
		by:    []catcher{test("tui", "TestPrefixAndSuffix")},
	}, {
		name: "stalled-keys-are-typed", rule: "0.1", bug: "takes keys that waited behind a stall for typed, one by one",
		edits: in(guard, "	Late = 40 * time.Millisecond\n", "	Late = 40 * time.Second\n"),
		by:    []catcher{test("tui", "TestStalls")},
	}, {
		name: "held-digit-is-typed", rule: "0.1", bug: "types a digit again and again while its key is held down",
		edits: in("tui/input/scanner.go", "	repeatWithin = 40 * time.Millisecond\n", "	repeatWithin = 0\n"),
		by:    []catcher{test("tui", "TestHeldDigit")},
	}, {
		name: "code-in-the-midst-is-charged", rule: "0.1", bug: "charges a code that fell into an amount at once, and not the whole amount",
		edits: in("tui/input/scanner.go", "	typedWithin = 500 * time.Millisecond\n", "	typedWithin = 0\n"),
		by:    []catcher{test("tui", "TestCodeInTheMidstOfAnAmount")},
	}, {
		name: "doubled-code-is-none", rule: "0.1", bug: "does not know a code that a scanner sent twice without anything between",
		edits: in(kind, "	case n == 2*codeLength && ", "	case n == 3*codeLength && "),
		by:    []catcher{test("tui/input", "TestDoubledCode")},
	}, {
		name: "trailing-blank-is-of-the-code", rule: "0.1", bug: "does not know a code with a blank behind it",
		edits: in(kind, "	for len(text) > 0 && blank(text[len(text)-1]) {\n", "	for len(text) > 99 && blank(text[len(text)-1]) {\n"),
		by:    []catcher{test("tui/input", "TestKinds"), test("tui", "TestCase11WhateverEndsACode")},
	}, {
		name: "third-decimal-is-dropped", rule: "0.2", schedule: "S37", bug: "cuts 12.805 to 12.80 without a word",
		edits: in(amount, "	case len(cents) > maxCents:\n		return 0, FaultDecimals\n", ""),
		by:    []catcher{test("tui/input", "TestAmount"), test(counterDir, "TestS37_CharactersOfAnAmount")},
	}, {
		name: "each-fault-is-the-same", rule: "0.2", bug: "calls three decimals an amount that is too large",
		edits: in(amount, "return 0, FaultDecimals", "return 0, FaultLarge"),
		by:    []catcher{test("tui/input", "TestAmount")},
	}, {
		name: "more-than-fits-is-dropped", rule: "0.2", bug: "drops what is typed behind sixty characters, and charges the rest",
		edits: in(amount, "	if a.full {\n", "	if a.full && a.Text == \"\" {\n"),
		by:    []catcher{test("tui/input", "TestAmount")},
	}, {
		name: "held-key-confirms", rule: "0.3", bug: "takes a key that is held down for its own second press",
		edits: in(guard, "	if now.Sub(g.armed.last) < secondPress {\n", "	if now.Before(g.armed.last) {\n"),
		by:    []catcher{counter, test("tui/input", "TestGuardOfAPress")},
	}, {
		name: "second-press-on-another-page", rule: "0.3", bug: "takes the second press of a key although the page has changed since the first",
		edits: in(guard, "	g.Disarm()\n	g.press = press{}\n}\n\n// Lose loses", "	g.press = press{}\n}\n\n// Lose loses"),
		by:    []catcher{test("tui/input", "TestGuardOfAPress")},
	}, {
		name: "key-waits-for-nothing", rule: "0.3", schedule: "S39", bug: "acts on a key that decides before it is known that it stayed alone",
		edits: in(guard, "now.Sub(g.press.at) < g.stays() {\n		return \"\"", "now.Before(g.press.at) {\n		return \"\""),
		by:    []catcher{counter, test(counterDir, "TestS39_LabelsWhereNDecides")},
	}, {
		name: "early-keys-in-silence", rule: "0.4", bug: "loses the keys that came too early and says nothing",
		edits: in(guard, "		g.lost, g.early = true, true\n		return true, true\n", "		g.lost, g.early = true, true\n		return true, false\n"),
		by:    []catcher{test("tui/input", "TestGuardSaysWhatIsLost")},
	}, {
		name: "early-until-the-next-key", rule: "0.4", schedule: "S38", bug: "takes keys again without a pause behind those that came too early",
		edits: in(guard, "	lostPause = 450 * time.Millisecond\n", "	lostPause = 45 * time.Millisecond\n"),
		by:    []catcher{counter, test(counterDir, "TestS38_AmountRightAfterAResult")},
	}}
}
