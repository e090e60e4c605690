package flow_test

import (
	"context"
	"errors"
	"testing"

	"facetill/flow"
)

// asked is a journal whose guard is asked while a signal comes.
type asked struct {
	flow.Journal
	signal func()
	asks   int
}

func (j *asked) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, p flow.Press) ([]flow.PossibleDuplicate, error) {
	if j.asks++; j.asks == 2 { // before the camera
		j.signal()
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return j.Journal.PossibleDuplicates(ctx, lane, fee, p)
}

// Money rule 5.8: a signal that comes while the guard is asked cancels the sale
// in the journal, too: nobody has to find it.
func TestSignalWhileTheGuardIsAsked(t *testing.T) {
	s := newStage(t)
	ctx, cancel := context.WithCancelCause(context.Background())
	p := s.boot()
	j := &asked{Journal: p.j, signal: func() { cancel(errors.New("signal")) }}
	runner := flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: j, Clock: s, WeChat: p.wx}, flow.Identity{Lane: "L"}, s.rules)
	sale, err := runner.Begin(ctx, flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sale.Patient()
	a, err := sale.Run(ctx)
	if a.State != flow.Cancelled || err != nil {
		t.Errorf("%s, %v", a.State, err)
	}
}
