package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// broken is a journal of which one call fails; it notes what lists it is asked for.
type broken struct {
	flow.Journal
	of     string
	after  int // so many of it succeed before
	listed []flow.Filter
}

func (j *broken) is(what string) error {
	if j.of != what {
		return nil
	}
	if j.after--; j.after >= 0 {
		return nil
	}
	return errUnread
}

func (j *broken) List(ctx context.Context, f flow.Filter) ([]flow.Attempt, error) {
	j.listed = append(j.listed, f)
	all, err := j.Journal.List(ctx, f)
	return all, errors.Join(err, j.is("list"))
}

func (j *broken) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	all, err := j.Journal.Sale(ctx, key)
	return all, errors.Join(err, j.is("sale"))
}

func (j *broken) Find(ctx context.Context, text string) ([]flow.Attempt, error) {
	all, err := j.Journal.Find(ctx, text)
	return all, errors.Join(err, j.is("find"))
}

func (j *broken) Pending(ctx context.Context) ([]flow.Attempt, error) {
	all, err := j.Journal.Pending(ctx)
	return all, errors.Join(err, j.is("pending"))
}

func (j *broken) LastBeat(ctx context.Context) (time.Time, error) {
	at, err := j.Journal.LastBeat(ctx)
	return at, errors.Join(err, j.is("beat"))
}

func (j *broken) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	a, owned, err := j.Journal.Read(ctx, no)
	return a, owned, errors.Join(err, j.is("read"))
}

func (j *broken) SuspendSales(ctx context.Context, kind flow.Suspension, why string) error {
	return errors.Join(j.Journal.SuspendSales(ctx, kind, why), j.is("suspend"))
}

// breaking is a till whose journal can be broken, with one open attempt of another
// device in it, and the words of its warnings.
func breaking(t *testing.T, g *weChat) (*rig, *broken, *[]string) {
	j, warned := &broken{}, &[]string{}
	r := newRig(t, withWeChat(g), func(p *flow.Ports) { j.Journal, p.Journal = p.Journal, j }).anew(func(p *till.Ports) {
		p.Warn = func(what string, _ error) {
			*warned = append(*warned, what)
		}
	})
	now := time.Now()
	r.leave(order(now, func(o *flow.Order) { o.Sale = flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "E", Ref: "R-1"} }), submitted(now)...)
	return r, j, warned
}

// A list that could not be read whole is an error, never a short one.
func TestEachListSaysThatItIsUnread(t *testing.T) {
	ctx := t.Context()
	list := func(r *rig, limit int) error { _, _, err := r.List(ctx, flow.Filter{Limit: limit}); return err }
	for name, c := range map[string]struct {
		of    string
		after int
		ask   func(r *rig) error
	}{
		"a list":                {"list", 0, func(r *rig) error { return list(r, 0) }},
		"one that is cut":       {"list", 0, func(r *rig) error { r.leave(order(noon)); return list(r, 1) }},
		"what was":              {"list", 0, func(r *rig) error { _, err := r.Recent(ctx); return err }},
		"the history":           {"list", 0, func(r *rig) error { _, err := r.History(ctx, noon); return err }},
		"what was done by hand": {"list", 1, func(r *rig) error { _, err := r.Day(ctx, noon); return err }},
		"a day":                 {"list", 0, func(r *rig) error { _, err := r.Day(ctx, noon); return err }},
		"what is open of it":    {"pending", 0, func(r *rig) error { _, err := r.Day(ctx, noon); return err }},
		"what is open":          {"pending", 0, func(r *rig) error { _, err := r.Open(ctx); return err }},
		"what is pending":       {"pending", 0, func(r *rig) error { _, err := r.Pending(ctx); return err }},
		"what is left":          {"pending", 0, func(r *rig) error { _, err := r.Left(ctx); return err }},
		"a sale's attempts":     {"sale", 0, func(r *rig) error { _, err := r.Find(ctx, "R-1"); return err }},
		"another device's":      {"sale", 1, func(r *rig) error { _, err := r.Find(ctx, "R-1"); return err }},
		"its references":        {"find", 0, func(r *rig) error { _, err := r.Find(ctx, "R-1"); return err }},
		"its numbers":           {"find", 1, func(r *rig) error { _, err := r.Find(ctx, "R-1"); return err }},
		"the last one":          {"list", 0, func(r *rig) error { _, err := r.Find(ctx, ""); return err }},
		"the words":             {"list", 0, func(r *rig) error { _, err := r.Words(ctx); return err }},
		"a recheck":             {"list", 0, func(r *rig) error { _, _, err := r.RecheckAll(ctx); return err }},
		"a heart":               {"beat", 0, func(r *rig) error { _, err := r.Driven(ctx); return err }},
		"what is unattended":    {"beat", 0, func(r *rig) error { _, err := r.Unattended(ctx, nil); return err }},
		"what was driven":       {"read", 0, func(r *rig) error { _, err := r.Drive(ctx, "26112512000000000000000000000001", 0); return err }},
	} {
		r, j, _ := breaking(t, &weChat{})
		if err := c.ask(r); err != nil {
			t.Errorf("%s, whole: %v", name, err)
		}
		j.of, j.after = c.of, c.after
		if err := c.ask(r); !errors.Is(err, errUnread) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, j, _ := breaking(t, &weChat{})
	if err := r.ports.Journal.Beat(ctx, time.Now()); err != nil {
		t.Fatal(err)
	}
	if driven, err := r.Driven(ctx); !driven || err != nil || r.Ended(ctx) {
		t.Errorf("driven %t, %v", driven, err)
	}
	if j.of = "beat"; true {
		if driven, _ := r.Driven(ctx); driven {
			t.Error("a heart that cannot be read beats")
		}
	}
	if j.of = "pending"; r.Ended(ctx) {
		t.Error("what cannot be read has ended")
	}
}

// What each list asks the journal for: its lane, its day, and no more than it shows.
func TestWhatTheListsAskFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, j, _ := breaking(t, &weChat{})
		day := till.Midnight(noon)
		for name, c := range map[string]struct {
			ask  func()
			want []flow.Filter
		}{
			"recent":  {func() { _, _ = r.Recent(ctx) }, []flow.Filter{{Lane: "L", Limit: 20}}},
			"history": {func() { _, _ = r.History(ctx, noon) }, []flow.Filter{{From: day, To: day.AddDate(0, 0, 1), Lane: "L", Limit: 5000}}},
			"last":    {func() { _, _ = r.Find(ctx, "") }, []flow.Filter{{Lane: "L", Limit: 1}}},
			"all":     {func() { _, _, _ = r.List(ctx, flow.Filter{}) }, []flow.Filter{{}}},
			"one":     {func() { _, _, _ = r.List(ctx, flow.Filter{Limit: 1}) }, []flow.Filter{{Limit: 2}}},
			"words":   {func() { _, _ = r.Words(ctx) }, []flow.Filter{{From: time.Now().AddDate(0, 0, -8), Resolved: true}}},
			"a sum":   {func() { _, _ = r.Day(ctx, day) }, []flow.Filter{{From: day.AddDate(0, 0, -8), To: day.AddDate(0, 0, 1)}, {RefundsFrom: day}}},
		} {
			j.listed = nil
			if c.ask(); !slices.EqualFunc(j.listed, c.want, func(a, b flow.Filter) bool {
				same := a.From.Equal(b.From) && a.To.Equal(b.To) && a.RefundsFrom.Equal(b.RefundsFrom)
				a.From, a.To, a.RefundsFrom, b.From, b.To, b.RefundsFrom = time.Time{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}
				return same && a == b
			}) {
				t.Errorf("%s: %+v\nwant %+v", name, j.listed, c.want)
			}
		}
	})
}

// What goes wrong behind everybody's back is noted, by its name; the end of the
// process is no fault.
func TestWhatIsWarnedOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, j, warned := breaking(t, &weChat{reverses: answers(flow.AnswerCertificate)})
		is := func(want ...string) {
			t.Helper()
			if !slices.Equal(*warned, want) {
				t.Errorf("warned of %q, want %q", *warned, want)
			}
			*warned = nil
		}
		ctx, cancel := context.WithCancel(t.Context())
		stop := r.Recover(ctx)
		time.Sleep(time.Minute)
		stop()
		_, _ = r.Drive(ctx, "26112512000000000000000000000001", time.Minute)
		soon, over := context.WithTimeout(ctx, time.Minute)
		r.RecheckOnAndOn(soon, nil)
		over()
		is()
		j.of = "pending"
		_, _ = r.Drive(ctx, "26112512000000000000000000000001", time.Minute)
		is("drive")
		j.of = "suspend"
		r.ProbeCertificate(ctx)
		is("sales suspended")
		j.of = "list"
		go r.RecheckOnAndOn(ctx, nil)
		time.Sleep(90 * time.Minute)
		synctest.Wait()
		is("recheck", "recheck")
		cancel()
		synctest.Wait()
		r.RecheckOnAndOn(ctx, nil)
		is()
		r.anew(func(p *till.Ports) { p.Warn = nil }).ProbeCertificate(t.Context())
	})
}
