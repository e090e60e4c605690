package cli

import (
	"context"
	"slices"
	"testing"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
)

// shownAt is a journal that remembers the press of a stopped sale.
type shownAt struct {
	wiring.Journal
	p flow.Press
}

func (j shownAt) StoppedAt(context.Context, string, flow.Fen, time.Time) (flow.Press, bool, error) {
	return j.p, true, nil
}

// Money rule 5.3: a call that brings a word waited for its code on stdin. Meanwhile
// the word was given by another call, and the next customer's sale was stopped, whose
// press is the one that is remembered now. What was told since this call began stops
// it all the same: of two presses the earlier counts.
func TestS41_PressedBeforeWhatIsRemembered(t *testing.T) {
	for name, c := range map[string]struct{ own, shown, want flow.Press }{
		"pressed before": {flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1", "2"}}, flow.Press{Seq: 9}, flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1", "2"}}},
		"shown before":   {flow.Press{Seq: 9}, flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1"}}, flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1"}}},
		"nothing opened between": {flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{"1", "2"}}, flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{"1", "3"}},
			flow.Press{Seq: 9, InFlight: []flow.OutTradeNo{"1", "2", "3"}}},
	} {
		sh := newShop(config.Sim(t.TempDir()))
		sh.Journal, sh.Press = shownAt{p: c.shown}, &c.own
		err := sh.pressShown(t.Context(), flow.SaleRequest{TotalFee: 200, New: []flow.OutTradeNo{"1"}})
		if slices.Sort(sh.Press.InFlight); err != nil || sh.Press.Seq != c.want.Seq || !slices.Equal(sh.Press.InFlight, c.want.InFlight) {
			t.Errorf("%s: %+v, %v", name, *sh.Press, err)
		}
		sh.Close()
	}
}
