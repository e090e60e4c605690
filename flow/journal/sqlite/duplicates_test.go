package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

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
