package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow/journal"
)

// sells opens an attempt.
func sells(t *testing.T, j *Journal, no string) {
	t.Helper()
	if _, err := j.Open(context.Background(), opened(no, "r"+no)); err != nil {
		t.Fatal(err)
	}
}

// An older state is written into the journal's own file, whose path and number
// stay, and is opened where the witness is not to be found. What recorded that it
// has a witness is a copy without it, and nobody makes it a new one unasked.
func TestALostWitnessIsNoSilence(t *testing.T) {
	away := func(dir string) error { return os.Rename(dir, dir+".away") }
	const looked = "none of its witnesses"
	for what, test := range map[string]struct {
		spoil  func(dir, file string) error
		other  bool // opened with the witness folder of another HOME
		nobody bool // ... with none at all
		why    string
	}{
		"another HOME":         {other: true, why: "older copy"},
		"no HOME":              {nobody: true, why: "older copy"},
		"another machine":      {spoil: func(dir, _ string) error { return away(dir) }, other: true, why: looked},
		"one without HOME":     {spoil: func(dir, _ string) error { return away(dir) }, nobody: true, why: looked},
		"deleted":              {spoil: func(_, file string) error { return os.Remove(file) }, why: looked},
		"emptied":              {spoil: func(_, file string) error { return os.Truncate(file, 0) }, why: looked},
		"half":                 {spoil: func(_, file string) error { return os.Truncate(file, 20) }, why: looked},
		"of zeros":             {spoil: func(_, file string) error { return os.WriteFile(file, make([]byte, 200), 0o600) }, why: looked},
		"a folder in its name": {spoil: func(_, file string) error { return errors.Join(os.Remove(file), os.Mkdir(file, 0o700)) }, why: looked},
		"not mounted":          {spoil: func(dir, _ string) error { return errors.Join(away(dir), os.Mkdir(dir, 0o700)) }, why: looked},
		"no mount point":       {spoil: func(dir, _ string) error { return away(dir) }, why: looked},
	} {
		t.Run(what, func(t *testing.T) {
			path, dir, mine := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "w"), ""
			j := at(t, path, dir)
			sells(t, j, "1")
			_ = j.Close()
			older := bytesAt(t, path)
			j = at(t, path, dir)
			sells(t, j, "2")
			_ = j.Close()
			if mine = dir; test.other {
				mine = filepath.Join(t.TempDir(), "w2")
			} else if test.nobody {
				mine = ""
			}
			stale := func() {
				t.Helper()
				if err := os.WriteFile(path, older, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			stale()
			if test.spoil != nil {
				if err := test.spoil(dir, filepath.Join(dir, j.ID())); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // the first opening leaves nothing that vouches for the second
				j = at(t, path, mine)
				isCopy(t, j, test.why)
				if test.why == looked && !strings.Contains(j.Copied().Error(), filepath.Join(dir, j.ID())) {
					t.Errorf("which witness was looked for? %v", j.Copied())
				}
				if mine != "" {
					if _, err := sight(filepath.Join(mine, j.ID())); err == nil {
						t.Error("a witness was made for a copy")
					}
				}
				_ = j.Close()
			}
			j = at(t, path, mine)
			if adopted, err := j.Adopt(context.Background(), "Li", "the disk broke"); !adopted || err != nil {
				t.Fatalf("adopted: %t, %v", adopted, err)
			}
			sells(t, j, "3")
			_ = j.Close()
			if j = at(t, path, mine); j.Copied() != nil {
				t.Fatalf("opened after it: %v", j.Copied())
			}
			_ = j.Close()
			if mine != "" || test.why != looked {
				stale()
				isCopy(t, at(t, path, mine), "older copy")
			}
		})
	}
}

// Who else on the machine uses a journal is vouched for by a witness that he can
// read, and gets one of his own; what one HOME has seen, the others know.
func TestEveryWitnessIsAsked(t *testing.T) {
	path, one, two := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "w"), filepath.Join(t.TempDir(), "w")
	for _, dir := range []string{one, two, one, "", two, "", one} {
		j := at(t, path, dir)
		if j.Copied() != nil || j.WitnessError() != nil {
			t.Fatalf("with %q: %v, %v", dir, j.Copied(), j.WitnessError())
		}
		_ = j.Close()
	}
	j := at(t, path, two)
	sells(t, j, "1")
	_ = j.Close()
	older := bytesAt(t, path)
	j = at(t, path, "")
	sells(t, j, "2")
	_ = j.Close()
	for _, dir := range []string{one, two} {
		if s, err := sight(filepath.Join(dir, j.ID())); err != nil || s.Facts != 2 {
			t.Errorf("what a process without HOME did, %s has not noted: %+v", dir, s)
		}
	}
	// Where one is lost, the other one vouches; a folder that is gone is not made.
	if err := os.Rename(two, two+".away"); err != nil {
		t.Fatal(err)
	}
	j = at(t, path, two)
	if _, err := os.Stat(two); j.Copied() != nil || j.WitnessError() == nil || err == nil {
		t.Errorf("the second's disk is not there: %v, %v, %v", j.Copied(), j.WitnessError(), err)
	}
	sells(t, j, "3")
	if _, err := os.Stat(two); err == nil {
		t.Error("the mount point was made")
	}
	_ = j.Close()
	if err := os.WriteFile(path, older, 0o600); err != nil {
		t.Fatal(err)
	}
	isCopy(t, at(t, path, two), "older copy")
}

// A write that was torn leaves the one before it.
func TestATornWitnessIsNoStop(t *testing.T) {
	path, dir := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, dir)
	for _, no := range []string{"1", "2", "3"} {
		sells(t, j, no)
		file := filepath.Join(dir, j.ID())
		whole := bytesAt(t, file)
		for at := 0; at < len(whole); at += 16 {
			torn := append([]byte(nil), whole...)
			clear(torn[at:min(at+100, len(torn))])
			if err := os.WriteFile(file, torn, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := sight(file); err != nil {
				t.Fatalf("torn at %d after fact %s: nothing can be read", at, no)
			}
		}
		if err := os.WriteFile(file, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A journal that never had a witness works, and says so; it gets one when there is
// a folder for it. It remembers few of them.
func TestNeverAWitness(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	for _, dir := range []string{"", filepath.Join(path, "no-folder")} {
		j := at(t, path, dir)
		if j.Copied() != nil || j.WitnessError() == nil {
			t.Errorf("%q: %v, %v", dir, j.Copied(), j.WitnessError())
		}
		_ = j.Close()
	}
	dirs := t.TempDir()
	for _, name := range strings.Split("abcdefghijkl", "") {
		j := at(t, path, filepath.Join(dirs, name))
		if j.Copied() != nil || j.WitnessError() != nil {
			t.Fatalf("%s: %v, %v", name, j.Copied(), j.WitnessError())
		}
		text, _, err := journal.Meta(context.Background(), j.db, "witnesses")
		var list []string
		err = errors.Join(err, json.Unmarshal([]byte(text), &list))
		if newest := filepath.Join(dirs, name, j.ID()); err != nil || len(list) == 0 || len(list) > 8 || list[len(list)-1] != newest {
			t.Errorf("%s: it remembers %q, %v", name, list, err)
		}
		_ = j.Close()
	}
}
