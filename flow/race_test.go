package flow_test

import (
	"context"
	"errors"
	"testing"

	"facetill/flow"
)

// racing is a journal in which what the guard finds is always gone when it is
// claimed, or fails.
type racing struct {
	flow.Journal
	found func() ([]flow.PossibleDuplicate, error)
	err   error
}

func (j *racing) PossibleDuplicates(context.Context, string, flow.Fen, flow.Press) ([]flow.PossibleDuplicate, error) {
	return j.found()
}

func (j *racing) Claim(context.Context, flow.OutTradeNo) (flow.Attempt, error) {
	return flow.Attempt{}, j.err
}

func possible(no flow.OutTradeNo, driven bool) flow.PossibleDuplicate {
	return flow.PossibleDuplicate{Attempt: flow.Attempt{Order: flow.Order{OutTradeNo: no, Lane: "L", TotalFee: 1280}, State: flow.Opened}, Driven: driven}
}

// Money rule 5.3: what the guard would cancel is somebody else's each time, and
// nobody's when it looks again. That ends, and no sale begins.
func TestAnEndlessRaceIsBlocked(t *testing.T) {
	for _, claim := range []error{flow.ErrOwned, flow.ErrBlocked} {
		s := newStage(t)
		p := s.boot()
		round := endless(t, nil)
		p.with(&racing{Journal: p.j, err: claim, found: func() ([]flow.PossibleDuplicate, error) {
			return []flow.PossibleDuplicate{possible("A", false)}, round()
		}}, p)
		if _, err := p.Begin(context.Background(), byFace, nil); !errors.Is(err, flow.ErrBlocked) {
			t.Errorf("%v at each claim: %v", claim, err)
		}
		s.wasSent("")
	}
}

// The same race at the intent: the camera stays off, the sale is nobody's any more,
// and stops nobody.
func TestAnEndlessRaceAtTheIntent(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	round, looks := endless(t, nil), 0
	p.with(&racing{Journal: p.j, err: flow.ErrOwned, found: func() ([]flow.PossibleDuplicate, error) {
		if looks++; looks == 1 {
			return nil, nil
		}
		return []flow.PossibleDuplicate{possible("A", false)}, round()
	}}, p)
	sale := p.begin(byFace)
	if a, err := sale.Run(context.Background()); !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("%s, %v", a.State, err)
	}
	s.wasSent("")
	s.boot().keepOnce()
	s.is(p.read(sale.Attempt().OutTradeNo), flow.Cancelled)
}

// A guard that cannot do its work lets nobody through.
func TestAGuardThatFailsLetsNobodyThrough(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	p.with(&racing{Journal: p.j, err: errDisk, found: func() ([]flow.PossibleDuplicate, error) {
		return []flow.PossibleDuplicate{possible("A", false)}, nil
	}}, p)
	if _, err := p.Begin(context.Background(), byFace, nil); !errors.Is(err, errDisk) {
		t.Errorf("what it would cancel cannot be claimed: %v", err)
	}
}

// What the guard looks at anew it names once.
func TestWhatIsLookedAtAnewIsNamedOnce(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	looks := 0
	p.with(&racing{Journal: p.j, err: flow.ErrOwned, found: func() ([]flow.PossibleDuplicate, error) {
		if looks++; looks == 1 {
			return []flow.PossibleDuplicate{possible("B", true), possible("A", false)}, nil
		}
		return []flow.PossibleDuplicate{possible("B", true)}, nil
	}}, p)
	_, err := p.Begin(context.Background(), byFace, nil)
	stops(t, err, "B")
}

// What this process has before its own camera is its one customer's, and stops
// nothing: a cashier who goes from the face to the code rings the sale once.
func TestOnesOwnCameraStopsNothing(t *testing.T) {
	p := newStage(t).boot()
	p.begin(byFace)
	p.begin(byFace)
}

// slowCheck is a WeChat whose check of a request takes its time.
type slowCheck struct {
	*till
	meanwhile func()
}

func (g *slowCheck) CheckPay(flow.PayRequest) error {
	once(&g.meanwhile)
	return nil
}

// S41: a press is made when the call begins, and not when it is through its checks.
// Another sale of the amount is paid and shown meanwhile.
func TestS41_ToldWhileAPressIsChecked(t *testing.T) {
	s := newStage(t)
	one, two := s.boot(), s.boot()
	first := one.begin(byFace)
	two.with(two.j, &slowCheck{two, func() {
		a, err := first.Run(context.Background())
		if err == nil {
			_, err = one.Shown(context.Background(), a)
		}
		if err != nil {
			t.Fatal(err)
		}
	}})
	_, err := two.Begin(context.Background(), byFace, nil)
	stops(t, err, first.Attempt().OutTradeNo)
	stop, _ := errors.AsType[*flow.PossibleDuplicateError](err)
	if stop.Press.Seq != 1 || len(stop.Press.InFlight) != 1 {
		t.Errorf("the press that was stopped: %+v", stop.Press)
	}
}

// The same press comes back where the sale was stopped at its own intent.
func TestAPressThatWasStoppedLate(t *testing.T) {
	s := newStage(t)
	one := s.boot()
	one.begin(flow.SaleRequest{TotalFee: 500, Method: flow.MethodFace})
	two := s.boot().through(&between{open: func() { one.begin(byFace) }})
	_, err := two.begin(byFace).Run(context.Background())
	stop, is := errors.AsType[*flow.PossibleDuplicateError](err)
	if !is || stop.Press.Seq != 1 {
		t.Errorf("%v; press %+v", err, stop)
	}
}
