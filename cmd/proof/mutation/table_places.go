package main

// places are bugs about where files lie and whose they are (money rules 5.9, 6.5;
// case-24, case-29, case-50 to case-57).
func places() []mutant {
	return []mutant{{
		name: "made-beside-a-wal", rule: "5.9", schedule: "S48", bug: "makes a new journal where the WAL or the locks of an earlier one lie (case 24)",
		edits: both(
			in("flow/journal/sqlite/place.go", "	if size, err := sizeOf(path + wal.Suffix); sign == \"\" && err == nil && size > 0 {\n		sign = path + wal.Suffix\n	}\n", ""),
			in("flow/journal/sqlite/place.go", "errors.Is(err, os.ErrNotExist) && sign != \"\":", "errors.Is(err, os.ErrNotExist) && sign != \"\" && !create:")),
		by: []catcher{test("flow/journal/sqlite", "TestNothingIsMadeAnew")},
	}, {
		name: "fifo-is-opened", rule: "5.9", schedule: "S48", bug: "opens a journal's path that is a FIFO, and hangs (case 29)",
		edits: in("flow/journal/sqlite/place.go", "		case !part.folder && !info.Mode().IsRegular():\n", "		case !part.folder && info.IsDir():\n"),
		by:    []catcher{test("cmd/e2e", "TestWhatIsNoFileIsRefusedAtOnce")},
	}, {
		name: "backup-is-a-journal", rule: "5.9", schedule: "S46", bug: "a backup does not know that it is one, and is driven",
		edits: in("flow/journal/sqlite/backup.go", "	h.File, h.Backup = \"\", j.now().UTC().Format(time.RFC3339)\n", "	h.File, h.Backup = \"\", j.now().UTC().Format(time.RFC3339)[:0]\n"),
		by:    []catcher{test("flow/journal/sqlite", "TestBackup")},
	}, {
		name: "replaced-file-is-written", rule: "5.9", schedule: "S48", bug: "writes on into a file whose name leads elsewhere by now",
		edits: in("flow/journal/sqlite/gone.go", "	case !os.SameFile(a.file, info):\n		return gone(a.path, \"another file lies there\")\n", ""),
		by:    []catcher{test("flow/journal/sqlite", "TestGoneWhileOpen")},
	}, {
		name: "new-customers-into-a-copy", rule: "5.9", schedule: "S46", bug: "sells with a copy",
		edits: in("flow/journal/append.go", "	a.Epoch = 1\n	if err := j.medium.MayBegin(ctx); err != nil {\n		return flow.Attempt{}, err\n	}\n", "	a.Epoch = 1\n"),
		by:    []catcher{test("flow/journal/sqlite", "TestCopiesAreSeen")},
	}, {
		name: "copies-are-at-home", rule: "5.9", schedule: "S46", bug: "takes every journal for one at home, unless it was made by backup",
		edits: in("flow/journal/sqlite/home.go", "	if f.why != \"\" {\n		j.copied", "	if f.why != \"\" && f.home.Backup != \"\" {\n		j.copied"),
		by:    []catcher{test("cmd/e2e", "TestS46_CopyReversesNothing")},
	}, {
		name: "display-of-anybody", rule: "6.5", bug: "feeds a display's socket in whatever lies at its place (case 52)",
		edits: in("cmd/cli/displayplace.go", "	case !info.IsDir():\n		return &takenError{p.dir, \"is no folder\"}\n", ""),
		by:    []catcher{test("cmd/cli", "TestDisplayPlaceIsTaken")},
	}, {
		name: "programs-that-others-write", rule: "6.5", bug: "starts a library or a program that others may change (case 53)",
		edits: in("cmd/config/place.go", "info.Mode().Perm()&0o022 == 0 ||", "info.Mode().Perm()&0o022 != 0o777 ||"),
		by:    []catcher{test("cmd/config", "TestProgramsThatOthersMayWrite")},
	}}
}
