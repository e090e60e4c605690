package till_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// whole reads all of the past, however little is asked for.
type whole struct{ till.People }

func (w whole) PersonEvents(ctx context.Context, lane string, _ int) ([]flow.PersonEvent, error) {
	return w.People.PersonEvents(ctx, lane, 0)
}

// The newest events say the same as all of them, whatever came before them: processes
// that were too late, commits in doubt, and PINs.
func TestNewestEventsSayTheSame(t *testing.T) {
	for seed := range uint64(3) {
		synctest.Test(t, func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 0))
			r := newStaffed(t)
			all := r.another().anew(func(p *till.Ports) { p.People = whole{r.disk} })
			numbers := []string{"07", "12", "90"}
			for n := range 1000 {
				if dice.IntN(3) == 0 { // another process comes first, or the commit is in doubt
					other := r.another().remembering()
					r.anew(func(p *till.Ports) {
						p.People = &meanwhile{r.disk, func() {
							time.Sleep(time.Second)
							number := numbers[dice.IntN(3)]
							_, _ = other.SignIn(t.Context(), number, number+number)
							_, _ = other.Handover(t.Context(), number, number+number, false)
						}}
					})
				} else if r.remembering(); dice.IntN(9) == 0 {
					r.anew(func(p *till.Ports) { p.People = twice{r.disk} })
				}
				number := numbers[dice.IntN(3)]
				switch dice.IntN(5) {
				case 0:
					_, _ = r.SignIn(t.Context(), number, number+number)
				case 1:
					_, _ = r.SignOut(t.Context())
				case 2:
					_, _ = r.Handover(t.Context(), number, number+number, false)
				case 3:
					_, _, _ = r.EndShift(t.Context(), r.id.Lane, "9090")
				case 4:
					_, _ = r.SignIn(t.Context(), number, "0000")
				}
				time.Sleep(time.Minute)
				if n%50 > 0 {
					continue
				}
				seller, failed := r.remembering().Seller(t.Context())
				got, err := r.remembering().Shift(t.Context(), r.id.Lane)
				want, and := all.Shift(t.Context(), r.id.Lane)
				if failed != nil || err != nil || and != nil || seller != want.Cashier || got.Cashier != want.Cashier || !got.Since.Equal(want.Since) {
					t.Fatalf("seed %d, act %d: sales of %q, %q since %s, and of all %q since %s; %v, %v", seed, n, seller, got.Cashier, got.Since, want.Cashier, want.Since, err, and)
				}
			}
			if n := len(r.events()); n < 550 {
				t.Errorf("seed %d: only %d events", seed, n)
			}
		})
	}
}
