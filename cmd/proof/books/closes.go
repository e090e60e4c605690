package books

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
)

// Judge is what is judged of a shop's closes.
type Judge struct {
	w      *world.World
	Starts time.Duration // of its business day
	in     *flowtest.Memory
	made   []ledger.Close // as they were when they were stored, oldest first

	counted map[place]int // the record that has it
}

// New is that of a world whose business days begin at midnight.
func New(w *world.World) *Judge { return &Judge{w: w, counted: map[place]int{}} }

// Begins sets the hour at which the shop's business days begin, behind midnight.
func (j *Judge) Begins(starts time.Duration) {
	if j.Starts = starts; starts != 0 {
		j.w.Stats.Mark("a business day begins at " + starts.String())
	}
}

func (j *Judge) calendar() hours { return hours(j.Starts) }

// hours is when a shop's days begin, behind midnight in China. It asks no calendar of the
// till's.
type hours time.Duration

// Name is the business day of an instant.
func (h hours) Name(at time.Time) string {
	return at.Add(8*time.Hour - time.Duration(h)).UTC().Format(time.DateOnly)
}

// End is when a business day is over.
func (h hours) End(name string) time.Time {
	day, _ := time.Parse(time.DateOnly, name)
	return day.Add(16*time.Hour + time.Duration(h))
}

// Ledger is a journal's, at which a close is held up, and the power may fail before and
// behind it.
type Ledger struct {
	*flowtest.Memory
	Judge *Judge
}

// MakeClose judges the record before anybody else has a turn.
func (l Ledger) MakeClose(ctx context.Context, to time.Time, do func(ledger.Standing) (ledger.Draft, error)) (ledger.Close, error) {
	w := l.Judge.w
	w.Pass(time.Duration(w.Rng.IntN(2000)) * time.Millisecond) // what it has read may be old
	w.Point("before close")
	c, err := l.Memory.MakeClose(ctx, to, do)
	if err == nil {
		l.Judge.stored(l.Memory, c)
	} else {
		l.Judge.refused(l.Memory, err)
	}
	w.Point("after close")
	return c, err
}

// kept holds what a journal has against what was made. An adopted one is another journal.
func (j *Judge) kept(in *flowtest.Memory) {
	all, _ := in.Closes(context.Background(), 0)
	if in != j.in {
		j.adopts(in, j.made[:min(len(j.made), len(all))])
	}
	j.w.Stats.Checks++
	if len(all) != len(j.made) {
		j.w.Broken("4b.11", "%d closes were made, and %d are there", len(j.made), len(all))
	}
	for i, c := range j.made {
		if is := all[len(all)-1-i]; is != c {
			j.w.Broken("4b.11", "close %d is %+v, and was made as %+v", c.N, is, c)
		}
	}
}

// adopts is another journal, which has these of the records that were made.
func (j *Judge) adopts(in *flowtest.Memory, made []ledger.Close) {
	j.in, j.made = in, made
	maps.DeleteFunc(j.counted, func(_ place, n int) bool { return n > len(made) })
}

// stored judges a record in the instant in which it was stored.
func (j *Judge) stored(in *flowtest.Memory, c ledger.Close) {
	before := ledger.Close{}
	if in != j.in {
		all, _ := in.Closes(context.Background(), 0)
		j.adopts(in, j.made[:min(len(j.made), len(all)-1)])
	}
	if n := len(j.made); n > 0 {
		before = j.made[n-1]
	}
	r := read(j.w, c)
	j.made = append(j.made, c)
	j.kept(in)
	if in.Copy || c.N != before.N+1 || r.Number != c.N || c.Before != before.Hash || c.Day <= before.Day || r.Day != c.Day {
		j.w.Broken("4b.11", "close %d of %s is made behind close %d of %s (a copy: %t)", c.N, c.Day, before.N, before.Day, in.Copy)
	}
	open := j.open(in)
	if j.w.Stats.Mark("a close is made"); r.Forced {
		j.w.Stats.Mark("a close is forced")
	}
	named := map[thing]bool{}
	for _, o := range r.Open {
		named[thing{OutTradeNo: o.OutTradeNo, OutRefundNo: o.OutRefundNo}] = true
	}
	for _, p := range open {
		if !r.Forced || !named[p] {
			j.w.Broken("4b.11", "close %d passes over %s %s (forced: %t)", c.N, p.OutTradeNo, p.OutRefundNo, r.Forced)
		}
	}
	if len(r.Earlier) > 0 {
		j.w.Stats.Mark("a late line of a closed day")
	}
	if len(r.Ended) > 0 {
		j.w.Stats.Mark("a close has the end of what another passed over")
	}
	for _, at := range []time.Time{j.w.Now().Wall, j.w.Time()} {
		if j.w.Fault.Healed && at.Before(j.calendar().End(r.Day)) && j.w.Skew == 0 {
			j.w.Broken("4b.11", "%s is closed at %v, and is not over", r.Day, at)
		}
	}
	j.counts(in, c, r)
	j.adds(in, r.Day)
}

// open is what has no end, by what stands in the journal.
func (j *Judge) open(in *flowtest.Memory) (all []thing) {
	attempts, err := in.Process("witness").List(context.Background(), flow.Filter{})
	if err != nil {
		j.w.Broken("1.1", "the journal does not list: %v", err)
	}
	for _, a := range attempts {
		if a.Open() {
			all = append(all, thing{OutTradeNo: a.OutTradeNo})
		}
		if e, begun := a.Refunds.Begun(); begun {
			all = append(all, thing{OutTradeNo: a.OutTradeNo, OutRefundNo: e.Number})
		}
	}
	return all
}

func read(w *world.World, c ledger.Close) (r day.Record) {
	if err := json.Unmarshal([]byte(c.Body), &r); err != nil {
		w.Broken("4b.11", "close %d does not read: %v", c.N, err)
	}
	return r
}

// thing is what may be open: a sale, or a refund of one.
type thing struct {
	OutTradeNo  flow.OutTradeNo
	OutRefundNo string
}
