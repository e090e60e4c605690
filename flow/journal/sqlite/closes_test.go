package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"facetill/flow/ledger"
)

// Processes that close one day at once make one record of it, and who comes second hears
// that.
func TestTwoCloseAtOnce(t *testing.T) {
	ctx := context.Background()
	path, w := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, w)
	sell(ctx, t, j, 0, 7)
	errClosed := errors.New("closed")
	var all sync.WaitGroup
	ended := make([]error, 5)
	for i := range ended {
		one := at(t, path, w)
		all.Go(func() {
			_, ended[i] = one.MakeClose(ctx, flipOrder(0).Order.OpenedAt.Add(12*time.Hour), func(s ledger.Standing) (ledger.Draft, error) {
				if s.Last.N > 0 {
					return ledger.Draft{}, errClosed
				}
				return ledger.Draft{Day: "day"}, nil
			})
		})
	}
	all.Wait()
	made := 0
	for _, err := range ended {
		if err == nil {
			made++
		} else if err != errClosed {
			t.Error(err)
		}
	}
	if closes, err := j.Closes(ctx, 0); err != nil || len(closes) != 1 || made != 1 || closes[0].Lines != 1 {
		t.Errorf("%d made, %+v, %v", made, closes, err)
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
}
