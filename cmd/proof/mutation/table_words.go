package main

// words are bugs about money rule 7 and about what callers hear.
func words() []mutant {
	return []mutant{{
		name: "unclaimed-is-0", rule: "7.1", schedule: "S33", bug: "a charge that nobody has claimed exits 0",
		edits: in("flow/outcome.go", "		if a.Unclaimed || a.untold()", "		if a.untold()"),
		by:    []catcher{test("cmd/cli", "TestExitOf"), test("flow", "TestOutcomeOfACharge")},
	}, {
		name: "untold-is-paid", rule: "5.2", bug: "a charge that was taken from a dead process is paid before it is claimed",
		edits: in("flow/outcome.go", "a.Unclaimed || a.untold() && !a.Live.Mine && !a.Live.ToTell", "a.Unclaimed"),
		by:    []catcher{test("flow", "TestOutcomeOfATakenCharge")},
	}, {
		name: "open-is-69", rule: "7.2", bug: "an open sale exits 69, failed",
		edits: in("tui/text/outcome.go", "return Said{MoneyChecking, 8}", "return Said{MoneyChecking, 69}"),
		by:    []catcher{test("cmd/cli", "TestExitOf")},
	}, {
		name: "stdout-stops-the-sale", rule: "7.1", schedule: "S2", bug: "dies in mid-sale when its reader has gone",
		edits: in("cmd/cli/cli.go", "	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)\n", "	signal.Reset(syscall.SIGPIPE)\n"),
		by:    []catcher{test("cmd/cli", "TestS02_ClosedStdout")},
	}, {
		name: "signal-decides", rule: "5.8", bug: "SIGTERM after the submission decides a reversal",
		edits: in("flow/sale.go", "	return context.Cause(ctx)\n}\n\n// step does", "	if d.a.State == Confirming {\n		return d.record(ctx, ReversalDecided{Reason: \"signal\", At: s.r.now()})\n	}\n	return context.Cause(ctx)\n}\n\n// step does"),
		by:    []catcher{test("cmd/cli", "TestSignalAfterSubmission")},
	}, {
		name: "told-before-the-line", rule: "5.3", schedule: "S26", bug: "records that PAID was told before the result line is out",
		edits: in("cmd/cli/paying.go", "	e := saleEnding(a, err, interrupted(ctx))\n", "	e := saleEnding(a, err, interrupted(ctx))\n	if e.code == exitDone {\n		_ = sh.told(ctx, a, e)\n		a.Told = true\n	}\n"),
		by:    []catcher{test("cmd/cli", "TestKilledAtEveryPoint")},
	}, {
		name: "told-that-failed-is-0", rule: "5.3", bug: "a told that cannot be written still exits 0",
		edits: in("cmd/cli/paying.go", "out.code, out.text = exitOpen, \"paid, but it cannot be recorded", "out.text = \"paid, but it cannot be recorded"),
		by:    []catcher{test("cmd/cli", "TestToldThatFails")},
	}, {
		name: "unheard-is-told", rule: "5.3", schedule: "S40", bug: "records told, and exits 0, although the result line was not taken",
		edits: in("cmd/cli/paying.go", "	if err := g.out.failed(g.patience()); err != nil {\n", "	if err := g.out.failed(g.patience()); err != nil && e.code != exitDone {\n"),
		by:    []catcher{test("cmd/cli", "TestS40_EachWrite"), test("cmd/e2e", "TestS40_CallerThatCannotHear")},
	}, {
		name: "stdout-forgets", rule: "7.1", schedule: "S40", bug: "a line that was not taken is forgotten when a later one is",
		edits: both(in("cmd/cli/heard.go", "		if h.err == nil {\n			h.err = err\n		}\n", "		h.err = err\n"),
			in("cmd/cli/heard.go", "	if h.err != nil {\n		h.mu.Unlock()\n		return len(p), nil\n	}\n", "	h.err = nil\n")),
		by: []catcher{test("cmd/cli", "TestS40_EachWrite")},
	}, {
		name: "a-gap-and-then-more", rule: "7.1", schedule: "S40", bug: "lines go on behind one that was not taken",
		edits: both(in("cmd/cli/heard.go", "	if h.err != nil {\n		h.mu.Unlock()\n		return len(p), nil\n	}\n", ""),
			in("cmd/cli/heard.go", "	for len(h.waiting) > 0 && h.err == nil {\n", "	for len(h.waiting) > 0 {\n")),
		by: []catcher{test("cmd/cli", "TestS40_EachWrite")},
	}, {
		name: "unread-is-told", rule: "5.3", schedule: "S40", bug: "a caller that reads nothing for ten seconds counts as told",
		edits: in("cmd/cli/heard.go", "len(h.waiting) > 0 {\n			h.err = errUnread\n", "len(h.waiting) > 0 {\n			h.waiting = h.waiting[:1]\n"),
		by:    []catcher{test("cmd/e2e", "TestS40_CallerThatDoesNotRead")},
	}, {
		name: "code-in-the-journal", rule: "5.1", bug: "writes the customer's payment code into the journal",
		edits: in("flow/begin.go", "Attach: q.Attach,", "Attach: q.Attach + q.AuthCode.Reveal() + q.FaceCode.Reveal(),"),
		by:    []catcher{test("cmd/cli", "TestScripts/captured")},
	}}
}
