package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// Money rule 5.3: what stops a sale twice is counted. An attempt that damage hides from
// one of its lists is an error, for who asks what stops it and for who notes a press:
// the list without it would let the same sale be charged again.
func TestNoDuplicateIsHidden(t *testing.T) {
	ctx := context.Background()
	for what, c := range map[string]struct {
		damage string
		press  error // the press reads what is pending, and only the last of the sequence
	}{
		"one fewer pending":         {"UPDATE tally SET n = n + 1 WHERE what = 'open'", journal.ErrDamaged},
		"another one pending":       {"UPDATE tally SET mix = mix + 1 WHERE what = 'open'", journal.ErrDamaged},
		"one fewer in the sequence": {"UPDATE tally SET n = n + 1 WHERE what = 'seq'", nil},
	} {
		j := at(t, filepath.Join(t.TempDir(), "a.db"), "")
		if _, err := j.Open(ctx, opened("1", "r")); err != nil {
			t.Fatal(err)
		}
		if _, err := j.PossibleDuplicates(ctx, "", 1, flow.Press{}); err != nil {
			t.Fatal(err)
		}
		if _, err := j.db.Exec(c.damage); err != nil {
			t.Fatal(what, err)
		}
		if all, err := j.PossibleDuplicates(ctx, "", 1, flow.Press{}); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: %d stop it, %v", what, len(all), err)
		}
		if p, err := j.Press(ctx, "", 1); !errors.Is(err, c.press) {
			t.Errorf("%s: pressed at %+v, %v", what, p, err)
		}
	}
}

// Money rules 5.2 and 5.3: what was paid and never told is unclaimed once its process
// is gone, for who is stopped by it as for every other reader; while that one lives it
// is about to be told.
func TestADuplicateOfTheDeadIsUnclaimed(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	one, two := d.Process("one"), d.Process("two")
	a, err := one.Open(ctx, opened("1", "r"))
	at := time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)
	if err == nil {
		_, err = one.Append(ctx, a, flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8e9), TimeExpire: at.Add(120e9), ConfirmBy: at.Add(45e9)},
			flow.ChargeProven{TransactionID: "42", TimeEnd: at})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, lives := range []bool{true, false} {
		if !lives {
			d.Kill("one")
		}
		all, err := two.PossibleDuplicates(ctx, "", 1, flow.Press{})
		if err != nil || len(all) != 1 || all[0].Driven != lives || all[0].Unclaimed == lives {
			t.Errorf("its process lives %t: %+v, %v", lives, all, err)
		}
	}
}
