package main

import "slices"

// callers are bugs about who asks for a sale from a shell: what is judged before the
// camera, what a reference says, and what a caller hears (money rules 1.8, 1.9,
// 5.2 to 5.10, 7.1). case-20 to case-41 were found by callers of the built program.
func callers() []mutant { return slices.Concat(asked(), elsewhere(), heard()) }

// e2e is a test that starts the program.
func e2e(name string) catcher { return test("cmd/e2e", name) }

// asked are bugs about what a call is judged by before its sale begins.
func asked() []mutant {
	return []mutant{{
		name: "stopped-at-the-intent-is-cancelled", rule: "5.3", schedule: "S41", bug: "a sale that the guard stopped at its own intent is told as one that somebody cancelled, with a number of its own",
		edits: in("cmd/cli/exit.go", "ending: ofStopped, midway: true}", "ending: ofStopped}"),
		by:    []catcher{test("cmd/cli", "TestS41_StoppedInRun")},
	}, {
		name: "stopped-sale-is-no-error", rule: "5.3", schedule: "S41", bug: "Run does not say what stopped a sale at its intent",
		edits: in("flow/sale.go", "if err == nil && len(s.d.stopped) > 0 {", "if err == nil && len(s.d.stopped) > len(s.q.New)+9 {"),
		by:    []catcher{test("flow", "TestS41_NeitherSeesTheOther")},
	}, {
		name: "stopped-has-numbers", rule: "5.3", schedule: "S41", bug: "a sale that is stopped is told with the number of the one that stops it (case 25)",
		edits: in("cmd/cli/exit.go", "outcome: flow.OutcomeOpen, stoppedBy: e.Others, errCode", "outcome: flow.OutcomeOpen, attempt: e.Others[0], stoppedBy: e.Others, errCode"),
		by:    []catcher{test("cmd/cli", "TestS40_EachWrite"), e2e("TestStoppedHasNoNumbersOfItsOwn")},
	}, {
		name: "another-customer-covers-the-younger", rule: "5.3", schedule: "S41", bug: "who names one sale as another customer's is let past all others, too",
		edits: in("flow/duplicate.go", "if mine || slices.Contains(beside, s.OutTradeNo) {", "if mine || len(beside) > 0 {"),
		by:    []catcher{test("flow", "TestAnotherCustomerNamesWhatWasShown")},
	}, {
		name: "status-of-the-first-attempt", rule: "5.10", bug: "status of a reference is that of its first attempt (case 26)",
		edits: in("cmd/cli/lookup.go", "return attempts[len(attempts)-1], true, nil", "return attempts[0], true, nil"),
		by:    []catcher{e2e("TestStatusOfAReferenceTellsTheLast")},
	}, {
		name: "fields-judged-behind-the-camera", rule: "1.8", bug: "takes a customer's face for a sale that no adapter can send (case 28)",
		edits: in("flow/begin.go", "	return r.checkFields(q)\n", "	return nil\n"),
		by:    []catcher{e2e("TestJudgedBeforeTheCamera")},
	}, {
		name: "texts-that-hide-are-sent", rule: "1.8", bug: "sends a body to WeChat that hides something",
		edits: in("flow/begin.go", "	if err := q.checkTexts(); err != nil {\n		return err\n	}\n", ""),
		by:    []catcher{test("flow", "TestCallersTextsHideNothing")},
	}, {
		name: "openid-is-lost", rule: "1.8", bug: "reads the face code alone of what device code answers (case 31)",
		edits: in("cmd/cli/facecode.go", "return face{a.FaceCode, a.OpenID, line", "return face{a.FaceCode, \"\", line"),
		by:    []catcher{e2e("TestFaceCodeWithItsOpenID")},
	}, {
		name: "same-number-is-a-new-sale", rule: "5.4", bug: "the same face code once more is refused for ever, and not told its outcome (case 32)",
		edits: in("flow/admit.go", "	if q.Ref == \"\" && !known {\n", "	if q.Ref == \"\" && (known || !known) {\n"),
		by:    []catcher{test("flow", "TestANumberAgainWithAnotherAmount"), e2e("TestSameNumberAgain")},
	}}
}

// elsewhere are bugs about attempts of another WeChat, and words that WeChat contradicts.
func elsewhere() []mutant {
	return []mutant{{
		name: "reference-followed-elsewhere", rule: "1.9", schedule: "S50", bug: "asks another WeChat about an attempt that it cannot know",
		edits: in("flow/admit.go", "if !a.At(r.id.WeChat) && a.Open() {", "if !a.At(r.id.WeChat) && a.Final() {"),
		by:    []catcher{test("flow", "TestAnotherWeChatEndsNothing")},
	}, {
		name: "kept-elsewhere", rule: "1.9", schedule: "S50", bug: "the background drives an attempt of another WeChat",
		edits: in("flow/keep.go", "		if !a.At(k.r.id.WeChat) { // opened", "		if a.WeChat == k.r.id.WeChat && !a.At(k.r.id.WeChat) { // opened"),
		by:    []catcher{test("flow", "TestS50_KeeperOfAnotherWeChat")},
	}, {
		name: "word-about-elsewhere", rule: "1.9", schedule: "S50", bug: "takes a person's word about an attempt of another WeChat",
		edits: in("flow/person.go", "	if !seen.At(r.id.WeChat) {\n", "	if seen.WeChat == \"\" && !seen.At(r.id.WeChat) {\n"),
		by:    []catcher{test("flow", "TestS50_WordAboutAnotherWeChat")},
	}, {
		name: "journal-of-elsewhere-opens", rule: "1.9", schedule: "S50", bug: "opens a journal with open attempts of another WeChat",
		edits: in("flow/journal/journal.go", "		} else if !a.At(o.WeChat) {\n", "		} else if !a.At(o.WeChat) && !a.Open() {\n"),
		by:    []catcher{e2e("TestS50_AnotherWeChat")},
	}, {
		name: "wrong-time-hides-nothing", rule: "2.5", bug: "leaves a charge behind a refusal alone whose time is not this sale's",
		edits: in("flow/closing.go", "	if ans.Kind == AnswerLost && ans.Code == CodeWrongTime {\n", "	if ans.Kind == AnswerPaid && ans.Code == CodeWrongTime {\n"),
		by:    []catcher{test("flow", "TestAWrongTimeIsMoneyBehindARefusal")},
	}, {
		name: "unclaimed-behind-a-living-name", rule: "5.2", schedule: "S43", bug: "reads a PAID that a dead process told nobody as told",
		edits: in("flow/attempt.go", "func (a Attempt) untold() bool { return a.State == Paid && !a.Told && !a.Unclaimed }", "func (a Attempt) untold() bool { return a.State == Paid && !a.Told && !a.Unclaimed && a.Reopened }"),
		by:    []catcher{test("flow", "TestS43_UnclaimedWithoutALook")},
	}, {
		name: "recover-keeps-it-to-itself", rule: "5.7", schedule: "S47", bug: "recover knows that WeChat contradicts a person's word, and ends with 0",
		edits: in("cmd/cli/recover.go", "	case line.Otherwise > 0:\n", "	case line.Otherwise < 0:\n"),
		by:    []catcher{e2e("TestS47_ChargedAfterAPersonSaidNo")},
	}, {
		name: "doctor-agrees-with-everybody", rule: "5.7", schedule: "S47", bug: "doctor asks nothing about what persons resolved",
		edits: in("cmd/cli/doctor_gateway.go", "		case c.Otherwise():\n", "		case c.Otherwise() && c.Unanswered():\n"),
		by:    []catcher{e2e("TestS47_ChargedAfterAPersonSaidNo")},
	}}
}

// heard are bugs about what a caller hears, and what he may give.
func heard() []mutant {
	return []mutant{{
		name: "list-cut-in-silence", rule: "7.1", bug: "a list of fifty rows does not say that there are more (case 30)",
		edits: in("cmd/cli/sales.go", "		return all[:o.limit], true, nil\n", "		return all[:o.limit], false, nil\n"),
		by:    []catcher{e2e("TestListThatIsCut")},
	}, {
		name: "export-on-a-full-disk-is-0", rule: "7.1", bug: "an export that could not be written ends with 0 (case 30)",
		edits: in("cmd/cli/unheard.go", "	default:\n		if e.code == exitDone {\n", "	default:\n		if e.code != exitDone {\n"),
		by:    []catcher{e2e("TestOutputThatCannotBeWritten")},
	}, {
		name: "close-on-a-full-disk-is-0", rule: "7.1", bug: "a close that could not be printed ends with 0 (case 30)",
		edits: in("cmd/cli/unheard.go", "			code, says = exitFailed, \"; close", "			code, says = exitDone, \"; close"),
		by:    []catcher{e2e("TestOutputThatCannotBeWritten")},
	}, {
		name: "empty-is-the-default", rule: "1.8", bug: "takes the empty value of a variable that was not set for none (case 33)",
		edits: in("cmd/cli/usage.go", "if err == nil && (value == \"\" || list", "if err == nil && (list"),
		by:    []catcher{e2e("TestEmptyArguments")},
	}, {
		name: "mark-is-of-the-code", rule: "1.8", bug: "takes the byte order mark of a Windows shell for a part of the code (case 34)",
		edits: in("flow/field/unmarked.go", "		return data[3:]\n", "		return data\n"),
		by:    []catcher{test("cmd/cli", "TestPipedCode")},
	}, {
		name: "transaction-id-as-it-came", rule: "6.5", bug: "keeps a transaction_id with characters that turn the line (case 35)",
		edits: in("flow/outside.go", "f.TransactionID, f.Source = field.Number(f.TransactionID, mostNumber), field", "f.TransactionID, f.Source = f.TransactionID, field"),
		by:    []catcher{test("flow", "TestTheJournalHasPlainTexts")},
	}, {
		name: "c1-cuts-a-line-of-json", rule: "6.5", bug: "leaves characters in a line of JSON that common readers take for its end (case 51)",
		edits: in("flow/field/json.go", "r >= 0x7F && Hidden(r)", "r >= 0xA0 && Hidden(r)"),
		by:    []catcher{test("flow/field", "TestJSON")},
	}, {
		name: "coupon-is-not-named", rule: "7.1", bug: "a day's sums do not name what a coupon took off (case 37)",
		edits: in("cmd/cli/close.go", "	if part <= 0 || part >= a.TotalFee {", "	if part <= 0 || part <= a.TotalFee {"),
		by:    []catcher{e2e("TestCouponOfTheShop")},
	}, {
		name: "help-of-nothing-is-0", rule: "7.1", bug: "help on a command that is none shows the general page, and ends with 0 (case 39)",
		edits: in("cmd/cli/helpcmd.go", "			if err != nil || len(rest) > 0 {\n				return noPage(args)\n", "			if err != nil || len(rest) < 0 {\n				return noPage(args)\n"),
		by:    []catcher{e2e("TestNoSuchCommand")},
	}, {
		name: "engine-that-is-not-there", rule: "1.8", bug: "config check takes a journal on an engine that is not there (case 40)",
		edits: in("cmd/cli/configcheck.go", "	if sh.cfg.Journal.Postgres() {\n		return noPostgres()\n", "	if sh.cfg.Journal.Postgres() {\n		return nil\n"),
		by:    []catcher{e2e("TestConfigCheckAsksTheAdapters")},
	}, {
		name: "screen-without-a-cursor", rule: "6.5", bug: "draws a screen on a terminal that has no cursor (case 41)",
		edits: in("cmd/cli/terminal.go", "(name == \"\" || name == \"dumb\")", "name == \"\""),
		by:    []catcher{e2e("TestTerminalThatCannotShowTheTill")},
	}}
}
