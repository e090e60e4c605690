package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/journal/sqlite/wal"
)

// Noted writes a sighting as a process would that has come so far.
func noted(t *testing.T, file string, all ...sighting) {
	t.Helper()
	if err := makeWitness(file, sealed(all[0]), true); err != nil {
		t.Fatal(err)
	}
	for _, s := range all[1:] {
		if err := put(file, sealed(s)); err != nil {
			t.Fatal(err)
		}
	}
}

func sealed(s sighting) sighting {
	s.Sum = s.sum()
	return s
}

// Of two sightings the one after more adoptions counts, then the one after more
// facts, wherever in the file they stand; one that was changed counts for nothing.
func TestTheNewestSightingCounts(t *testing.T) {
	less, more, adopted := sighting{Facts: 5}, sighting{Facts: 6}, sighting{Facts: 2, Adopted: 1}
	for _, c := range []struct{ one, two, want sighting }{{less, more, more}, {adopted, more, adopted}} {
		for _, pair := range [][]sighting{{c.one, c.two}, {c.two, c.one}} {
			file := filepath.Join(t.TempDir(), "w")
			noted(t, file, pair[0])
			f, err := openWitness(file, 0)
			if err == nil {
				err = errors.Join(sealed(pair[1]).write(f, 1), f.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, err := sight(file); err != nil || got != sealed(c.want) {
				t.Errorf("of %+v: %+v, %v", pair, got, err)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "w")
	noted(t, file, less)
	for _, field := range [][2]string{{`"facts":5`, `"facts":4`}, {`"mix":0`, `"mix":1`}, {`"path":""`, `"path":"x"`}, {`"journal":""`, `"journal":"x"`}} {
		changed := strings.ReplaceAll(string(bytesAt(t, file)), field[0], field[1])
		other := filepath.Join(t.TempDir(), "w")
		if err := os.WriteFile(other, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := sight(other); err == nil {
			t.Errorf("%s is taken: %+v", field[1], s)
		}
	}
}

// A write goes where the newest sighting is not, so that one that is torn at any
// byte leaves the one before it.
func TestAWitnessKeepsTheOneBefore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "w")
	noted(t, file, sighting{Facts: 1}, sighting{Facts: 2}, sighting{Facts: 3})
	b := bytesAt(t, file)
	var has []int64
	for n := range 2 {
		one, _, is := newest(b[n*slotSize : min(len(b), (n+1)*slotSize)])
		if !is {
			t.Fatalf("slot %d has nothing", n)
		}
		has = append(has, one.Facts)
	}
	if slices.Sort(has); !slices.Equal(has, []int64{2, 3}) {
		t.Errorf("after facts 1, 2, 3 it has %v", has)
	}
}

// A process notes over what is older, and over nothing that is newer: several
// use a journal, and who comes late to its note has seen less.
func TestNoteKeepsWhatIsNewer(t *testing.T) {
	h := home{Path: "/here", Adopted: 1}
	for what, c := range map[string]struct {
		there sighting
		over  bool
	}{
		"fewer facts":                        {sighting{Journal: "j", Facts: 4, Adopted: 1}, true},
		"as many":                            {sighting{Journal: "j", Facts: 5, Adopted: 1}, false},
		"more facts":                         {sighting{Journal: "j", Facts: 6, Adopted: 1}, false},
		"fewer, and adopted once more":       {sighting{Journal: "j", Facts: 1, Adopted: 2}, false},
		"more, and from before the adoption": {sighting{Journal: "j", Facts: 9, Adopted: 0}, true},
	} {
		file := filepath.Join(t.TempDir(), "w")
		noted(t, file, c.there)
		w := newWitness(Options{})
		w.files.Store(&[]string{file})
		w.note(seen("j", h, journal.Tally{N: 5, Mix: 7}))
		s, err := sight(file)
		if mine := s.Journal == "j" && s.Facts == 5 && s.Mix == 7; err != nil || what != "as many" && mine != c.over {
			t.Errorf("%s: %+v, %v", what, s, err)
		}
	}
}

// What is no file, or larger than any witness, is not read: a FIFO would hold who
// opens it, and a disk image in its name would fill the memory.
func TestAWitnessThatIsNone(t *testing.T) {
	dir := t.TempDir()
	big := filepath.Join(dir, "big")
	noted(t, big, sighting{Facts: 1})
	if err := os.Truncate(big, biggestWitness+1); err != nil {
		t.Fatal(err)
	}
	for file, why := range map[string]string{big: "too large", dir: "a folder"} {
		if _, err := sight(file); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
		if err := put(dir, sighting{}); err == nil {
			t.Error("a folder was written")
		}
	}
}

// What a witness says is held against the journal: its facts count within one
// adoption alone, and only a sighting of this very place vouches.
func TestWhoVouches(t *testing.T) {
	h, count := home{Path: "/here", Adopted: 1}, journal.Tally{N: 5, Mix: 7}
	for what, c := range map[string]struct {
		s   sighting
		err error
		had bool
		why string // "" vouches, "-" neither vouches nor stops
	}{
		"the same":                          {s: sighting{Path: "/here", Adopted: 1, Facts: 5, Mix: 7}},
		"one that lags":                     {s: sighting{Path: "/here", Adopted: 1, Facts: 4, Mix: 1}},
		"one that saw more":                 {s: sighting{Path: "/here", Adopted: 1, Facts: 6, Mix: 7}, why: "has seen fact 6"},
		"one that saw others":               {s: sighting{Path: "/here", Adopted: 1, Facts: 5, Mix: 8}, why: "facts are others"},
		"more, but before the adoption":     {s: sighting{Path: "/here", Adopted: 0, Facts: 9, Mix: 1}},
		"adopted elsewhere since":           {s: sighting{Path: "/there", Adopted: 2, Facts: 1}, why: "it was adopted at /there since"},
		"from another place":                {s: sighting{Path: "/there", Adopted: 1, Facts: 5, Mix: 7}, had: true, why: "knows it from /there alone"},
		"from another place, never had one": {s: sighting{Path: "/there", Adopted: 1, Facts: 5, Mix: 7}, why: "-"},
		"lost":                              {err: errors.New("not mounted"), had: true, why: "not mounted"},
		"lost, and never had one":           {err: errors.New("not mounted"), why: "-"},
	} {
		vouch, why := vouched([]look{{"w", c.s, c.err}}, seen("", h, count), c.had)
		switch {
		case c.why == "" && (why != "" || !slices.Equal(vouch, []string{"w"})),
			c.why == "-" && (why != "" || len(vouch) > 0),
			len(c.why) > 1 && (!strings.Contains(why, c.why) || len(vouch) > 0):
			t.Errorf("%s: %v, %q", what, vouch, why)
		}
	}
	// One that stops is not outvoted.
	if _, why := vouched([]look{{"a", sighting{Path: "/here", Adopted: 1, Facts: 5, Mix: 7}, nil}, {"b", sighting{Path: "/here", Adopted: 1, Facts: 6}, nil}}, seen("", h, count), true); why == "" {
		t.Error("one vouched against another that has seen more")
	}
}

// The witness of another journal in the name of ours says nothing of ours, be it
// that it vouches, that it stops, or that it counts adoptions.
func TestAnotherJournalsWitness(t *testing.T) {
	ctx := context.Background()
	path, dir := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, dir)
	sells(t, j, "1")
	_ = j.Close()
	noted(t, filepath.Join(dir, j.ID()), sighting{Journal: "another", Path: path, Adopted: 7, Facts: 100})
	j = at(t, path, dir)
	isCopy(t, j, "is another journal's")
	if adopted, err := j.Adopt(ctx, "Li", "a disk was mixed up"); !adopted || err != nil {
		t.Fatal(adopted, err)
	}
	if h, _, err := readHome(ctx, j.db); err != nil || h.Adopted != 1 {
		t.Errorf("another journal's adoptions were counted: %+v, %v", h, err)
	}
	// Another user's witness that is another journal's by now is left alone.
	other := filepath.Join(t.TempDir(), "w2")
	_ = j.Close()
	_ = at(t, path, other).Close()
	taken := sighting{Journal: "another", Path: "/x", Facts: 3}
	noted(t, filepath.Join(other, j.ID()), taken)
	moved := filepath.Join(t.TempDir(), "b.db")
	if err := os.WriteFile(moved, bytesAt(t, path), 0o600); err != nil {
		t.Fatal(err)
	}
	j = at(t, moved, dir)
	if adopted, err := j.Adopt(ctx, "Li", "a new machine"); !adopted || err != nil {
		t.Fatal(adopted, err)
	}
	if s, err := sight(filepath.Join(other, j.ID())); err != nil || s != sealed(taken) {
		t.Errorf("another journal's witness was written: %+v, %v", s, err)
	}
	if listed, err := readWitnesses(ctx, j.db); err != nil || slices.Contains(listed, filepath.Join(other, j.ID())) {
		t.Errorf("and is relied on: %v, %v", listed, err)
	}
}

// An adoption is counted beyond all that any witness has seen: an older copy that
// is adopted is newer than what was adopted elsewhere before, which is a copy then.
func TestAnAdoptionIsTheLastOne(t *testing.T) {
	ctx := context.Background()
	path, dir := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, dir)
	sells(t, j, "1")
	_ = j.Close()
	older := bytesAt(t, path)
	for n, name := range []string{"b.db", "c.db"} {
		there := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(there, older, 0o600); err != nil {
			t.Fatal(err)
		}
		j = at(t, there, dir)
		if adopted, err := j.Adopt(ctx, "Li", "a new machine"); !adopted || err != nil {
			t.Fatal(adopted, err)
		}
		if h, _, err := readHome(ctx, j.db); err != nil || h.Adopted != n+1 {
			t.Errorf("adopted for the %d. time: %+v, %v", n+1, h, err)
		}
		if _, is, err := journal.Meta(ctx, j.db, metaWord+string(rune('1'+n))); !is || err != nil {
			t.Errorf("the word of adoption %d is not kept, %v", n+1, err)
		}
		_ = j.Close()
		if j = at(t, there, dir); j.Copied() != nil {
			t.Errorf("opened after adoption %d: %v", n+1, j.Copied())
		}
		_ = j.Close()
	}
	isCopy(t, at(t, path, dir), "it was adopted at")
}

// A commit of an adoption that fails after it was done is an adoption, and one
// that was not done is none.
func TestAdoptionInDoubt(t *testing.T) {
	ctx := context.Background()
	for _, done := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "a.db")
		j := at(t, path, "")
		sells(t, j, "1")
		_ = j.Close()
		there := filepath.Join(t.TempDir(), "b.db")
		if err := os.WriteFile(there, bytesAt(t, path), 0o600); err != nil {
			t.Fatal(err)
		}
		j = at(t, there, "")
		commit := j.commit
		j.commit = func(tx *sql.Tx) error {
			if j.commit = commit; !done {
				_ = tx.Rollback()
				return errors.New("the disk says no")
			}
			return errors.Join(tx.Commit(), errors.New("the disk says no"))
		}
		if adopted, err := j.Adopt(ctx, "Li", "a new machine"); adopted != done || (err == nil) != done {
			t.Errorf("done %t: %t, %v", done, adopted, err)
		}
		if (j.Copied() == nil) != done {
			t.Errorf("done %t: %v", done, j.Copied())
		}
	}
}

// A witness is sought by the journal's own path: that of another journal in the
// same folder is no trace of this one.
func TestTheTraceOfAnother(t *testing.T) {
	dir, shop := t.TempDir(), t.TempDir()
	_ = at(t, filepath.Join(shop, "a.db"), dir).Close()
	b := filepath.Join(shop, "b.db")
	if err := Judge(b, dir); !errors.Is(err, ErrMissing) {
		t.Errorf("the judge says %v", err)
	}
	if j := at(t, b, dir); !j.Created() {
		t.Error("a second journal was not made")
	}
	// Its own one is: all else of it was thrown away.
	for _, suffix := range []string{"", ownersSuffix, wal.Suffix, wal.IndexSuffix} {
		if err := os.RemoveAll(filepath.Join(shop, "a.db") + suffix); err != nil {
			t.Fatal(err)
		}
	}
	if err := Judge(filepath.Join(shop, "a.db"), dir); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), dir) {
		t.Errorf("the judge says %v", err)
	}
}

// A backup takes no name beside which something of a journal lies: a WAL that is
// another's would be played into it. Nor does it take one that was given meanwhile.
func TestABackupBesideOtherParts(t *testing.T) {
	ctx := context.Background()
	j := at(t, filepath.Join(t.TempDir(), "a.db"), "")
	for _, part := range parts[1:] {
		to := filepath.Join(t.TempDir(), "copy.db")
		if err := os.WriteFile(to+part.suffix, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Backup(ctx, to); !errors.Is(err, ErrThere) || !strings.Contains(err.Error(), part.suffix) {
			t.Errorf("beside %s: %v", part.suffix, err)
		}
		if _, err := os.Stat(to); err == nil {
			t.Errorf("beside %s it was made", part.suffix)
		}
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"part": "new", "there": "old"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := place(filepath.Join(dir, "part"), filepath.Join(dir, "there")); !errors.Is(err, ErrThere) {
		t.Errorf("a name that was given meanwhile: %v", err)
	}
	if got := string(bytesAt(t, filepath.Join(dir, "there"))); got != "old" {
		t.Errorf("it was overwritten: %q", got)
	}
}

// A backup that is moved, renamed, copied or backed up again is one still, and an
// adopted one is none any more.
func TestABackupThatIsMoved(t *testing.T) {
	ctx := context.Background()
	path, dir := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, dir)
	sells(t, j, "1")
	first := filepath.Join(t.TempDir(), "b.db")
	if _, err := j.Backup(ctx, first); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	moved := filepath.Join(t.TempDir(), "c.db")
	if err := os.Rename(first, moved); err != nil {
		t.Fatal(err)
	}
	j = at(t, moved, t.TempDir()) // Another machine's state folder
	isCopy(t, j, "it is a backup of "+path)
	again := filepath.Join(t.TempDir(), "d.db")
	if _, err := j.Backup(ctx, again); err != nil {
		t.Fatal(err)
	}
	isCopy(t, at(t, again, dir), "it is a backup of "+path)
	if adopted, err := j.Adopt(ctx, "Li", "the disk broke"); !adopted || err != nil {
		t.Fatal(adopted, err)
	}
	if h, _, err := readHome(ctx, j.db); err != nil || h.Backup != "" || h.Path != moved {
		t.Errorf("its place: %+v, %v", h, err)
	}
}

// Where numbers of files do not last the path and the witness are all: a number
// that one side does not have is no other one.
func TestAFileWithoutANumber(t *testing.T) {
	for _, c := range []struct {
		was, now string
		copied   bool
	}{{"1", "1", false}, {"1", "2", true}, {"", "2", false}, {"1", "", false}, {"", "", false}} {
		why := home{Path: "/a", File: c.was}.unlike(home{Path: "/a", File: c.now})
		if (why != "") != c.copied {
			t.Errorf("%q and now %q: %q", c.was, c.now, why)
		}
	}
	if why := (home{Path: "/a", File: "1"}).unlike(home{Path: "/b", File: "1"}); why == "" {
		t.Error("another path is no other place")
	}
	if why := (home{Path: "/a", File: "1", Backup: "then"}).unlike(home{Path: "/a", File: "1"}); why == "" {
		t.Error("a backup is at home in its journal's own file")
	}
}

// A process that has its journal open at home learns that a copy of it was
// adopted: it begins nothing and tells nothing any more. What is under way is
// written down, because nobody else has it.
func TestAdoptedElsewhereWhileOpen(t *testing.T) {
	ctx := context.Background()
	path, dir := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, dir)
	sells(t, j, "1")
	_ = j.Close()
	there := filepath.Join(t.TempDir(), "b.db")
	if err := os.WriteFile(there, bytesAt(t, path), 0o600); err != nil {
		t.Fatal(err)
	}
	j = at(t, path, dir)
	paid := paidAttempt(t, j, "2")
	sells(t, j, "3")
	if adopted, err := at(t, there, dir).Adopt(ctx, "Li", "a new machine"); !adopted || err != nil {
		t.Fatal(adopted, err)
	}
	three, _, err := j.Read(ctx, "3")
	if err != nil {
		t.Fatal(err)
	}
	_, opening := j.Open(ctx, opened("4", "r4"))
	_, claiming := j.Claim(ctx, "1")
	_, telling := j.Append(ctx, paid, flow.Shown{})
	for what, err := range map[string]error{"open": opening, "claim": claiming, "told": telling} {
		if !errors.Is(err, flow.ErrCopy) || !strings.Contains(err.Error(), there) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := j.Append(ctx, three, flow.SaleCancelled{By: "cashier"}); err != nil {
		t.Errorf("what is under way is not written down: %v", err)
	}
	if s, err := sight(filepath.Join(dir, j.ID())); err != nil || s.Path != there {
		t.Errorf("its fact was noted over the adoption: %+v, %v", s, err)
	}
	_ = j.Close()
	isCopy(t, at(t, path, dir), "it was adopted at "+there)
}

// Verify counts the facts: rows that vanish together, an attempt's and its own,
// leave each list in agreement with the others, and the count of facts without
// them.
func TestVerifyCountsTheFacts(t *testing.T) {
	ctx := context.Background()
	for what, text := range map[string]string{
		"one fewer": "UPDATE tally SET n = n - 1 WHERE what = 'fact'",
		"one more":  "UPDATE tally SET n = n + 1 WHERE what = 'fact'",
		"others":    "UPDATE tally SET mix = mix + 1 WHERE what = 'fact'",
		"no count":  "DELETE FROM tally WHERE what = 'fact'",
	} {
		j := at(t, filepath.Join(t.TempDir(), "a.db"), "")
		sells(t, j, "1")
		sells(t, j, "2")
		if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
			t.Fatalf("before: %+v, %v", r, err)
		}
		if _, err := j.db.Exec(text); err != nil {
			t.Fatal(err)
		}
		if r, err := j.Verify(ctx); err != nil || len(r.Problems) != 1 || !strings.Contains(r.Problems[0], `"fact"`) {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
	}
}
