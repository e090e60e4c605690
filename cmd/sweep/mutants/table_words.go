package main

// words are bugs about money rule 7 and about what callers hear.
func words() []mutant {
	return []mutant{{
		name: "unclaimed-is-0", rule: "7.1", schedule: "S33", bug: "a charge that nobody has claimed exits 0",
		edits: in("cmd/cli/exit.go", "if a.Open() {", "if a.Open() && a.State != flow.Paid {"),
		by:    []catcher{test("cmd/cli", "TestVerdict")},
	}, {
		name: "open-is-69", rule: "7.2", bug: "an open sale exits 69, failed",
		edits: in("cmd/cli/exit.go", "		return flow.OutcomeOpen, exitOpen\n	}\n	outcome := a.Outcome()", "		return flow.OutcomeOpen, exitFailed\n	}\n	outcome := a.Outcome()"),
		by:    []catcher{test("cmd/cli", "TestVerdict")},
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
		edits: in("cmd/cli/paying.go", "out.code, out.text = exitOpen, ", "out.text = "),
		by:    []catcher{test("cmd/cli", "TestToldThatFails")},
	}, {
		name: "code-in-the-journal", rule: "5.1", bug: "writes the customer's payment code into the journal",
		edits: in("flow/begin.go", "Attach: q.Attach,", "Attach: q.Attach + q.AuthCode.Reveal() + q.FaceCode.Reveal(),"),
		by:    []catcher{test("cmd/cli", "TestScripts/captured")},
	}}
}
