package main

// devices are bugs about money rule 6: the face device.
func devices() []mutant {
	return []mutant{{
		name: "told-into-the-next-capture", rule: "6.1", schedule: "S18", bug: "closes the next customer's page with the result of the last sale",
		edits: in("device/tell.go", "if d.last.outTradeNo != outTradeNo || !d.session.page {", "if d.last.outTradeNo == \"\" || !d.session.page {"),
		by:    []catcher{test("device", "TestS18_ResultNeverReachesTheNextCustomersPage")},
	}, {
		name: "code-after-a-stop", rule: "6.4", bug: "charges a face that arrives after Esc",
		edits: both(
			in("flow/perform.go", "if by, _ := d.ctl.asked(); by != \"\" || ctx.Err() != nil {", "if ctx.Err() != nil {"),
			in("flow/perform.go", "		if scan.Err() != nil { // the stop", "		if errors.Is(scan.Err(), context.DeadlineExceeded) { // the stop"),
			in("flow/next.go", "			if s.Cancel { // pressed while the intent was being written\n", "			if s.Cancel && s.By == \"\" {\n"),
			in("flow/next.go", "	case s.Cancel:\n		return Record{[]Fact{SaleCancelled{By: s.By, At: s.Wall}}}\n	case !a.Live.HasCode:", "	case s.Cancel && !a.Live.HasCode:\n		return Record{[]Fact{SaleCancelled{By: s.By, At: s.Wall}}}\n	case !a.Live.HasCode:")),
		by: []catcher{test("flow", "TestCodeAfterEsc")},
	}, {
		name: "terminal-says-paid", rule: "6.5", bug: "shows and keeps whatever a terminal calls its return_code, a forged line PAID too",
		edits: in("device/wire/outside.go", "	if known[code] {\n", "	if code != \"\" {\n"),
		by:    []catcher{test("device/wire", "TestReadAnswerFilters")},
	}, {
		name: "texts-stored-as-they-came", rule: "6.5", bug: "writes texts into the journal that move a cursor, as an adapter brought them",
		edits: in("flow/drive.go", "		f = PlainFact(f)\n", ""),
		by:    []catcher{test("flow", "TestTheJournalHasPlainTexts")},
	}}
}
