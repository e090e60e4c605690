package main

import (
	"flag"
	"os"
	"testing"
	"time"
)

var sqliteWorlds = flag.Int("sqlite", 500, "how many worlds TestSQLite plays")

// TestSQLite: the same worlds on the real journal, reopened at each power cut.
func TestSQLite(t *testing.T) {
	begin := time.Now()
	m, err := modeOf("sqlite")
	if err != nil {
		t.Fatal(err)
	}
	st, failures := sweep(m, 1, *sqliteWorlds)
	for _, f := range failures {
		t.Error(f)
	}
	st.print(os.Stdout, m, len(failures), time.Since(begin))
	if st.crashes == 0 || st.sales < *sqliteWorlds {
		t.Errorf("%d sales and %d power cuts: that proves little", st.sales, st.crashes)
	}
}

// TestSQLiteCanFail is the control: a disk that forgets what was acknowledged
// must be found out.
func TestSQLiteCanFail(t *testing.T) {
	found := map[string]int{}
	for seed := uint64(1); seed <= 40; seed++ {
		if _, v := playSQLite(seed, newStats(), false, true); v != nil {
			found[v.rule]++
		}
	}
	if found["1.1"] == 0 {
		t.Errorf("a WAL that vanishes is never noticed; seen: %v", found)
	}
}

// TestSQLiteIsMemory: a world takes the same course on the real journal as on
// the one in memory, so that what millions of sales prove of the one holds for
// the other.
func TestSQLiteIsMemory(t *testing.T) {
	for seed := uint64(1); seed <= 60; seed++ {
		a, b := newStats(), newStats()
		if _, v := playOne(seed, a, false); v != nil {
			t.Fatal(seed, v)
		}
		if _, v := playSQLite(seed, b, false, false); v != nil {
			t.Fatal(seed, v)
		}
		if a.sales != b.sales || a.crashes != b.crashes || a.calls != b.calls || a.marks["paid"] != b.marks["paid"] {
			t.Errorf("seed %d: %d sales, %d power cuts, %d calls, %d paid in memory; %d, %d, %d, %d on SQLite", seed,
				a.sales, a.crashes, a.calls, a.marks["paid"], b.sales, b.crashes, b.calls, b.marks["paid"])
		}
	}
}
