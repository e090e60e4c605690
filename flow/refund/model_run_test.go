package refund

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"facetill/flow/money"
)

var modelRuns = flag.Int("model", 0, "how many random runs of the model instead of a few thousand")

func newWorld(off clause, pick func(string, int) int) *world {
	return &world{pick: pick, off: off, shop: &store{}, book: book{funds: true, fees: map[string]money.Fen{}},
		slowest: 14 * time.Minute, total: 1_000, said: map[string]Outcome{}, closed: map[string]bool{}, notes: map[string]int{}}
}

// want is a person with a wish: they press, and press again while they have heard
// nothing, or are shown what stops them.
func (w *world) want(name string, i *intent, after time.Duration) {
	w.start(name, w.shop, after, func(a *actor) {
		if i.heard {
			return
		}
		how, number := a.press(i, "", nil)
		a.finish(i, how, number)
		for range 2 {
			if i.heard || how != stopped {
				return
			}
			a.pause([]time.Duration{0, 15 * time.Minute}[w.pick("thinks", 2)])
			how, number = a.afterList(i)
			a.finish(i, how, number)
		}
	})
}

// elsewhere is a person at another till who wants the same refund and hears nothing of
// the first one. Ten minutes after that was begun nobody is in doubt any more.
func (w *world) elsewhere(i *intent, after time.Duration) {
	w.start("elsewhere", w.shop, after, func(a *actor) {
		for _, e := range a.s.l {
			if a.instant().Wall.Sub(e.BegunWall) > guardFor-pressFor {
				return
			}
		}
		how, number := a.press(i, "", nil)
		a.finish(i, how, number)
	})
}

// lateWord is a first process that dies before it tells, and a word that comes from
// another one while the person presses again.
func (w *world) lateWord(i *intent) {
	first := w.actors[0]
	w.start("killer", w.shop, 15*time.Second, func(*actor) { first.stop() })
	w.mute = 12*time.Minute + 3*time.Second
	again := w.start("again", w.shop, 12*time.Minute, func(a *actor) {
		if !i.heard {
			how, number := a.press(i, "", nil)
			a.finish(i, how, number)
		}
	})
	again.slow = 20 * time.Second
}

// comesBack is the customer who got nothing: what is stuck, refused or closed is asked
// for again, by a person who knows which refunds were others'.
func (w *world) comesBack(i *intent, after time.Duration) {
	w.start("comes back", w.shop, after, func(a *actor) {
		for _, e := range a.s.l {
			switch {
			case slices.Contains(w.others, e.Number):
			case e.State == Refused && (!i.heard && !e.Final || e.Final && w.off == "a closed number is sent again"):
				w.book.funds = true
				how, number := stopped, "" // anew, until they are shown what there is
				if !e.Final && w.pick("list", 2) == 1 {
					how, number = a.press(i, "", w.others)
				}
				switch {
				case how == stopped && !e.Final && !w.isSlow() && w.pick("list", 3) == 1: // another one, in its place
					how, number = a.press(i, "", append(slices.Clone(w.others), e.Number))
				case how == stopped:
					how, number = a.press(i, e.Number, w.others)
				}
				a.finish(i, how, number)
				return
			case e.IsUnsettled():
				how, number := a.press(i, "", w.others)
				a.finish(i, how, number)
				return
			}
		}
	})
}

// byHand is a person who ends what was refused, and hands its customer the money, beside
// what they know to be others'; and one who knows nothing of that and gives a refund of
// their own later.
func (w *world) byHand(i *intent, after time.Duration) {
	w.start("by hand", w.shop, after, func(a *actor) {
		for _, e := range a.s.l {
			seen, fits := a.s.version, a.s.l.FitsOtherwise(w.total, e) || w.off == "by hand beyond the rest"
			p := Press{Version: seen, At: a.instant(), Fee: e.Amount(), Again: e.Number, Beside: w.others}
			stopped := len(a.s.l.StopsWord(w.total, p, a.moment())) > 0 && w.off != "by hand in place of what went back"
			a.pause(0)
			if e.State == Refused && fits && !stopped && !slices.Contains(w.others, e.Number) && a.append(seen, Settled{OutRefundNo: e.Number, As: SettledElse, By: "Li", Reason: "cash", At: a.running()}, false) {
				w.note("by hand")
				i.heard, w.cash = true, w.cash+e.Amount()
				w.judgeCash()
			}
		}
	})
	w.start("later", w.shop, after+time.Hour, func(a *actor) {
		w.book.funds = true
		w.meant++
		other := &intent{}
		how, number := a.press(other, "", nil)
		a.finish(other, how, number)
	})
}

// oneMore is another customer's refund, which two persons begin who were shown the same
// list; the second one may be long in coming.
func (w *world) oneMore(first, second time.Duration) {
	i, shown := &intent{}, []string(nil)
	for _, at := range []time.Duration{first, second} {
		w.start("one more", w.shop, at, func(a *actor) {
			if shown == nil {
				for _, e := range a.s.l {
					if e.State != Entered {
						shown = append(shown, e.Number)
					}
				}
				w.meant++
			}
			if len(shown) > 0 {
				w.book.funds = true
				how, number := a.press(i, "", shown)
				a.finish(i, how, number)
			}
		})
	}
}

// untold is an entry that ended without its word.
func (a *actor) untold() (Entry, bool) {
	for _, e := range a.s.l {
		if e.State != Entered && e.State != Elsewhere && e.ToldN == 0 {
			return e, true
		}
	}
	return Entry{}, false
}

// afterList is what a person does who was shown what stops them.
func (a *actor) afterList(i *intent) (result, string) {
	w := a.w
	beside := i.beside
	switch w.pick("list", 4) {
	case 1: // another customer's: one more, beside these
		if len(beside) > 0 {
			w.meant++
			return a.press(&intent{}, "", beside)
		}
	case 2, 3: // send again what was refused; it is the same wish
		for _, number := range beside {
			if e, _ := a.s.l.Find(number); e.State == Refused && !i.heard {
				w.book.funds = true
				if e.Final && w.refusedOnly(beside) && w.off != "a closed number is sent again" {
					return a.press(i, "", beside)
				}
				if e.Final && w.off != "a closed number is sent again" {
					return tooOld, ""
				}
				w.note("sent again")
				return a.press(i, number, nil)
			}
		}
	}
	return tooOld, ""
}

// refusedOnly reports whether nothing of what a person was shown can be their refund.
func (w *world) refusedOnly(numbers []string) bool {
	for _, number := range numbers {
		if e, _ := w.shop.l.Find(number); e.State != Refused {
			return false
		}
	}
	return true
}

// heal lets everything come to rest: the network is whole, and persons do what is left
// to them.
func (w *world) heal() {
	w.end()
	w.book.funds = true
	rest := w.pick
	w.pick = func(string, int) int { return 0 }
	defer func() { w.pick = rest }()
	for round := range 3 {
		w.start("recovery", w.shop, 0, func(a *actor) {
			if e, busy := a.s.l.Begun(); busy && e.IsAdopted(a.s.adoptions) {
				a.append(a.s.version, Resent{OutRefundNo: e.Number, By: "Li", At: a.running(), Wall: a.instant().Wall, Trusted: true}, false)
			}
			if a.claim(); w.shop.adoptions > 0 { // as the next press does: what the copy never knew
				a.doAsk(Look{})
			}
			a.drive(w.now+time.Duration(1+round*4)*day, false)
		})
		w.run(w.now + 10*day)
		w.end()
		for i := range w.book.refunds { // on the merchant platform
			if r := &w.book.refunds[i]; r.status == StatusChange {
				r.status = StatusSuccess
			}
		}
	}
	w.judgeRest()
}

// random plays one shop: presses, repeats, other wishes, the platform, an adopted copy.
func random(seed uint64, off clause, loud bool) *world {
	dice := rand.New(rand.NewPCG(seed, 13))
	rare := map[string]int{"sleep": 12, "crash": 25, "skew": 6, "lease": 3, "query": 6, "ending": 4, "send": 2}
	mode := seed % 4 // every fourth run has more of one thing
	if mode == 1 {
		rare["ending"] = 1
	}
	w := newWorld(off, func(kind string, n int) int {
		if odds := rare[kind]; odds > 0 && dice.IntN(odds) > 0 {
			return 0
		}
		return dice.IntN(n)
	})
	w.loud = loud
	w.total = mFee * money.Fen(1+dice.IntN(4)) * 5 / 4
	w.book.funds = dice.IntN(4) > 0 && mode != 2
	delays := []time.Duration{0, 0, 5 * time.Second, 25 * time.Second, 11 * time.Minute, 16 * time.Minute}
	first := &intent{}
	if dice.IntN(5) == 0 {
		first.ref = "bon 7"
	}
	w.meant = 1
	if dice.IntN(6) == 0 { // a colleague gave it back on the merchant platform
		w.book.refunds = append(w.book.refunds, there{number: "platform-1", status: StatusSuccess, fee: mFee})
	}
	w.want("first", first, 0)
	for n := range 1 + dice.IntN(3) { // the same wish, from another process
		w.want(fmt.Sprint("repeat ", n), first, delays[dice.IntN(len(delays))]*time.Duration(n+1))
	}
	if dice.IntN(3) == 0 {
		w.book.funds = false
		w.start("top up", w.shop, delays[dice.IntN(len(delays))], func(*actor) { w.book.funds = true })
	}
	if mode == 2 {
		w.slowest = 25 * time.Minute
	}
	w.elsewhere(first, []time.Duration{5 * time.Second, 2 * time.Minute, 9 * time.Minute}[dice.IntN(3)])
	if dice.IntN(6) == 0 {
		w.lateWord(first)
	}
	if dice.IntN(3) == 0 {
		w.byHand(first, []time.Duration{2 * time.Minute, 13 * time.Minute, 45 * time.Minute}[dice.IntN(3)])
	}
	if mode == 1 || mode == 2 || dice.IntN(3) == 0 {
		w.comesBack(first, []time.Duration{12 * time.Minute, 25 * time.Minute, 40 * time.Minute}[dice.IntN(3)])
	}
	if dice.IntN(4) == 0 {
		w.oneMore(20*time.Minute, 20*time.Minute+[]time.Duration{0, 2 * time.Minute, 13 * time.Minute}[dice.IntN(3)])
	}
	w.start("recovery", w.shop, 40*time.Second, func(a *actor) {
		for w.now < 2*time.Hour {
			a.drive(w.now+2*time.Minute, true)
			if e, ok := a.untold(); ok && w.now > w.mute {
				a.tell(first, e.Number)
			}
			a.pause(10 * time.Second)
		}
	})
	if mode == 3 {
		w.adoptAt(time.Duration(dice.IntN(40))*time.Second, first)
	}
	w.run(2 * time.Hour)
	w.heal()
	return w
}

// adoptAt copies the journal, lets the original run on for a moment, and adopts the
// copy: what the original began is on its way, and the copy does not know how far.
func (w *world) adoptAt(at time.Duration, i *intent) {
	w.run(at)
	again := *w.shop
	again.owner, again.adoptions = nil, 1
	w.run(w.now + 6*time.Second)
	w.end()
	for _, e := range w.shop.l { // what the copy never knew, and is on its way, nobody can stop there
		if _, known := again.l.Find(e.Number); !known {
			w.meant++
		}
	}
	w.shop = &again
	w.note("adopted")
	w.start("person", w.shop, 0, func(a *actor) {
		if e, busy := a.s.l.Begun(); busy && w.pick("list", 2) == 1 {
			w.book.funds = w.pick("list", 2) == 0
			how, number := a.press(i, e.Number, nil)
			a.finish(i, how, number)
		}
	})
	w.want("repeat", i, 30*time.Second)
	w.start("recovery", w.shop, 0, func(a *actor) { a.drive(w.now+time.Hour, false) })
	w.start("top up", w.shop, 5*time.Minute, func(*actor) { w.book.funds = true })
}

// No random run of the model breaks the law.
func TestModel(t *testing.T) {
	runs := 3_000
	if *modelRuns > 0 {
		runs = *modelRuns
	}
	notes := map[string]int{}
	for seed := range runs {
		w := random(uint64(seed), "", false)
		for k, n := range w.notes {
			notes[k] += n
		}
		if len(w.wrong) > 0 {
			t.Fatalf("run %d:\n\t%s", seed, random(uint64(seed), "", true).report())
		}
	}
	t.Logf("%d runs: %v", runs, notes)
}
