package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow/journal"
)

// A journal that is gone, or was cut to nothing, is not made anew beside what
// shows that there was one.
func TestNothingIsMadeAnew(t *testing.T) {
	ctx := context.Background()
	for what, spoil := range map[string]func(path string) error{
		"gone":  os.Remove,
		"empty": func(path string) error { return os.Truncate(path, 0) },
	} {
		for _, create := range []bool{false, true} {
			path := filepath.Join(t.TempDir(), "a.db")
			j, err := Open(ctx, path, Options{Create: true})
			if err == nil {
				err = errors.Join(j.Close(), spoil(path))
			}
			if err != nil {
				t.Fatal(err)
			}
			_, err = Open(ctx, path, Options{Create: create})
			if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), path+ownersSuffix) || !strings.Contains(err.Error(), what) {
				t.Errorf("%s, create %t: %v", what, create, err)
			}
			if size, err := sizeOf(path); size > 0 || err == nil && what == "gone" {
				t.Errorf("%s: something was made: %d, %v", what, size, err)
			}
			if err := os.RemoveAll(path + ownersSuffix); err != nil {
				t.Fatal(err)
			}
			if j, err = Open(ctx, path, Options{Create: true}); err != nil {
				t.Errorf("%s, and on purpose: %v", what, err)
				continue
			}
			if !j.Created() {
				t.Errorf("%s: a new journal does not say so", what)
			}
			_ = j.Close()
		}
	}
}

// Several processes that make one at once all get the same one.
func TestMadeByManyAtOnce(t *testing.T) {
	for range 4 {
		path := filepath.Join(t.TempDir(), "shop", "a.db")
		var all []*process
		for range 5 {
			all = append(all, start(t, path))
		}
		for n, p := range all {
			p.say(fmt.Sprint("open ", n))
		}
		for n, p := range all {
			if got := p.hear(); got != "<nil>" {
				t.Errorf("process %d: %s", n, got)
			}
		}
		j, err := Open(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := j.Verify(context.Background()); err != nil || len(r.Problems) > 0 || r.Attempts != len(all) {
			t.Errorf("made by several at once: %+v, %v", r, err)
		}
		_ = j.Close()
	}
}

// A link that names a journal which is gone is no new path.
func TestALinkToNothing(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a.db"), filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Log("no links here, nothing to go wrong:", err) // Windows without the right
		return
	}
	j, err := Open(ctx, link, Options{Create: true})
	if err != nil || j.Path() != path {
		t.Fatalf("through a link: %v", err)
	}
	if err := errors.Join(j.Close(), os.Remove(path)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, link, Options{Create: true}); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("made anew behind a link: %v", err)
	}
}
