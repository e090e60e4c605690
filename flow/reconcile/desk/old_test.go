package desk_test

import (
	"os"
	"path/filepath"
	"testing"

	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
)

// Of a day of more than three months ago WeChat is not asked, whose word would be that
// there was no trade: the kept bill counts, and without one nothing is said.
func TestDayOfMoreThanThreeMonthsAgo(t *testing.T) {
	r := newRig(t, "")
	r.sale("1001", paid("1001")...)
	r.clock.at = day.AddDate(0, 0, 100)
	if _, err := r.Compare(t.Context(), day, "Li"); !isA[*desk.TooOldError](err) || len(r.fetched) > 0 {
		t.Errorf("%v, fetched %v", err, r.fetched)
	}
	if _, is, err := r.Last(t.Context(), day); is || err != nil {
		t.Errorf("something was noted: %v", err)
	}
	if err := os.MkdirAll(r.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.folder, "2026-11-25.csv"), []byte(text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", ""))), 0o600); err != nil {
		t.Fatal(err)
	}
	if rep := r.compare(); rep.Verdict() != reconcile.Agreed || len(r.fetched) > 0 {
		t.Errorf("%s, fetched %v", items(rep), r.fetched)
	}
}

// Of two kept bills of a day, which a process left that died between two steps, the newer
// one counts.
func TestNewerOfTwoKeptBills(t *testing.T) {
	r := newRig(t, "")
	if err := os.MkdirAll(r.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"2026-11-25.csv.gz", "2026-11-25.csv"} {
		newer := filepath.Join(r.folder, name)
		if err := os.WriteFile(newer, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for i, at := range []string{name, map[string]string{"2026-11-25.csv.gz": "2026-11-25.csv", "2026-11-25.csv": "2026-11-25.csv.gz"}[name]} {
			if err := os.Chtimes(filepath.Join(r.folder, at), noon.AddDate(0, 0, -i), noon.AddDate(0, 0, -i)); err != nil && i == 0 {
				t.Fatal(err)
			}
		}
		if got := r.Kept(day); got != newer {
			t.Errorf("%s, want %s", got, newer)
		}
	}
}
