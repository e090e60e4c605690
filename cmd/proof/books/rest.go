package books

import (
	"context"

	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
)

// AtRest judges all records once more: each is as it was made, they come to what the
// facts come to, and what one passed over has its end in one later record.
func (j *Judge) AtRest(in *flowtest.Memory) {
	j.kept(in)
	if len(j.made) == 0 {
		return
	}
	j.once(in)
	j.adds(in, j.made[len(j.made)-1].Day)
	j.ends(in)
}

// adds judges that all records together are what the facts come to, each day under its own
// name, whichever record has it.
func (j *Judge) adds(in *flowtest.Memory, last string) {
	is := map[string]flow.Fen{}
	for _, c := range j.made {
		r := read(j.w, c)
		is[r.Day] += r.All.Charged - r.All.Refunded
		total := r.All.Charged - r.All.Refunded
		for _, e := range r.Earlier {
			is[e.Day] += e.All.Charged - e.All.Refunded
			total += e.All.Charged - e.All.Refunded
		}
		if r.Total.Charged-r.Total.Refunded != total {
			j.w.Broken("4b.11", "close %d has %s, and its days have %s", c.N, r.Total.Charged-r.Total.Refunded, total)
		}
	}
	lines, _ := in.LinesOf(context.Background(), 0)
	for _, l := range lines { // what no record has yet: of a day that was closed it waits for the next
		if name := j.calendar().Name(l.At); name <= last {
			is[name] += l.Fee
		}
	}
	want := j.days(in)
	for name := range want {
		is[name] += 0
	}
	for name, sum := range is {
		if j.w.Stats.Checks++; name <= last && sum != want[name] {
			j.w.Broken("4b.11", "all closes have %s of %s, and its sales come to %s", sum, name, want[name])
		}
	}
}

// days is what each business day comes to by the facts alone.
func (j *Judge) days(in *flowtest.Memory) map[string]flow.Fen {
	days := map[string]flow.Fen{}
	for _, l := range j.moves(in) {
		if days[j.calendar().Name(l.At)] += l.Fee; l.Kind == ledger.RefusedAfterAll {
			j.w.Stats.Mark("given back, and not after all")
		}
	}
	return days
}

// ends judges what forced closes passed over: each has its end in at most one later record,
// and in the newest at the latest where it had one by then.
func (j *Judge) ends(in *flowtest.Memory) {
	passed := map[thing]int{}
	for _, c := range j.made {
		r := read(j.w, c)
		for _, e := range r.Ended {
			p := thing{OutTradeNo: e.OutTradeNo, OutRefundNo: e.OutRefundNo}
			if passed[p] == 0 || passed[p] != e.PassedOver {
				j.w.Broken("4b.11", "close %d has the end of %s, which close %d passed over, not %d", c.N, e.OutTradeNo, passed[p], e.PassedOver)
			}
			delete(passed, p)
		}
		still := map[thing]bool{}
		for _, o := range r.Open {
			p := thing{OutTradeNo: o.OutTradeNo, OutRefundNo: o.OutRefundNo}
			if still[p] = true; passed[p] == 0 {
				passed[p] = c.N
			}
		}
		for p, n := range passed {
			if !still[p] {
				j.w.Broken("4b.11", "%s was passed over by close %d, and close %d says nothing of it", p.OutTradeNo, n, c.N)
			}
		}
	}
}
