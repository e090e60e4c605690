package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
)

// results are the ends of a sale of 12.80, as rigs on their page.
func results(t *testing.T, change func(*Options)) map[string]func() *rig {
	end := func(state flow.State, than func(*flow.Attempt)) func() *rig {
		return func() *rig {
			r := newRig(t, change)
			if r.m.Locked() {
				r.till.shift = lisShift()
				r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
				r.line("0707")
			}
			r.typed("12.80").press("enter")
			run := r.admit()
			r.becomes(run, flow.Submitting, nil)
			r.over(run, state, than)
			r.screen()
			r.tick(3 * time.Second)
			r.send(page.ShownMsg{No: run.a.OutTradeNo})
			return r
		}
	}
	return map[string]func() *rig{
		"paid":      end(flow.Paid, func(a *flow.Attempt) { a.TransactionID = "4200" }),
		"unclaimed": end(flow.Paid, func(a *flow.Attempt) { a.Unclaimed = true }),
		"refused":   end(flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" }),
		"reversed":  end(flow.Reversed, nil),
		"refunded":  end(flow.Refunded, nil),
		"reversing": end(flow.Reversing, nil),
		"person":    end(flow.NeedsPerson, nil),
	}
}

// A page that a key shows over a result leaves it, but help; Esc there is on the page of the
// amount, with what a refusal keeps, and the next digits are seen there.
func TestKeysOfAResultLeadBack(t *testing.T) {
	signs := func(o *Options) { o.Cashiers, o.Cashier = staff, "Li" }
	keys := 0
	for _, change := range []func(*Options){nil, signs} {
		for name, on := range results(t, change) {
			r := on()
			for _, b := range r.m.bindings() {
				if !strings.HasPrefix(b.Name, "f") || len(b.Name) < 2 || b.Do == nil {
					continue
				}
				r := on().press(b.Name)
				kept := r.m.Amount.Text
				if name != "refused" && name != "reversed" && name != "refunded" && kept != "" {
					t.Errorf("%s, %s: %q stands", name, b.Name, kept)
				}
				if !r.m.OnPanel() { // a sale without an end comes before a change of cashier
					if b.Name != "f9" || r.m.Notice.Text != r.m.Words.PeopleSale || !slices.Contains([]string{"unclaimed", "reversing", "person"}, name) {
						t.Errorf("%s, %s: %q", name, b.Name, r.m.Notice.Text)
					}
					continue
				}
				keys++
				back := page.KindAmount
				if b.Name == "f1" {
					back = page.KindResult
				}
				if r.press("esc"); r.m.At() != back || r.m.Shown.Waiting() || r.m.Amount.Text != kept {
					t.Errorf("%s, %s, Esc: on %s with %q", name, b.Name, r.m.At(), r.m.Amount.Text)
				}
				if r.after(300 * time.Millisecond).typed("9.90"); r.m.At() != page.KindAmount || r.m.Amount.Text != "9.90" {
					t.Errorf("%s, %s, Esc, 9.90: on %s with %q: %s", name, b.Name, r.m.At(), r.m.Amount.Text, r.m.Notice.Text)
				}
			}
		}
	}
	if keys < 20 {
		t.Errorf("%d keys", keys)
	}
}

// Whoever comes to a till that was locked over help is there for another customer than the
// one who has paid.
func TestLockOverHelpLeavesAResult(t *testing.T) {
	r := results(t, func(o *Options) { o.Cashiers, o.Cashier, o.IdleAfter = staff, "Li", time.Minute })["paid"]()
	r.press("f1").onto(page.KindHelp).tick(2 * time.Minute)
	r.on(page.KindLock)
	r.till.shift = till.Shift{}
	r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
	r.line("12*1212").onto(page.KindAmount)
}

// A sale that another process has ended while its PAID was written down is said, also where
// the cashier has gone on meanwhile.
func TestEndedElsewhereBehindAKey(t *testing.T) {
	for _, key := range []string{"enter", "f6", "f7"} {
		r, run := selling(t)
		r.becomes(run, flow.Submitting, nil)
		r.over(run, flow.Paid, nil)
		r.screen()
		r.tick(3 * time.Second)
		r.press(key)
		r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: flow.ErrFenced})
		r.shows(run.a.OutTradeNo.LastDigits(6), r.m.Words.ElsewhereSay)
	}
}
