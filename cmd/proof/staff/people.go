package staff

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"facetill/cmd/proof/turns"
	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/till"
)

// Lane is where the people of a shop stand.
const Lane = "L1"

// Nobody is whose sales those are where nobody is signed in.
const Nobody = "Li"

// WrongPIN is nobody's.
const WrongPIN = "1357"

const (
	manager = "Zhao"
	right   = "2468"
)

// Judge is who stands at the till of a shop with cashiers, and what is judged of that:
// each sale, refund and approval is of who did it (money rules 4b.9, 5.7), and no PIN is
// looked at while a pause holds.
type Judge struct {
	w        *world.World
	turns    *turns.Turns
	Cashiers []till.Cashier           // nil: nobody signs in
	since    map[*turns.Hand]int      // events there were when the act under way began
	pins     map[*turns.Hand]string   // given with it
	rows     map[string]row           // wrong PINs, by whose they should have been
	between  map[flow.OutTradeNo]bool // its act had a change of cashier in it
}

// row is how many wrong PINs in a row were looked at.
type row struct {
	n  int
	at time.Duration
}

// New is that of a world, without cashiers.
func New(w *world.World, course *turns.Turns) *Judge {
	return &Judge{w: w, turns: course, since: map[*turns.Hand]int{}, pins: map[*turns.Hand]string{}, rows: map[string]row{},
		between: map[flow.OutTradeNo]bool{}}
}

// Come makes the cashiers.
func (j *Judge) Come() {
	for number, name := range map[string]string{"11": "Wang", "22": "Chen", "99": manager} {
		j.Cashiers = append(j.Cashiers, till.Cashier{Name: name, Number: number, Manager: name == manager, Check: func(pin string) bool { return j.look(name, pin) }})
	}
	slices.SortFunc(j.Cashiers, func(a, b till.Cashier) int { return int(a.Number[0]) - int(b.Number[0]) })
}

// pauses are how long no PIN is looked at, from the fifth wrong one in a row on.
var pauses = []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute}

// look is a PIN that is held against whose it should be.
func (j *Judge) look(name, pin string) bool {
	r, now := j.rows[name], j.w.Elapsed()
	if j.w.Stats.Checks++; r.n >= len(pauses) && now-r.at < pauses[min(r.n-len(pauses), len(pauses)-1)]-time.Second {
		j.w.Broken("4b.9", "a PIN of %s is looked at %v behind the %d. wrong one in a row", name, now-r.at, r.n)
	}
	if pin == right {
		delete(j.rows, name)
		return true
	}
	j.rows[name] = row{r.n + 1, now}
	return false
}

// Act begins what is done by whoever stands there, with a PIN where one is wanted.
func (j *Judge) Act(in *flowtest.Memory) (pin string) {
	if j.Cashiers == nil {
		return ""
	}
	events, _ := in.PersonEvents(context.Background(), Lane, 0)
	pin = right
	if j.w.Rng.IntN(4) == 0 {
		pin = WrongPIN
	}
	j.since[j.turns.Turn()], j.pins[j.turns.Turn()] = len(events), pin
	return pin
}

// Shift is one of a cashier at the lane.
type Shift struct {
	Who      string
	From, To time.Time // zero: it goes on
	End      flow.PersonEvent
}

// Shifts are those that the events of a journal come to: one that names another event
// than the last that changed anything came too late.
func Shifts(in *flowtest.Memory) (all []Shift) {
	events, _ := in.PersonEvents(context.Background(), Lane, 0)
	last := 0
	for _, e := range slices.Backward(events) {
		var b struct {
			After int
			To    string
		}
		_ = json.Unmarshal([]byte(e.Body), &b)
		changes := e.Kind == till.SignedIn || e.Kind == till.SignedOut || e.Kind == till.HandedOver || e.Kind == till.EndedByManager
		if !changes || b.After != last {
			continue
		}
		if last = e.N; e.Kind != till.SignedIn {
			all[len(all)-1].To, all[len(all)-1].End = e.At, e
		}
		switch e.Kind {
		case till.SignedIn:
			all = append(all, Shift{Who: e.Who, From: e.At})
		case till.HandedOver:
			all = append(all, Shift{Who: b.To, From: e.At})
		}
	}
	return all
}

// stood are who may have stood there in the act under way.
func (j *Judge) stood(in *flowtest.Memory) (names []string) {
	events, _ := in.PersonEvents(context.Background(), Lane, 0)
	since := j.since[j.turns.Turn()]
	for n := since; n <= len(events); n++ {
		name, cut := Nobody, flowtest.NewMemory()
		for _, e := range slices.Backward(events[len(events)-n:]) {
			_ = cut.Note(context.Background(), e)
		}
		if all := Shifts(cut); len(all) > 0 && all[len(all)-1].To.IsZero() {
			name = all[len(all)-1].Who
		}
		names = append(names, name)
	}
	return slices.Compact(names)
}

// Does judges who did something to a sale, by whose approval where it needs one.
func (j *Judge) Does(in *flowtest.Memory, no flow.OutTradeNo, what, by, approved string, needs bool) {
	if j.Cashiers == nil {
		return
	}
	j.w.Stats.Checks++
	h, names := j.turns.Turn(), j.stood(in)
	j.between[no] = j.between[no] || slices.ContainsFunc(names, func(name string) bool { return name != names[0] })
	switch {
	case !slices.Contains(names, by):
		j.w.Broken("4b.9", "%s of %s is written down as of %s, and %q stood there", what, no, by, names)
	case needs && approved != manager:
		j.w.Broken("4b.9", "%s of %s is approved by %q", what, no, approved)
	case needs && j.pins[h] != right && !slices.Contains(names, manager):
		j.w.Broken("4b.9", "%s of %s is approved with a wrong PIN, and %q stood there", what, no, names)
	}
	j.w.Stats.Mark(what + " of who stands there")
}

// Wrote judges whose a refund is that a process writes down.
func (j *Judge) Wrote(in *flowtest.Memory, no flow.OutTradeNo, facts []flow.Fact) {
	for _, f := range facts {
		switch f := f.(type) {
		case flow.RefundBegun:
			if f.Purpose == "" {
				j.Does(in, no, "a refund", f.By, f.ApprovedBy, true)
			}
		case flow.RefundResent:
			j.Does(in, no, "a refund", f.By, f.ApprovedBy, true)
		}
	}
}
