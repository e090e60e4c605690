package page

import (
	"context"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// Money rule 5.3: what is being written down goes on when the screen is left, for a
// while: that PAID was shown is not lost to the end of the screen.
func TestWritingOutlivesTheScreen(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	c := &Context{s: &State{Ctx: ctx}}
	write := c.Write(time.Hour, func(ctx context.Context) tea.Msg {
		_, ends := ctx.Deadline()
		return ends && ctx.Err() == nil
	})
	if leave(); write() != true {
		t.Error("it ends with the screen, or never")
	}
}

// A reading that is asked for while another one runs is made behind it: what has
// changed meanwhile may not be in that one.
func TestReadingIsAskedForAgain(t *testing.T) {
	s := &State{Refreshing: true}
	if c := (&Context{s: s}); c.Refresh() != nil || !s.RefreshAgain {
		t.Error("it is forgotten")
	}
}

// Money rule 0.1: a scan that is in hand when a sale begins is over with it.
func TestBeginEndsTheScanInHand(t *testing.T) {
	ended := 0
	s := &State{Break: func() { ended++ }}
	s.Context = &Context{s: s}
	if sale := s.Begin(flow.SaleRequest{TotalFee: 1280}, nil); ended != 1 || s.Sale != sale {
		t.Errorf("ended %d times", ended)
	}
}

// Money rules 5.2 and 5.6: the goods of a charge are asked about once it is over, and by
// no till that another one took it from.
func TestWhoseGoodsAreAskedAbout(t *testing.T) {
	a := flow.Attempt{State: flow.Paid, Unclaimed: true}
	for err, want := range map[error]bool{nil: true, flow.ErrFenced: false, flow.ErrGone: false} {
		if s := (&InHand{Over: true, Attempt: a, Err: err}); s.Unclaimed() != want {
			t.Errorf("%v: asked about %t", err, !want)
		}
	}
	if s := (&InHand{Attempt: a}); s.Unclaimed() {
		t.Error("asked about before it is over")
	}
}
