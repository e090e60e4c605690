package main

import (
	"flag"
	"os"
	"reflect"
	"testing"
	"time"

	"facetill/cmd/proof/world"
)

var worlds = flag.Int("worlds", 6_000, "how many worlds TestSweep plays: twice as many sales")

// TestSweep: no rule is broken in any world, and every rare path was reached.
func TestSweep(t *testing.T) {
	begin := time.Now()
	st, failures := sweep(modes[0], 1, *worlds)
	for _, f := range failures {
		t.Error(f)
	}
	st.Print(os.Stdout, modes[0].name, modes[0].wanted, len(failures), time.Since(begin))
	if missed := st.Missed(modes[0].wanted); *worlds >= 20_000 && len(missed) > 0 {
		t.Errorf("never reached: %q", missed)
	}
}

// TestSweepCanFail is the control: with a WeChat that lies under its own
// signature, rules must be seen broken within a few thousand worlds.
func TestSweepCanFail(t *testing.T) {
	found := map[string]bool{}
	for seed := uint64(1); seed <= 3000; seed++ {
		w := world.New(seed, world.NewStats())
		w.Liar = true
		if v := w.Play(); v != nil {
			found[v.Rule] = true
		}
	}
	for _, rule := range []string{"2.2", "4.2"} {
		if !found[rule] {
			t.Errorf("a lying WeChat never broke rule %s; seen: %v", rule, found)
		}
	}
}

// TestReplay: a seed is a world, to the last line of its story. Without that a
// failure could not be looked at.
func TestReplay(t *testing.T) {
	for seed := uint64(1); seed <= 200; seed++ {
		story := func() []string {
			w := world.New(seed, world.NewStats())
			w.Tell = true
			w.Play()
			return w.Story
		}
		if a, b := story(), story(); !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d tells two stories:\n%q\n%q", seed, a, b)
		}
	}
}
