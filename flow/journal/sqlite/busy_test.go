package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
)

// A journal that another process writes just now is whole, and no copy: nobody is
// told to restore or to adopt one because of a look at the wrong moment.
func TestOpenedBesideAWriter(t *testing.T) {
	ctx := context.Background()
	path, w := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, w)
	var stop atomic.Bool
	ended := make(chan error)
	go func() {
		for n := 0; ; n++ {
			a, err := j.Open(ctx, opened(fmt.Sprint(n), fmt.Sprint("r", n)))
			if err == nil {
				_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
			}
			if err != nil || stop.Load() {
				ended <- err
				return
			}
		}
	}()
	for n := range 100 {
		o, err := Open(ctx, path, Options{Witness: w})
		if err != nil {
			t.Errorf("open %d: %v", n, err)
			continue
		}
		if err := o.Copied(); err != nil {
			t.Errorf("open %d: %v", n, err)
		}
		_ = o.Close()
	}
	stop.Store(true)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// While an older version has the journal open nothing is brought up to date: it
// would go on writing rows by the columns that it knows.
func TestNoMigrationUnderALivingProcess(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	old := at(t, path, t.TempDir())
	o, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	step := later("CREATE TABLE extra (x INTEGER)")
	if err := o.migrate(ctx, step, false); !errors.Is(err, journal.ErrInUse) {
		t.Errorf("beside a living process: %v", err)
	}
	if v, err := journal.SchemaVersion(ctx, o.db); v != len(journal.Steps) || err != nil {
		t.Errorf("schema %d, %v", v, err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if err := o.migrate(ctx, step, false); err != nil {
		t.Errorf("alone: %v", err)
	}
}
