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
		by:    []catcher{test("flow/journal", "TestTheDatabaseRefuses")},
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
		by: []catcher{test("flow/journal", "TestSuite")},
	}, {
		name: "lock-ignored", rule: "1.7", schedule: "S23", bug: "an attempt is taken from a process that lives",
		edits: in("flow/journal/owner.go", "	if err != nil || !locked {\n		_ = f.Close()\n		return true\n	}\n", "	if err != nil || !locked {\n		_ = f.Close()\n		return false\n	}\n"),
		by:    []catcher{test("flow/journal", "TestAProcessDies")},
	}, {
		name: "commit-in-doubt-believed", rule: "1.1", bug: "a commit that failed is taken for one that happened",
		edits: in("flow/journal/append.go", "	if !errors.As(err, &commit) {\n		return err\n	}\n", "	if !errors.As(err, &commit) {\n		return err\n	}\n	if commit != nil {\n		return nil\n	}\n"),
		by:    []catcher{test("flow/journal", "TestCommitInDoubt")},
	}}
}
