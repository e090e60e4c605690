package vtime

import (
	"context"
	"time"

	"facetill/flow"
	"facetill/wx/sim"
)

// stats are what the closing line counts.
type stats struct {
	sales, deaths, faults, checks int
	virtual                       time.Duration
	ends                          map[flow.State]int
}

func (s *stats) add(o stats) {
	s.sales, s.deaths, s.faults, s.checks = s.sales+o.sales, s.deaths+o.deaths, s.faults+o.faults, s.checks+o.checks
	s.virtual += o.virtual
	if s.ends == nil {
		s.ends = map[flow.State]int{}
	}
	for k, n := range o.ends {
		s.ends[k] += n
	}
}

// check holds the journal and the words against WeChat's book, at rest.
func (s *shop) check() {
	j, _ := s.disk.process("witness")
	all, err := j.List(context.Background(), flow.Filter{})
	if err != nil {
		s.t.Fatal(err)
	}
	s.stats.faults, s.stats.ends = s.net.count(), map[flow.State]int{}
	charged := map[string]int{} // by reference: attempts that hold money
	now := map[flow.OutTradeNo]flow.Attempt{}
	for _, a := range all {
		now[a.OutTradeNo] = a
		s.stats.ends[a.State]++
		held := s.held(a.OutTradeNo)
		if held > 0 {
			charged[a.Sale.Ref]++
		}
		s.must(a.State != flow.Paid || held == a.TotalFee, "2.1: %s is paid, and WeChat holds %s", a.OutTradeNo, held)
		s.must(a.Open() || a.State == flow.Paid || held == 0, "2.2: %s is %s, and WeChat holds %s", a.OutTradeNo, a.State, held)
		needsPerson := a.State == flow.NeedsPerson || a.State == flow.Paid && a.Unclaimed
		s.must(!a.Open() || needsPerson, "4.5: %s is still %s two hours after the last fault", a.OutTradeNo, a.State)
	}
	for ref, n := range charged {
		s.must(n == 1, "5.4: %s was charged %d times", ref, n)
	}
	for _, w := range s.words {
		a := now[w.no]
		switch w.outcome {
		case flow.OutcomePaid:
			s.must(a.State == flow.Paid, "7.2: paid was said of %s, which is %s", w.no, a.State)
		case flow.OutcomeOpen:
		default:
			s.must(s.held(w.no) == 0 || a.Reopened, "7.2: %s was said of %s, and WeChat holds its money", w.outcome, w.no)
		}
	}
}

// held is the money that WeChat keeps of the payer for a number.
func (s *shop) held(no flow.OutTradeNo) flow.Fen {
	o, known := s.server.Order(sim.DefaultMchID, string(no))
	if !known {
		return 0
	}
	return flow.Fen(o.Held(time.Now()))
}

func (s *shop) must(so bool, format string, args ...any) {
	s.stats.checks++
	if !so {
		s.broken(format, args...)
	}
}
