package desk

import (
	"testing"

	"facetill/flow"
	"facetill/flow/reconcile"
)

// Money that the till gives back by itself is nobody's to accept, and of what nobody could
// tell more WeChat is not asked. What is settled, by a word or by WeChat's own, is done.
func TestWhatMayBeDone(t *testing.T) {
	for _, c := range []struct {
		class               reconcile.Class
		state, refund       string
		stands              flow.State
		enters, takes, asks bool
		goesBack            bool
	}{
		{class: reconcile.TheirsOnly, state: reconcile.RowSuccess, enters: true, takes: true, asks: true},
		{class: reconcile.TheirsOnly, state: reconcile.RowRevoked, takes: true},
		{class: reconcile.Hidden, stands: flow.Refused, asks: true, goesBack: true},
		{class: reconcile.Hidden, stands: flow.Reversing, asks: true, goesBack: true},
		{class: reconcile.Hidden, stands: flow.Cancelled, takes: true, asks: true},
		{class: reconcile.OursOnly, stands: flow.Refunding, takes: true, asks: true},
		{class: reconcile.RefundTheirs, takes: true},
		{class: reconcile.RefundTheirs, refund: "refused", takes: true, asks: true},
		{class: reconcile.RefundOurs, takes: true, asks: true},
		{class: reconcile.Open},
		{class: reconcile.Twice, takes: true},
	} {
		i := Item{Finding: reconcile.Finding{Class: c.class, State: c.state, Stands: c.stands, Refund: c.refund}}
		if i.MayImport() != c.enters || i.MayAccept() != c.takes || i.MayAsk() != c.asks || i.GoesBack() != c.goesBack {
			t.Errorf("%s, %s: import %t, accept %t, ask %t, goes back %t", c.class, c.stands, i.MayImport(), i.MayAccept(), i.MayAsk(), i.GoesBack())
		}
		other := i
		if other.NotAsked = OtherWeChat; other.MayAsk() {
			t.Errorf("%s: another WeChat is asked", c.class)
		}
		word, now := i, i
		word.Word.As, now.Now = Accepted, reconcile.Agrees
		for _, done := range []Item{word, now} {
			if done.MayImport() || done.MayAccept() || done.MayAsk() || done.GoesBack() {
				t.Errorf("%s: something may be done about what is settled", c.class)
			}
		}
	}
}
