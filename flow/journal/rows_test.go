package journal_test

import (
	"errors"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
)

// Money rule 1.1: a fact that cannot be written did not happen: whoever writes it hears
// so, and the attempt stands where it stood.
func TestAFactThatIsNotWritten(t *testing.T) {
	ctx := t.Context()
	j, _ := made(t)
	a, err := j.Open(ctx, opened("1", "a"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.DB().Exec("CREATE TRIGGER broken BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'the disk'); END"); err != nil {
		t.Fatal(err)
	}
	if b, err := j.Append(ctx, a, flow.SaleCancelled{By: "cashier"}); err == nil {
		t.Errorf("appended: %s", b.State)
	}
	if b, err := j.Open(ctx, opened("2", "b")); err == nil {
		t.Errorf("opened: %s", b.State)
	}
	if _, err := j.DB().Exec("DROP TRIGGER broken"); err != nil {
		t.Fatal(err)
	}
	if b, _, err := j.Read(ctx, "1"); err != nil || b.State != flow.Opened {
		t.Errorf("then %s, %v", b.State, err)
	}
	if _, _, err := j.Read(ctx, "2"); !errors.Is(err, flow.ErrUnknown) {
		t.Errorf("the other one: %v", err)
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("verify: %+v, %v", r, err)
	}
}

// Money rule 1.7: an attempt that a list names, and no table has, is damage: to pass it
// over would let its sale be charged again.
func TestListedAndNowhereElse(t *testing.T) {
	j, _ := made(t)
	if _, err := j.Open(t.Context(), opened("1", "a")); err != nil {
		t.Fatal(err)
	}
	if n, err := j.Listed(t.Context(), "1"); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := j.Listed(t.Context(), "1", "2"); !errors.Is(err, journal.ErrDamaged) || errors.Is(err, flow.ErrUnknown) {
		t.Errorf("%d of two, %v", n, err)
	}
}

// A read that breaks off behind its first row is an error, and no short list.
func TestAReadThatBreaksOff(t *testing.T) {
	j, _ := made(t)
	if n, err := j.Numbers(t.Context(), "SELECT abs(column1) FROM (VALUES (1), (2))"); err != nil || n != 2 {
		t.Errorf("%d rows, %v", n, err)
	}
	if n, err := j.Numbers(t.Context(), "SELECT abs(column1) FROM (VALUES (1), (-9223372036854775808))"); err == nil {
		t.Errorf("%d rows and no error", n)
	}
}

// Money rule 1.7: a row that is found under another number than its own is damage. Two
// numbers that an engine takes for one, as a lying index would, are two.
func TestARowUnderAnotherNumber(t *testing.T) {
	j, _ := made(t)
	if _, err := j.Open(t.Context(), opened("n", "a")); err != nil {
		t.Fatal(err)
	}
	for _, do := range []string{"ALTER TABLE attempt RENAME TO whole", "CREATE VIEW attempt AS SELECT out_trade_no COLLATE NOCASE AS out_trade_no, " + j.ColumnsButTheNumber() + " FROM whole"} {
		if _, err := j.DB().Exec(do); err != nil {
			t.Fatalf("%s: %v", do, err)
		}
	}
	if _, _, err := j.Read(t.Context(), "n"); err != nil {
		t.Fatal(err)
	}
	if a, _, err := j.Read(t.Context(), "N"); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("%+v, %v", a, err)
	}
}
