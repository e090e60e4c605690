package journal_test

import (
	"testing"

	"facetill/flow"
)

// Money rules 1.6 and 7.3: a stop of new sales that could not be written, or could not be
// lifted, is said to be neither.
func TestAStopThatIsNotWritten(t *testing.T) {
	ctx := t.Context()
	j, _ := made(t)
	for _, c := range []struct{ on, why, then string }{{"INSERT", "SIGN_ERROR", ""}, {"DELETE", "", "SIGN_ERROR"}} {
		if _, err := j.DB().Exec("CREATE TRIGGER broken BEFORE " + c.on + " ON halt BEGIN SELECT RAISE(ABORT, 'the disk'); END"); err != nil {
			t.Fatal(err)
		}
		if err := j.SuspendSales(ctx, flow.SuspendedByKey, c.why); err == nil {
			t.Errorf("%s: stored", c.on)
		}
		if all, err := j.SalesSuspended(ctx); err != nil || all[flow.SuspendedByKey] != c.then {
			t.Errorf("%s: sales are stopped by %q, %v", c.on, all[flow.SuspendedByKey], err)
		}
		if _, err := j.DB().Exec("DROP TRIGGER broken"); err != nil {
			t.Fatal(err)
		}
		if err := j.SuspendSales(ctx, flow.SuspendedByKey, c.why); err != nil {
			t.Errorf("%s: %v", c.on, err)
		}
	}
}
