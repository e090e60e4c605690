package shops

import (
	"reflect"
	"testing"

	"facetill/cmd/proof/world"
	"facetill/flow/flowtest"
)

// TestS51_TwoTillsAndPayOnOneLane: ten sales of few amounts at each, with second
// presses, scanned codes and kills between. At rest every customer paid once for what
// was handed over.
func TestS51_TwoTillsAndPayOnOneLane(t *testing.T) {
	st := world.NewStats()
	for seed := uint64(1); seed <= 60; seed++ {
		if _, v := playOn(flowtest.NewMemory(), seed, st, false, &plan{tills: 2, callers: 1, sales: 10, others: true}); v != nil {
			t.Errorf("seed %d: %s: %s", seed, v.Rule, v.What)
		}
	}
	if st.Marks["goods handed over"] < 600 || st.Marks["two presses"] == 0 || st.Marks["till killed"] == 0 || st.Marks["pay killed"] == 0 {
		t.Errorf("goods %d times, and %v: that proves little", st.Marks["goods handed over"], st.Marks)
	}
}

// TestS46_CopiesMoveNoMoney: the journal is copied while something is open, and a
// till, recover, status, resolve and `pay` work on the copy while the original goes on.
func TestS46_CopiesMoveNoMoney(t *testing.T) {
	keep(t, &keepers[0], "work on a copy")
}

// TestS20_BackupIsPutBack: a backup lies in the journal's place, and is taken away
// again or adopted.
func TestS20_BackupIsPutBack(t *testing.T) {
	keep(t, &keepers[1], "the journal is back", "a backup is adopted")
}

// TestAdoptedBesideTheOriginal: nothing begins in the one that was left.
func TestAdoptedBesideTheOriginal(t *testing.T) {
	keep(t, &keepers[2], "a copy is adopted beside the journal")
}

// TestMoneyGoesBackOnce: a person gives money of told sales back in each shop, by two
// presses and over kills: never more than was meant, and each word is so.
func TestMoneyGoesBackOnce(t *testing.T) {
	st := world.NewStats()
	for seed := uint64(1); seed <= 200; seed++ {
		who := &actor{"give back", visitor.giveBack}
		if _, v := playOn(flowtest.NewMemory(), seed, st, false, &plan{tills: 1, callers: 1, sales: 3, others: true, keeper: who}); v != nil {
			t.Errorf("seed %d: %s: %s", seed, v.Rule, v.What)
		}
	}
	for _, mark := range []string{"double press stopped", "one more beside", "refund killed", "a refund, and nobody heard", "refund told", "refund done"} {
		if st.Marks[mark] < 20 {
			t.Errorf("%q %d times: that proves little", mark, st.Marks[mark])
		}
	}
}

// keep plays shops in which somebody keeps copies, with the marks that they must reach.
func keep(t *testing.T, who *actor, marks ...string) {
	st := world.NewStats()
	for seed := uint64(1); seed <= 200; seed++ {
		if _, v := playOn(flowtest.NewMemory(), seed, st, false, &plan{tills: 1, callers: 1, sales: 3, others: true, keeper: who}); v != nil {
			t.Errorf("seed %d: %s: %s", seed, v.Rule, v.What)
		}
	}
	for _, mark := range append(marks, "copied while open", "refused: a copy") {
		if st.Marks[mark] < 20 {
			t.Errorf("%q %d times: that proves little", mark, st.Marks[mark])
		}
	}
}

// TestShopsCanFail is the control: without the guard customers pay twice, and with a
// WeChat that lies under its own signature a till says what is not so.
func TestShopsCanFail(t *testing.T) {
	for rule, spoil := range map[string]func(*shop, *plan){
		"5.3": func(s *shop, _ *plan) { s.unguarded = true },
		"5.9": func(s *shop, p *plan) { s.unmarked, p.keeper = true, &keepers[0] },
		"4.2": func(s *shop, _ *plan) { s.w.Liar = true },
	} {
		found := map[string]int{}
		for seed := uint64(1); seed <= 300; seed++ {
			s := newShop(flowtest.NewMemory(), seed, world.NewStats(), false)
			p := s.plan()
			spoil(s, p)
			if v := s.w.Run(func() { s.play(*p) }); v != nil {
				found[v.Rule]++
			}
		}
		if found[rule] < 3 {
			t.Errorf("rule %s is hardly ever broken; seen: %v", rule, found)
		}
	}
}

// TestShopsReplay: a seed is a shop, to the last line of its story.
func TestShopsReplay(t *testing.T) {
	for seed := uint64(1); seed <= 100; seed++ {
		story := func() []string {
			w, _ := Play(seed, world.NewStats(), true)
			return w.Story
		}
		if a, b := story(), story(); !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d tells two stories:\n%q\n%q", seed, a, b)
		}
	}
}

// TestCashiersChange: three people at one till, in each shop, who give back, hand over and
// mistype: each sale and refund is of who did it, and in the sums of one shift and day.
func TestCashiersChange(t *testing.T) {
	st := world.NewStats()
	for seed := uint64(1); seed <= 150; seed++ {
		if _, v := playOn(flowtest.NewMemory(), seed, st, false, &plan{tills: 1, callers: 1, sales: 2, others: true, people: true}); v != nil {
			t.Errorf("seed %d: %s: %s", seed, v.Rule, v.What)
		}
	}
	for _, mark := range []string{"a cashier hands over", "a cashier is ended", "handed over with what is open", "PINs are paused",
		"a refund of who stands there", "given back on another day"} {
		if st.Marks[mark] < 10 {
			t.Errorf("%q %d times: that proves little", mark, st.Marks[mark])
		}
	}
}
