package main

// journals are bugs of the journals about money rule 1.7 and 1.1: one blocking
// attempt of a sale, one driver of an attempt, durable or not there.
func journals() []mutant {
	const fence = "r.a.Version != a.Version || r.a.Epoch != a.Epoch || r.owner != p.me"
	return []mutant{{
		name: "second-blocking-attempt", rule: "1.7", schedule: "S23", bug: "the journal takes a second blocking attempt of a sale",
		edits: in("flow/flowtest/memory.go", "case p.byNo[a.OutTradeNo] != nil, p.blocked(a):", "case p.byNo[a.OutTradeNo] != nil:"),
		by:    []catcher{test("flow/flowtest", "TestMemory")},
	}, {
		name: "no-unique-index", rule: "1.7", schedule: "S23", bug: "the database takes a second blocking attempt of a sale",
		edits: in("flow/journal/migrations/0001.sql", "CREATE UNIQUE INDEX attempt_blocking", "CREATE INDEX attempt_blocking"),
		by:    []catcher{test("flow/journal/sqlite", "TestTheDatabaseRefuses")},
	}, {
		name: "version-not-compared", rule: "1.7", bug: "a fact is written behind others that its writer has not seen",
		edits: in("flow/flowtest/memory.go", fence, "r.a.Epoch != a.Epoch || r.owner != p.me"),
		by:    []catcher{test("flow/flowtest", "TestMemory")},
	}, {
		name: "epoch-not-compared", rule: "5.6", schedule: "S23", bug: "a driver that was overtaken goes on writing",
		edits: in("flow/flowtest/memory.go", fence, "r.a.Version != a.Version"),
		by:    []catcher{test("flow/flowtest", "TestMemory")},
	}, {
		name: "fence-not-in-the-statement", rule: "1.7", schedule: "S23", bug: "the database compares neither version nor epoch nor owner",
		edits: both(
			in("flow/journal/statements.go", "WHERE out_trade_no = $1 AND version = $2 AND epoch = $3 AND owner = $4", "WHERE out_trade_no = $1 AND $2 >= 0 AND $3 >= 0 AND $4 <> ''"),
			in("flow/journal/columns.go", " WHERE out_trade_no = $%d AND version = $%d AND epoch = $%d AND owner = $%d", " WHERE out_trade_no = $%d AND $%d >= 0 AND $%d >= 0 AND $%d <> ''")),
		by: []catcher{test("flow/journal/sqlite", "TestSuite")},
	}, {
		name: "lock-ignored", rule: "1.7", schedule: "S23", bug: "an attempt is taken from a process that lives",
		edits: in("flow/journal/sqlite/owner.go", "	if err != nil || !locked {\n		_ = f.Close()\n		return true\n	}\n", "	if err != nil || !locked {\n		_ = f.Close()\n		return false\n	}\n"),
		by:    []catcher{test("flow/journal/sqlite", "TestAProcessDies")},
	}, {
		name: "commit-in-doubt-believed", rule: "1.1", bug: "a commit that failed is taken for one that happened",
		edits: in("flow/journal/append.go", "	if !errors.As(err, &commit) {\n		return err\n	}\n", "	if !errors.As(err, &commit) {\n		return err\n	}\n	if commit != nil {\n		return nil\n	}\n"),
		by:    []catcher{test("flow/journal/sqlite", "TestCommitInDoubt")},
	}, {
		name: "copy-is-driven", rule: "5.9", schedule: "S46", bug: "the keeper takes over what is open in a copy",
		edits: in("flow/journal/claim.go", "	if err := j.medium.MayBegin(ctx); err != nil {\n		return flow.Attempt{}, err\n	}\n", ""),
		by:    []catcher{test("flow/journal/sqlite", "TestCopiesAreSeen")},
	}, {
		name: "path-not-compared", rule: "5.9", schedule: "S46", bug: "a journal that was copied with its file's number unknown is at home everywhere",
		edits: in("flow/journal/sqlite/home.go", "case h.Path != now.Path:", "case h.Path != now.Path && h.File != now.File:"),
		by:    []catcher{test("flow/journal/sqlite", "TestCopiesAreSeen")},
	}, {
		name: "identity-not-compared", rule: "5.9", schedule: "S46", bug: "a copy that took the journal's name is at home",
		edits: in("flow/journal/sqlite/home.go", "case h.File != now.File && h.File != \"\" && now.File != \"\":", "case h.File != now.File && h.File == \"\" && now.File != \"\":"),
		by:    []catcher{test("flow/journal/sqlite", "TestCopiesAreSeen")},
	}, {
		name: "own-way-not-seen", rule: "5.9", schedule: "S46", bug: "drives a copy in the journal's place that has as many facts of its own",
		edits: in("flow/journal/sqlite/witness.go", "case s.Facts == count.N && s.Mix != count.Mix:", "case s.Facts == count.N && s.Mix != count.Mix && count.N < 0:"),
		by:    []catcher{test("flow/journal/sqlite", "TestACopyThatWentItsOwnWay")},
	}, {
		name: "witness-not-asked", rule: "5.9", schedule: "S46", bug: "an older state in the journal's own file is not seen",
		edits: in("flow/journal/sqlite/witness.go", "case s.Facts > count.N:", "case s.Facts > count.N+1<<40:"),
		by:    []catcher{test("flow/journal/sqlite", "TestCopiesAreSeen")},
	}, {
		name: "lost-witness-made-anew", rule: "5.9", schedule: "S46", bug: "a journal whose witnesses are lost gets a new one, and nobody is asked",
		edits: in("flow/journal/sqlite/witnesses.go", "if had && len(vouch) == 0 {", "if had && len(vouch) > mostWitnesses {"),
		by:    []catcher{test("flow/journal/sqlite", "TestALostWitnessIsNoSilence")},
	}, {
		name: "own-witness-alone-asked", rule: "5.9", schedule: "S46", bug: "what another HOME's witness has seen is not asked",
		edits: in("flow/journal/sqlite/witnesses.go", "	files := slices.Clone(listed)\n", "	files := slices.Clone(listed[:0])\n"),
		by:    []catcher{test("flow/journal/sqlite", "TestEveryWitnessIsAsked")},
	}, {
		name: "told-in-a-lost-file", rule: "5.9", schedule: "S48", bug: "PAID is told into a file that nobody will find",
		edits: in("flow/journal/append.go", "careful := begins(lasting) || tells(lasting)", "careful := begins(lasting)"),
		by:    []catcher{test("flow/journal/sqlite", "TestGoneWhileOpen")},
	}}
}
