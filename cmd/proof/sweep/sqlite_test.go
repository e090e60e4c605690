package main

import (
	"flag"
	"os"
	"testing"
	"time"

	"facetill/cmd/proof/world"
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
	st.Print(os.Stdout, m.name, m.wanted, len(failures), time.Since(begin))
	if st.Crashes == 0 || st.Sales < *sqliteWorlds {
		t.Errorf("%d sales and %d power cuts: that proves little", st.Sales, st.Crashes)
	}
}

// TestSQLiteCanFail is the control: a disk that forgets what was acknowledged
// must be found out.
func TestSQLiteCanFail(t *testing.T) {
	found := map[string]int{}
	for seed := uint64(1); seed <= 40; seed++ {
		if v := playFiles(world.New(seed, world.NewStats()), true); v != nil {
			found[v.Rule]++
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
		a, b := world.NewStats(), world.NewStats()
		if _, v := playOne(seed, a, false); v != nil {
			t.Fatal(seed, v)
		}
		if _, v := playSQLite(seed, b, false); v != nil {
			t.Fatal(seed, v)
		}
		if a.Sales != b.Sales || a.Crashes != b.Crashes || a.Calls != b.Calls || a.Marks["paid"] != b.Marks["paid"] {
			t.Errorf("seed %d: %d sales, %d power cuts, %d calls, %d paid in memory; %d, %d, %d, %d on SQLite", seed,
				a.Sales, a.Crashes, a.Calls, a.Marks["paid"], b.Sales, b.Crashes, b.Calls, b.Marks["paid"])
		}
	}
}
