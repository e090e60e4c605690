package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/flow"
	"facetill/flow/day"
)

// begun judges a sale that the screen asked for.
func (j *judge) begun(r flow.SaleRequest, admitted bool) {
	fee, now := hands.Fen(r.TotalFee), j.w.v.Now()
	another := len(r.New) > 0 || r.NewAll
	j.w.tell("-> a sale of %s by %s, another customer: %t", r.TotalFee, r.Method, another)
	j.sales = append(j.sales, r)
	j.asks++
	if another {
		j.decided("another customer", "n", 2)
	}
	switch r.Method {
	case flow.MethodFace:
		until, meant := j.face[fee]
		switch {
		case another && (j.standing[fee] || j.stopped == fee): // the question that was answered names it
		case !meant:
			j.w.breaks("0.1", "a face sale of %s: nobody typed that and pressed Enter; meant is %s", r.TotalFee, amounts(j.standing))
		case now.After(until):
			j.w.breaks("0.1", "a face sale of %s begins %v after a person's Enter", r.TotalFee, now.Sub(until))
		}
		delete(j.face, fee)
	case flow.MethodCode:
		j.read++
		code := r.AuthCode.Reveal()
		_, real := j.codes[code]
		switch {
		case !real && j.made[code]:
			j.w.st.nobodys++ // a key in the midst of a label made a code of it that no phone shows
		case j.codes[code] <= 0:
			j.w.breaks("0.1", "the code %s is charged: no scan of it came whole, or it was charged before", code)
		}
		switch {
		case !real && j.made[code] && j.once[fee]: // WeChat knows no such code: nothing is charged
		case !j.standing[fee] && !j.standingFor[code][fee]:
			j.w.breaks("0.1", "%s is charged by a code: nobody means that amount; meant is %s", r.TotalFee, cmp.Or(amounts(j.standing), "none"))
		}
		if admitted {
			j.codes[code]--
		}
	}
	if j.stopped = fee; admitted {
		j.stopped = 0
		j.stands(fee)
	}
}

// decided judges what a person is said to have decided, by presses of a key.
func (j *judge) decided(what, by string, times int) {
	j.w.tell("-> %s", what)
	j.asks++
	switch n := j.presses.Together(by, j.remembers()); {
	case n < times:
		j.w.breaks("0.3", "%s: decided, with %d deliberate presses of %s", what, n, by)
	case j.w.v.Now().After(j.pressed[by]):
		j.w.breaks("0.3", "%s: decided %v after the last press of %s", what, j.w.v.Now().Sub(j.pressed[by]), by)
	}
	delete(j.presses, by)
	j.w.st.decisions++
}

// remembers is for how long a first press means something, from when the till heard of it.
func (j *judge) remembers() time.Duration { return 7*time.Second + j.w.keys.how.Lag() }

// twice reports whether a key was ever pressed twice on one page.
func (j *judge) twice(name string) bool { return j.presses.Twice(name, j.remembers()) }

// cancelled judges a sale that is given up.
func (j *judge) cancelled(s *sale, by string) {
	j.w.tell("-> cancel by %s in %s", by, s.a.State)
	j.asks++
	switch {
	case by == "scan":
		j.read++
		switch whole := slices.ContainsFunc(slices.Collect(maps.Values(j.codes)), func(n int) bool { return n > 0 }); {
		case whole:
		case len(j.made) > 0:
			j.w.st.nobodys++ // as when it is charged
		default:
			j.w.breaks("0.1", "the camera was stopped for a code, and none came whole")
		}
	case len(j.presses["ctrl+c"]) > 1: // the till is left
	case s.a.State == flow.Opened:
		j.decided("cancelled", "esc", 1)
	default:
		j.decided("the window was ended", "esc", 2)
	}
}

func (j *judge) resolved(r flow.Resolution) {
	key := map[bool]string{true: "b", false: "m"}[r.As == flow.ResolvedGiveBack && j.twice("b")]
	j.chosen("a person's word: "+r.As, key, r.Reason)
	j.named(r.By)
}

// closed judges a day that is closed, which is for ever.
func (j *judge) closed(q day.Request, pin string) {
	if by := map[bool]string{false: "c", true: "f"}[q.Force]; pin == "" {
		j.decided("a day is closed", by, 2)
		return
	}
	j.decided("the PIN for a day", "enter", 1)
	j.approved(pin)
}

// typedIn reports whether a field may have come to hold that.
func (j *judge) typedIn(text string) bool { return hands.TypedIn(text, j.typed, j.amongWords) }

// end looks once more when all is quiet.
func (j *judge) end() {
	if j.w.v.Left() && !j.twice("ctrl+c") {
		j.w.breaks("0.3", "the till was left, with %d presses of Ctrl+C, no two on one page", len(j.presses["ctrl+c"]))
	}
	j.w.tell("-- at the end: page %s, %s", j.w.v.Page(), j.w.screen())
}

// settled are the pages that do not change by themselves.
const settled = "amount code giveback beside stopped suspended claims open resolve timeline day bill settings lessons help slip"

// chained is how soon before a scan a run ends that may be its beginning (money
// rule 0.1): it is taken out with it.
const chained = 600 * time.Millisecond

// heldSince is how long before a key the same one may have gone down that is held.
const heldSince = 1300 * time.Millisecond

// untouched: whatever a scan was, when it is over nothing has changed but the notice.
// first is what its first key was.
func (j *judge) untouched(b before, first, what string) {
	after := j.w.look()
	near := chained
	if strings.HasSuffix(b.entry, first) || j.w.keys.lastText == first {
		near = heldSince
	}
	if b.quiet < near+j.w.keys.how.Lag() && after.part != b.part && strings.HasPrefix(b.part, after.part) {
		j.base = after.part
		return
	}
	if b.quiet < near+j.w.keys.how.Lag() && after.page != "giveback" && (j.seen[after.entry] || strings.HasPrefix(b.entry, after.entry)) {
		j.base = after.entry
		return
	}
	if !strings.Contains(settled, b.page) || b.view == after || j.w.wrong != nil {
		return
	}
	if b.page == "code" && after.page == "code" {
		return // digits of a code are awaited there
	}
	j.w.breaks("0.1", "%s changed %+v to %+v", what, b.view, after)
}

// leavesNothing: whatever a scan was, also a whole code, no character of it is in the
// entry when it is over, on whichever page it began.
func (j *judge) leavesNothing(b before, what string) {
	after := j.w.look()
	if after.part != "" && !strings.HasPrefix(b.part, after.part) {
		j.w.breaks("0.1", "%s leaves %q as the amount of a refund; before it was %q", what, after.part, b.part)
	}
	if after.page != "amount" || j.w.v.Kept() || after.entry == "" || after.entry == b.entry || j.seen[after.entry] || strings.HasPrefix(b.entry, after.entry) {
		return
	}
	j.w.breaks("0.1", "%s leaves %q in the entry; before it was the page %q, entry %q", what, after.entry, b.page, b.entry)
}

func amounts(m map[hands.Fen]bool) string {
	var list []string
	for a := range m {
		list = append(list, flow.Fen(a).String())
	}
	return strings.Join(list, ", ")
}
