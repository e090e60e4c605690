package main

// beforePay are bugs about money rule 1: what has to be so before the pay
// request leaves.
func beforePay() []mutant {
	return []mutant{{
		name: "intent-not-durable", rule: "1.1", bug: "charges before the intent is on the disk",
		edits: in("flow/drive.go", "	if lasting {\n",
			"	if _, early := facts[len(facts)-1].(IntentWritten); lasting && !early {\n"),
		by: []catcher{sweep},
	}, {
		name: "number-from-the-clock", rule: "1.2", schedule: "S20", bug: "mints numbers with eight random bits, which a restored disk mints again",
		edits: in("flow/tradeno.go", "io.ReadFull(random, b[:])", "io.ReadFull(random, b[:1])"),
		by:    []catcher{test("flow", "TestS20_RestoredJournal")},
	}, {
		name: "number-of-two-digits", rule: "1.2", schedule: "S20", bug: "draws digits that are 0 or 1: twenty random bits",
		edits: in("flow/tradeno.go", "'0'+c%10", "'0'+c%2"),
		by:    []catcher{test("flow", "TestMintIsEven")},
	}, {
		name: "pay-sent-twice", rule: "1.3", bug: "sends the pay request again when no answer came",
		edits: in("flow/perform.go", "	ans := d.r.ports.Gateway.Pay(ctx, req)\n",
			"	ans := d.r.ports.Gateway.Pay(ctx, req)\n	if ans.Kind == AnswerLost {\n		ans = d.r.ports.Gateway.Pay(ctx, req)\n	}\n"),
		by: []catcher{sweep},
	}, {
		name: "send-by-by-monotonic-time", rule: "1.3", schedule: "S14", bug: "a machine that slept behind the intent wakes and charges: no wall clock is asked",
		edits: in("flow/drive.go", "wall >= 0 && wall < sendWithin && mono < sendWithin", "wall == wall && mono < sendWithin"),
		by:    []catcher{test("flow", "TestS14_NothingIsSentLate")},
	}, {
		name: "send-by-unchecked", rule: "1.3", schedule: "S14", bug: "Next does not look at send_by",
		edits: in("flow/next.go", "if !s.CanSend {", "if !s.CanSend && s.By == \"nobody\" {"),
		by:    []catcher{test("flow", "TestS14_NothingIsSentLate")},
	}, {
		name: "no-gate-at-the-write", rule: "1.3", schedule: "S31", bug: "sends after a sleep between the check of send_by and the write",
		edits: in("wx/gateway.go", "gate: g.sendBy(ctx, a)}", "gate: nil}"),
		by:    []catcher{test("wx", "TestS31_SleepAtTheWrite")},
	}, {
		name: "pay-on-the-backup-host-too", rule: "1.4", schedule: "S23", bug: "asks the backup host to charge although the first one has read the request",
		edits: in("wx/gateway.go", "if !ans.unsent || !transport.Unreachable(ans.code) || ctx.Err() != nil {", "if ans.fields != nil || ctx.Err() != nil {"),
		by:    []catcher{test("wx", "TestBackupHost")},
	}, {
		name: "absent-fact-means-not-sent", rule: "1.5", bug: "takes an intent that a dead process left for a request that never left",
		edits: in("flow/next.go", "	case Submitting:\n		if a.Live.HasCode",
			"	case Submitting:\n		if !a.Live.Mine {\n			return Record{[]Fact{NothingSent{Code: \"RESTART\", At: s.Wall}}}\n		}\n		if a.Live.HasCode"),
		by: []catcher{sweep},
	}, {
		name: "certificate-not-asked", rule: "1.6", schedule: "S11", bug: "starts a sale with a certificate that expired yesterday",
		edits: in("flow/begin.go", "if err := r.ports.Gateway.Ready(); err != nil {", "if err := r.ports.Gateway.Ready(); err != nil && r == nil {"),
		by:    []catcher{test("flow", "TestS11_Certificate")},
	}, {
		name: "halt-not-written", rule: "1.6", schedule: "S11", bug: "goes on selling when WeChat does not take the certificate of a reverse",
		edits: in("flow/perform_ask.go", "		_ = d.r.ports.Journal.Halt(ctx, HaltCertificate, plain(ans))\n", ""),
		by:    []catcher{test("flow", "TestS11_Certificate")},
	}, {
		name: "halt-not-read", rule: "1.6", schedule: "S11", bug: "does not look for the stop before a sale",
		edits: in("flow/begin.go", "		if why == \"\" {\n			continue", "		if why == why {\n			continue"),
		by:    []catcher{test("flow", "TestS11_Certificate")},
	}}
}
