package staff

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
	"facetill/flow/till"
)

// span is what sums of a while may come to, at least and at most: what was open when they
// were made has come to its end since.
type span struct{ least, most flow.Fen }

func (s *span) add(sum flow.Fen, sure, ever bool) {
	if sure {
		s.least += sum
	}
	if ever {
		s.most += sum
	}
}

func (s span) has(sum flow.Fen) bool { return s.least <= sum && sum <= s.most }

// AtRest holds what shifts and days come to against the sales and refunds, each of
// which is in one shift and in one day (money rule 4b.11).
func (j *Judge) AtRest(app *till.Till, in *flowtest.Memory) {
	all, err := in.Process("witness").List(context.Background(), flow.Filter{})
	if err != nil {
		j.w.Broken("1.1", "the journal does not list: %v", err)
	}
	j.days(app, all)
	if j.Cashiers == nil {
		return
	}
	shifts, late, sum := Shifts(in), map[flow.OutTradeNo]bool{}, flow.Fen(0)
	for _, of := range shifts {
		kept := struct {
			Sums []till.Sum
			Open []flow.OutTradeNo
		}{}
		if _ = json.Unmarshal([]byte(of.End.Body), &kept); of.To.IsZero() {
			now, err := app.Shift(context.Background(), Lane)
			if err != nil || now.Cashier != of.Who {
				j.w.Broken("4b.9", "the shift of %s goes on, and the till has %q (%v)", of.Who, now.Cashier, err)
			}
			kept.Sums = now.Sums
		}
		sum += j.shiftIs(of, kept.Sums, kept.Open, all, late)
		for _, no := range kept.Open {
			late[no] = true
		}
	}
	j.addsUp(shifts, sum, all, late)
}

func (s Shift) has(at time.Time) bool {
	return !at.Before(s.From) && (s.To.IsZero() || at.Before(s.To))
}

// endedBefore reports whether the shift ended within the minute before a moment: a press may
// have been quicker than the change.
func (s Shift) endedBefore(at time.Time) bool {
	return !s.To.IsZero() && !at.Before(s.To) && at.Before(s.To.Add(time.Minute))
}

// addsUp judges what all shifts come to: each sale of one is in the sums of one, of that
// which saw its end. What was open when the last one ended, or was opened beside that,
// waits for the next.
func (j *Judge) addsUp(shifts []Shift, sum flow.Fen, all []flow.Attempt, late map[flow.OutTradeNo]bool) {
	var want span
	goesOn := len(shifts) > 0 && shifts[len(shifts)-1].To.IsZero()
	for _, a := range all {
		in := slices.ContainsFunc(shifts, func(s Shift) bool { return a.Cashier == s.Who && s.has(a.OpenedAt) })
		behind := slices.ContainsFunc(shifts, func(s Shift) bool { return a.Cashier == s.Who && s.endedBefore(a.OpenedAt) })
		waits := !goesOn && (behind || late[a.OutTradeNo] || j.between[a.OutTradeNo])
		want.add(a.TotalFee, isSold(a) && (in || behind) && !waits, isSold(a) && (in || behind))
	}
	if j.w.Stats.Checks++; !want.has(sum) {
		j.w.Broken("4b.11", "all shifts have %s, and their sales come to %v", sum, want)
	}
}

// shiftIs judges the sums of a shift, kept when it ended, and returns what it has charged:
// what has come to an end since was listed as open, and is of a later one.
func (j *Judge) shiftIs(of Shift, sums []till.Sum, open []flow.OutTradeNo, all []flow.Attempt, late map[flow.OutTradeNo]bool) flow.Fen {
	in := of.has
	var charged, back span
	for _, a := range all {
		listed, race := slices.Contains(open, a.OutTradeNo), j.between[a.OutTradeNo]
		if a.Cashier == of.Who && in(a.OpenedAt) {
			charged.add(a.TotalFee, isSold(a) && !listed && !race, isSold(a))
		} else if late[a.OutTradeNo] || race {
			charged.add(a.TotalFee, false, isSold(a))
		}
		for _, e := range a.Refunds {
			if e.By == of.Who && e.Purpose == "" && in(e.BegunWall) {
				back.add(e.Amount(), isSold(a) && e.IsClaimed() && !listed && !race, !e.AcceptedAt.IsZero())
			}
		}
	}
	var is till.Sum
	for _, sum := range sums {
		is.Charged, is.Refunded = is.Charged+sum.Charged, is.Refunded+sum.Refunded
	}
	j.w.Stats.Checks++
	if !charged.has(is.Charged) || !back.has(is.Refunded) {
		j.w.Broken("4b.11", "the shift of %s since %s has %s and gave back %s; its sales are %v, its refunds %v", of.Who, of.From, is.Charged, is.Refunded, charged, back)
	}
	return is.Charged
}

// isSold reports whether an attempt is a sale: paid, and somebody knows whose.
func isSold(a flow.Attempt) bool {
	back := a.State == flow.Refunding || a.State == flow.Refunded
	return a.State == flow.Paid && !a.Unclaimed || back && a.WasPaid()
}

// givenBack is what went back of a sale on each day, by its facts one after the other: taken
// on the day of its acceptance, and not taken after all on that on which it is known.
func givenBack(app *till.Till, a flow.Attempt) map[time.Time]flow.Fen {
	events, _ := app.Timeline(context.Background(), a.OutTradeNo)
	days, had := map[time.Time]flow.Fen{}, map[int]flow.Fen{}
	var was, is flow.Attempt
	for _, e := range events {
		was = is
		is, _ = flow.Apply(was, e.Fact)
		for i, r := range is.Refunds {
			var now flow.Fen
			if isSold(is.AsRead(false)) && r.Purpose == "" && r.IsClaimed() {
				now = r.Amount()
			}
			again := i < len(was.Refunds) && !was.Refunds[i].IsClaimed() && !was.Refunds[i].AcceptedAt.IsZero()
			at := r.AcceptedAt
			if now < had[i] || again {
				at = ledger.Moment(e.Fact, e.At)
			}
			if now != had[i] {
				days[app.Calendar().Begin(at)] += now - had[i]
			}
			had[i] = now
		}
	}
	return days
}

// days judges the sums of all days.
func (j *Judge) days(app *till.Till, all []flow.Attempt) {
	charged, back, names := map[time.Time]flow.Fen{}, map[time.Time]flow.Fen{}, map[string]flow.Fen{}
	for _, a := range all {
		if !isSold(a) {
			continue
		}
		sold := app.Calendar().Begin(a.ListedAt())
		charged[sold] += a.TotalFee
		for _, e := range a.Refunds {
			if e.Purpose != "" || !e.IsClaimed() || e.AcceptedAt.IsZero() {
				continue
			}
			if names[e.By] += e.Amount(); !app.Calendar().Begin(e.AcceptedAt).Equal(sold) {
				j.w.Stats.Mark("given back on another day")
			}
		}
		for day, fee := range givenBack(app, a) {
			back[day] += fee
			charged[day] += 0
		}
	}
	for day := range charged {
		d, err := app.Day(context.Background(), day)
		j.w.Stats.Checks++
		if err != nil || d.All.Charged != charged[day] || d.All.Refunded != back[day] {
			j.w.Broken("4b.11", "the sum of %s is %s less %s, and %s were sold and %s accepted (%v)",
				app.Calendar().Name(day), d.All.Charged, d.All.Refunded, charged[day], back[day], err)
		}
		for _, sum := range d.Sums {
			names[sum.Cashier] -= sum.Refunded
		}
	}
	for name, left := range names {
		if left != 0 && name != "" && names[""] == 0 {
			j.w.Broken("4b.11", "%s of what %s gave back is in no day's sum", left, name)
		}
	}
}
