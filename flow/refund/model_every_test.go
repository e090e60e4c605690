package refund

import (
	"flag"
	"testing"
	"time"
)

var modelFaults = flag.Int("faults", 0, "how many faults together in every run of the model instead of two")

// fault is a choice that is not what usually happens: at which choice of a run, and
// which of its fates.
type fault struct{ at, fate int }

// every plays a shop once for each way to have so many faults in it: a crash before or
// after each write, each fate of each request, a query that is lost, a machine that
// sleeps, another one that runs first, a lease that is lost, a Date that is wrong.
func every(t *testing.T, most int, off clause, shop func(*world)) (runs, broken int) {
	var visit func(faults []fault, from int)
	visit = func(faults []fault, from int) {
		if off != "" && broken > 0 {
			return
		}
		w, fates := playFaults(faults, off, shop, false)
		if runs++; len(w.wrong) > 0 {
			if broken++; off == "" && broken <= 3 {
				loud, _ := playFaults(faults, off, shop, true)
				t.Errorf("faults %v:\n\t%s", faults, loud.report())
			}
		}
		if len(faults) == most {
			return
		}
		for at := from; at < len(fates); at++ {
			for fate := 1; fate < fates[at]; fate++ {
				visit(append(faults[:len(faults):len(faults)], fault{at, fate}), at+1)
			}
		}
	}
	visit(nil, 0)
	return runs, broken
}

// playFaults plays a shop with these faults, and returns how many fates each choice had.
func playFaults(faults []fault, off clause, shop func(*world), loud bool) (w *world, fates []int) {
	w = newWorld(off, func(_ string, n int) int {
		at := len(fates)
		fates = append(fates, n)
		for _, f := range faults {
			if f.at == at {
				return f.fate
			}
		}
		return 0
	})
	w.loud, w.meant = loud, 1
	shop(w)
	w.run(2 * time.Hour)
	w.heal()
	return w, fates
}

// shops are two presses of one wish in two processes, as they may come.
var shops = []struct {
	name string
	open func(*world)
}{
	{"at once", func(w *world) { w.twice(&intent{}, 0) }},
	{"after eleven minutes", func(w *world) { w.twice(&intent{}, 11*time.Minute) }},
	{"by one reference", func(w *world) { w.twice(&intent{ref: "bon 7"}, time.Second) }},
	{"without money, topped up", func(w *world) {
		w.book.funds = false
		w.start("top up", w.shop, 4*time.Second, func(*actor) { w.book.funds = true })
		w.twice(&intent{}, 3*time.Second)
	}},
	{"on the merchant platform, too", func(w *world) {
		w.book.refunds = append(w.book.refunds, there{number: "platform-1", status: StatusProcessing, fee: mFee, at: time.Minute, ending: StatusSuccess})
		w.twice(&intent{}, 0)
	}},
}

// twice is one wish that is pressed in two processes, with recovery behind them.
func (w *world) twice(i *intent, after time.Duration) {
	w.want("first", i, 0)
	w.want("second", i, after)
	w.start("recovery", w.shop, 40*time.Second, func(a *actor) { a.drive(w.now+time.Hour, true) })
}

// Every run with two faults keeps the law; with three it takes minutes.
func TestModelEvery(t *testing.T) {
	most := 2
	if testing.Short() { // the race detector's run: nothing is shared here
		most = 1
	}
	if *modelFaults > 0 {
		most = *modelFaults
	}
	for _, s := range shops {
		t.Run(s.name, func(t *testing.T) {
			runs, broken := every(t, most, "", s.open)
			t.Logf("%d runs, %d broken", runs, broken)
			if runs < 500 && most > 1 {
				t.Errorf("only %d runs", runs)
			}
		})
	}
}

// Without a guard two faults are enough to break it.
func TestModelEveryCanFail(t *testing.T) {
	for _, c := range []clause{"nothing stops", "the version is not compared", "a retry has a number of its own",
		"no answer is an answer", "begun is forgotten at a restart", "told before the line", "no look before it begins", "a reference answers nothing"} {
		if !anyBroken(t, c) {
			t.Errorf("two faults without %q break nothing", c)
		}
	}
}

func anyBroken(t *testing.T, c clause) bool {
	for most := 1; most <= 2; most++ {
		for _, s := range shops {
			if _, broken := every(t, most, c, s.open); broken > 0 {
				return true
			}
		}
	}
	return false
}
