package books

import (
	"context"
	"fmt"
	"maps"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
)

// tally is what moves come to, by what they are added up under: "all", a method with its
// cashier, an hour, a kind, another day.
type tally map[string]day.Sum

// add adds a move under a name.
func (t tally) add(name string, l ledger.Line) {
	s := t[name]
	switch l.Kind {
	case ledger.Sold:
		s.Sales, s.Charged = s.Sales+1, s.Charged+l.Fee
	case ledger.Undone:
		s.Sales, s.Charged = s.Sales-1, s.Charged+l.Fee
	default:
		s.Refunded -= l.Fee
	}
	s.Coupons, s.Unsettled = s.Coupons+l.Coupons, s.Unsettled+l.Unsettled
	t[name] = s
}

// part adds a move to its kind's.
func (t tally) part(name string, fee flow.Fen) {
	s := t[name]
	s.Sales, s.Charged = s.Sales+1, s.Charged+fee
	t[name] = s
}

// put takes a sum of a record.
func (t tally) put(name string, s day.Sum) {
	if s.Method, s.Cashier = "", ""; s != (day.Sum{}) {
		t[name] = s
	}
}

// of is what moves come to in the record of a day.
func (j *Judge) of(moves []ledger.Line, name string) tally {
	t := tally{}
	for _, l := range moves {
		t.add("total", l)
		if other := j.calendar().Name(l.At); other != name {
			t.add(other, l)
			t.add(fmt.Sprint(other, " ", l.Method, " ", l.Who), l)
			continue
		}
		t.add("all", l)
		t.add(fmt.Sprint(l.Method, " ", l.Who), l)
		t.add(fmt.Sprint("hour ", l.At.In(flow.Beijing).Hour()), l)
		switch l.Kind {
		case ledger.Refunded:
			t.part("given back", -l.Fee)
		case ledger.RefusedAfterAll:
			t.part("refused after all", l.Fee)
		case ledger.Undone:
			t.part("undone", -l.Fee)
		}
	}
	maps.DeleteFunc(t, func(_ string, s day.Sum) bool { return s == day.Sum{} })
	return t
}

// says is what a record has its moves come to.
func says(r day.Record) tally {
	t := tally{}
	t.put("total", r.Total)
	t.put("all", r.All)
	for _, s := range r.Sums {
		t.put(fmt.Sprint(s.Method, " ", s.Cashier), s)
	}
	for _, h := range r.Hours {
		t.put(fmt.Sprint("hour ", h.Hour), h.Sum)
	}
	for _, e := range r.Earlier {
		t.put(e.Day, e.All)
		for _, s := range e.Sums {
			t.put(fmt.Sprint(e.Day, " ", s.Method, " ", s.Cashier), s)
		}
	}
	for name, p := range map[string]day.Part{"given back": r.GivenBack, "refused after all": r.RefusedAfterAll, "undone": r.Undone} {
		t.put(name, day.Sum{Sales: p.N, Charged: p.Fee})
	}
	return t
}

// counts judges what a record counts: all that was moved before its end and is in no
// earlier one, and its sums are what that comes to, by method, cashier and hour.
func (j *Judge) counts(in *flowtest.Memory, c ledger.Close, r day.Record) {
	end := j.calendar().End(r.Day)
	if r.Day != c.Day || !r.To.Equal(end) || !r.From.Equal(end.AddDate(0, 0, -1)) {
		j.w.Broken("4b.11", "close %d of %s is from %v to %v, and the day ends at %v", c.N, r.Day, r.From, r.To, end)
	}
	var mine []ledger.Line
	for _, l := range j.moves(in) {
		if p := (place{l.OutTradeNo, l.N, l.Place}); l.At.Before(end) && j.counted[p] == 0 {
			j.counted[p] = c.N
			mine = append(mine, l)
			j.charged(in, l)
		}
	}
	if want, is := j.of(mine, r.Day), says(r); !maps.Equal(want, is) {
		j.w.Broken("4b.11", "close %d of %s says %+v, and its sales come to %+v", c.N, r.Day, is, want)
	}
	if sum := ledger.Digest(mine); r.Lines != len(mine) || c.Lines != r.Lines || r.LinesHash != sum || c.Digest != sum {
		j.w.Broken("4b.11", "close %d of %s has %d lines, %s, and it is to have %d, %s", c.N, r.Day, r.Lines, r.LinesHash, len(mine), sum)
	}
	j.w.Stats.Checks += len(mine)
	if len(says(r)) > 5 {
		j.w.Stats.Mark("a close of several hours or hands")
	}
	j.once(in)
}

// once judges that each move is a line in the record that counts it, and in no other.
func (j *Judge) once(in *flowtest.Memory) {
	lines, _ := in.Lines(context.Background(), time.Time{}, j.w.Time().AddDate(1, 0, 0))
	moves := j.moves(in)
	if len(lines) != len(moves) {
		j.w.Broken("4b.11", "there are %d lines, and money was moved %d times", len(lines), len(moves))
	}
	for i, l := range moves {
		if l.Close = j.counted[place{l.OutTradeNo, l.N, l.Place}]; lines[i] != l {
			j.w.Broken("4b.11", "a line is %+v, and its sale has %+v", lines[i], l)
		}
	}
}
