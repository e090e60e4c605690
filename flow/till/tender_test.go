package till_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/till"
)

// What was paid in another way stands beside the sums of its day and in none of them.
// What is open again, or sold after all, is not there.
func TestDayHasTendersApart(t *testing.T) {
	r := newRig(t)
	tender := func(as string) flow.Fact { return flow.TenderTaken{As: as, By: "Li", At: noon} }
	dear := func(o *flow.Order) { o.TotalFee = 5000 }
	r.leave(order(noon), charged(noon, flow.Shown{})...)
	r.leave(order(noon), append(refused(noon), tender("card"))...)
	r.leave(order(noon), append(refused(noon), tender("other"), tender("cash"))...)
	r.leave(order(noon, dear), flow.SaleCancelled{By: "cashier"}, tender("cash"))
	r.leave(order(noon), refused(noon)...)
	r.leave(order(noon.AddDate(0, 0, -1)), append(refused(noon), tender("cash"))...)
	r.leave(order(noon), append(refused(noon), tender("cash"), flow.RefusalReopened{Answer: flow.AnswerPaid, At: noon})...)
	d, err := r.Day(t.Context(), noon)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(d.Tenders); got != "[{cash 2 62.80} {card 1 12.80}]" || d.All.Sales != 1 || d.All.Charged != 1280 {
		t.Errorf("%s beside %+v", got, d.All)
	}
}

// A sale that ended unpaid may have been paid in another way: that is a note, which
// changes nothing else, and the last one counts. Any other sale takes none.
func TestTakeTender(t *testing.T) {
	for name, c := range map[string]struct {
		facts []flow.Fact
		fits  bool
	}{
		"refused":         {refused(noon), true},
		"cancelled":       {[]flow.Fact{flow.SaleCancelled{By: "cashier"}}, true},
		"not sent":        {append(submitted(noon), flow.NothingSent{Code: "DNS"}), true},
		"reversed":        {append(submitted(noon), flow.ReversalDecided{Reason: "window", At: noon}, flow.ReversalProven{Proof: flow.AnswerRevoked}), true},
		"opened":          {nil, false},
		"open":            {submitted(noon), false},
		"being reversed":  {append(submitted(noon), flow.ReversalDecided{Reason: "window", At: noon}), false},
		"before a person": {needsPerson(noon), false},
		"paid":            {charged(noon, flow.Shown{}), false},
		"unclaimed":       {charged(noon, flow.LeftUnclaimed{}), false},
	} {
		r := newRig(t).anew(func(p *till.Ports) { p.Cashier = "shop" })
		before := r.leave(order(noon), c.facts...)
		take := func(as, by, note string) error {
			_, err := r.TakeTender(t.Context(), before.OutTradeNo, flow.TenderTaken{As: as, By: by, Note: note})
			return err
		}
		for _, wrong := range [][3]string{{"cheque", "Li", ""}, {"", "Li", ""}, {"cash", "Li\x1b", ""}, {"cash", "Li", "a\nb"}, {"cash", strings.Repeat("x", 65), ""}} {
			if _, is := errors.AsType[*field.Error](take(wrong[0], wrong[1], wrong[2])); !is {
				t.Errorf("%s: %q was taken", name, wrong)
			}
		}
		err := take("cash", "Li", "from the drawer")
		if e, is := errors.AsType[*field.Error](err); c.fits != (err == nil) || !c.fits && (!is || e.Field != "attempt") {
			t.Errorf("%s: %v", name, err)
		}
		if c.fits && take("card", "", "") != nil {
			t.Errorf("%s: no second word", name)
		}
		a, owned, err := r.ports.Journal.Read(t.Context(), before.OutTradeNo)
		if err != nil || owned || a.State != before.State || c.fits && (a.TenderAs != "card" || a.TenderBy != "shop") || !c.fits && a.TenderAs != "" {
			t.Errorf("%s: %s, %q by %q, somebody's %t, %v", name, a.State, a.TenderAs, a.TenderBy, owned, err)
		}
	}
	r := newRig(t)
	if _, err := r.TakeTender(t.Context(), "1", flow.TenderTaken{As: "cash", By: "Li"}); !errors.Is(err, flow.ErrUnknown) {
		t.Error(err)
	}
	// Another try of the same sale was charged.
	ofK := func(o *flow.Order) { o.Sale = flow.SaleKey{MchID: "19", Ref: "K"} }
	first := r.leave(order(noon, ofK), refused(noon)...)
	r.leave(order(noon, ofK), charged(noon, flow.Shown{})...)
	if _, err := r.TakeTender(t.Context(), first.OutTradeNo, flow.TenderTaken{As: "cash", By: "Li"}); err == nil || !strings.Contains(err.Error(), "of this sale is paid") {
		t.Error(err)
	}
	if _, err := r.TakeTender(t.Context(), first.OutTradeNo, flow.TenderTaken{As: "cash"}); err == nil {
		t.Error("by nobody")
	}
}

// heldFor is a journal in which another process is at work on each sale for a time.
type heldFor struct {
	flow.Journal
	until time.Time
}

func (h heldFor) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	if time.Now().Before(h.until) {
		return flow.Attempt{}, flow.ErrOwned
	}
	return h.Journal.Claim(ctx, no)
}

// Who is at work on the number of a refused sale is waited for, and not for ever.
func TestTakeTenderWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for held, want := range map[time.Duration]error{2 * time.Second: nil, time.Minute: flow.ErrOwned} {
			r := newRig(t)
			a := r.leave(order(noon), refused(noon)...)
			r.ports.Journal = heldFor{r.ports.Journal, time.Now().Add(held)}
			r.anew(func(*till.Ports) {})
			if _, err := r.TakeTender(t.Context(), a.OutTradeNo, flow.TenderTaken{As: "cash", By: "Li"}); !errors.Is(err, want) {
				t.Errorf("held for %s: %v", held, err)
			}
		}
	})
}

// What does not fit leaves a sale that this process is closing to this process; the note of
// one lets others have it, as each word does.
func TestTakeTenderKeepsWhatIsOurs(t *testing.T) {
	r := newRig(t)
	a := r.leave(order(noon), refused(noon)...)
	mine, err := r.ports.Journal.Claim(t.Context(), a.OutTradeNo)
	if err != nil {
		t.Fatal(err)
	}
	for _, as := range []string{"stones", "cash"} {
		kept := as == "stones"
		_, err := r.TakeTender(t.Context(), a.OutTradeNo, flow.TenderTaken{As: as, By: "Li"})
		if now, owned, _ := r.ports.Journal.Read(t.Context(), a.OutTradeNo); (err != nil) != kept || owned != kept || now.Epoch != mine.Epoch {
			t.Errorf("%s: still this process's %t, epoch %d of %d, %v", as, owned, now.Epoch, mine.Epoch, err)
		}
	}
}

// anew is a journal in which a sale is tried anew before its attempt is claimed, once.
type anew struct {
	flow.Journal
	then func()
}

func (j *anew) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	if then := j.then; then != nil {
		j.then = nil
		then()
	}
	return j.Journal.Claim(ctx, no)
}

// Money rule 5.4: somebody notes cash for a sale that ended unpaid, and has to wait for
// who is at work on it. Its reference is charged meanwhile: then no cash was owed.
func TestTakeTenderLooksAgain(t *testing.T) {
	j := &anew{}
	r := newRig(t, func(p *flow.Ports) { j.Journal, p.Journal = p.Journal, j })
	ref := func(o *flow.Order) { o.Sale.Ref = "R-1" }
	first := r.leave(order(noon, ref), refused(noon)...)
	j.then = func() { r.leave(order(noon, ref), charged(noon)...) }
	a, err := r.TakeTender(t.Context(), first.OutTradeNo, flow.TenderTaken{As: "cash", By: "Li"})
	if _, is := errors.AsType[*field.Error](err); !is || a.TenderAs != "" {
		t.Errorf("%q, %v", a.TenderAs, err)
	}
}
