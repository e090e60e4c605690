package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow/journal"
)

// Who does not make a journal and comes while another process just makes it waits
// for that one: a file without a table is then no damage.
func TestAJournalThatIsJustBeingMade(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	type opened struct {
		j   *Journal
		err error
	}
	done := make(chan opened, 1)
	go func() {
		j, err := Open(ctx, path, Options{})
		done <- opened{j, err}
	}()
	select {
	case o := <-done:
		t.Fatalf("it did not wait: %v", o.err)
	case <-time.After(300 * time.Millisecond):
	}
	if size, err := sizeOf(path); err != nil || size != 0 {
		t.Errorf("who only reads wrote %d bytes into it: %v", size, err)
	}
	made, err := Open(ctx, path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	o := <-done
	if o.err != nil {
		t.Fatalf("made meanwhile: %v", o.err)
	}
	defer o.j.Close()
	if o.j.Created() || o.j.ID() != made.ID() {
		t.Error("it is not the journal that was made")
	}
}

// A file in which nothing was ever made, and nothing shows that there was, is no
// journal yet: nobody waits long for it, and it is not called damaged. The judge
// says the same, so that who waits for a journal goes on waiting.
func TestNothingWasMadeYet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Judge(path, ""); !errors.Is(err, ErrMissing) {
		t.Errorf("the judge says %v", err)
	}
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), path, Options{}); !errors.Is(err, ErrMissing) || errors.Is(err, journal.ErrDamaged) {
		t.Errorf("empty for an hour: %v", err)
	}
	if size, err := sizeOf(path); err != nil || size != 0 {
		t.Errorf("it has %d bytes now: %v", size, err)
	}
}

// SQLite would take the first byte of a file for no file, and begin anew.
func TestFirstByte(t *testing.T) {
	for _, n := range []int{1, 20, 99} {
		path := filepath.Join(t.TempDir(), "j.db")
		if err := os.WriteFile(path, []byte("SQLite format 3\x00" + string(make([]byte, 84)))[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(context.Background(), path, Options{Create: true}); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}
