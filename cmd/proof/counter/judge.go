package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/flow"
)

// begun judges a sale that the screen asked for.
func (w *world) begun(r flow.SaleRequest, admitted bool) {
	fee, now := hands.Fen(r.TotalFee), w.v.Now()
	another := len(r.New) > 0 || r.NewAll
	w.tell("-> a sale of %s by %s, another customer: %t", r.TotalFee, r.Method, another)
	w.sales = append(w.sales, r)
	w.asks++
	if another {
		w.decided("another customer", "n", 2)
	}
	switch r.Method {
	case flow.MethodFace:
		until, meant := w.face[fee]
		switch {
		case another && w.standing[fee]:
		case !meant:
			w.breaks("0.1", "a face sale of %s: nobody typed that and pressed Enter; meant is %s", r.TotalFee, amounts(w.standing))
		case now.After(until):
			w.breaks("0.1", "a face sale of %s begins %v after a person's Enter", r.TotalFee, now.Sub(until))
		}
		delete(w.face, fee)
	case flow.MethodCode:
		w.read++
		code := r.AuthCode.Reveal()
		_, real := w.codes[code]
		switch {
		case !real && w.made[code]:
			w.st.nobodys++ // a key in the midst of a label made a code of it that no phone shows
		case w.codes[code] <= 0:
			w.breaks("0.1", "the code %s is charged: no scan of it came whole, or it was charged before", code)
		}
		switch {
		case !real && w.made[code] && w.once[fee]: // WeChat knows no such code: nothing is charged
		case !w.standing[fee] && !w.standingFor[code][fee]:
			w.breaks("0.1", "%s is charged by a code: nobody means that amount; meant is %s", r.TotalFee, cmp.Or(amounts(w.standing), "none"))
		}
		if admitted {
			w.codes[code]--
		}
	}
	if admitted {
		w.stands(fee)
	}
}

// decided judges what a person is said to have decided, by presses of a key.
func (w *world) decided(what, by string, times int) {
	w.tell("-> %s", what)
	w.asks++
	switch n := w.together(by); {
	case n < times:
		w.breaks("0.3", "%s: decided, with %d deliberate presses of %s", what, n, by)
	case w.v.Now().After(w.pressed[by]):
		w.breaks("0.3", "%s: decided %v after the last press of %s", what, w.v.Now().Sub(w.pressed[by]), by)
	}
	delete(w.presses, by)
	w.st.decisions++
}

// forgotten is after how long a first press means nothing any more.
const forgotten = 7 * time.Second

// wentTwice reports whether a key was ever pressed twice on one page.
func (w *world) wentTwice(name string) bool {
	list := w.presses[name]
	for i := range list {
		if i > 0 && list[i].since.Equal(list[i-1].since) && list[i].at.Sub(list[i-1].at) <= forgotten {
			return true
		}
	}
	return false
}

// together is how many of the last presses of a key are on one page, and none long before
// the last.
func (w *world) together(name string) (n int) {
	list := w.presses[name]
	for _, p := range slices.Backward(list) {
		if last := list[len(list)-1]; p.since != last.since || last.at.Sub(p.at) > forgotten {
			break
		}
		n++
	}
	return n
}

// cancelled judges a sale that is given up.
func (w *world) cancelled(s *sale, by string) {
	w.tell("-> cancel by %s in %s", by, s.a.State)
	w.asks++
	switch {
	case by == "scan":
		w.read++
		switch whole := slices.ContainsFunc(slices.Collect(maps.Values(w.codes)), func(n int) bool { return n > 0 }); {
		case whole:
		case len(w.made) > 0:
			w.st.nobodys++ // as when it is charged
		default:
			w.breaks("0.1", "the camera was stopped for a code, and none came whole")
		}
	case len(w.presses["ctrl+c"]) > 1: // the till is left
	case s.a.State == flow.Opened:
		w.decided("cancelled", "esc", 1)
	default:
		w.decided("the window was ended", "esc", 2)
	}
}

func (w *world) resolved(r flow.Resolution) {
	w.decided("a person's word: "+r.As, "enter", 1)
	if len(w.presses["m"]) < 1 {
		w.breaks("0.3", "a person's word %q without a press of m", r.As)
	}
	if !w.typedIn(r.Reason) || !w.typedIn(strings.TrimPrefix(r.By, w.opt.Cashier)) {
		w.breaks("0.1", "a person's word by %q with the reason %q: nobody typed that", r.By, r.Reason)
	}
}

func (w *world) checked(pin string) {
	w.decided("the PIN for a day", "enter", 1)
	if !w.typedIn(pin) {
		w.breaks("0.1", "a PIN of %d characters: nobody typed that", len(pin))
	}
}

// typedIn reports whether a field may have come to hold that: its characters are
// among those that persons typed, in their order.
func (w *world) typedIn(text string) bool {
	rest := []rune(hands.HalfWidth(string(w.typedKeys)))
	for _, c := range hands.HalfWidth(text) {
		i := slices.Index(rest, c)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

// end looks once more when all is quiet.
func (w *world) end() {
	if w.v.Left() && !w.wentTwice("ctrl+c") {
		w.breaks("0.3", "the till was left, with %d presses of Ctrl+C, no two on one page", len(w.presses["ctrl+c"]))
	}
	w.tell("-- at the end: page %s, %s", w.v.Page(), w.screen())
}

// view is what must not change by a scan.
type view struct{ page, entry string }

func (w *world) look() view { return view{w.v.Page(), w.v.Entry()} }

// settled are the pages that do not change by themselves.
const settled = "amount code stopped suspended claims open resolve timeline day settings lessons help slip"

// chained is how soon before a scan a run ends that may be its beginning (money
// rule 0.1): it is taken out with it.
const chained = 600 * time.Millisecond

// heldSince is how long before a key the same one may have gone down that is held.
const heldSince = 1300 * time.Millisecond

// untouched: whatever a scan was, when it is over nothing has changed but the notice.
// first is what its first key was.
func (w *world) untouched(before view, quiet time.Duration, first, what string) {
	after := w.look()
	near := chained
	if strings.HasSuffix(before.entry, first) || w.lastText == first {
		near = heldSince
	}
	if quiet < near+w.how.lag() && (w.seen[after.entry] || strings.HasPrefix(before.entry, after.entry)) {
		w.base = after.entry
		return
	}
	if !strings.Contains(settled, before.page) || before == after || w.wrong != nil {
		return
	}
	if before.page == "code" && after.page == "code" {
		return // digits of a code are awaited there
	}
	w.breaks("0.1", "%s changed the page %q, entry %q, to %q, entry %q", what, before.page, before.entry, after.page, after.entry)
}

// leaves nothing: whatever a scan was, also a whole code, no character of it is in the
// entry when it is over, on whichever page it began.
func (w *world) leavesNothing(before view, what string) {
	after := w.look()
	if after.page != "amount" || w.v.Kept() || after.entry == "" || after.entry == before.entry || w.seen[after.entry] || strings.HasPrefix(before.entry, after.entry) {
		return
	}
	w.breaks("0.1", "%s leaves %q in the entry; before it was the page %q, entry %q", what, after.entry, before.page, before.entry)
}

// quiet is how long nobody touched a key.
func (w *world) quiet() time.Duration { return w.v.Now().Sub(w.lastKey) }
