package vtime

import (
	"context"
	"time"

	"facetill/cmd/proof/world"
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
	now := map[flow.OutTradeNo]flow.Attempt{}
	for _, a := range all {
		now[a.OutTradeNo] = a
		s.stats.ends[a.State]++
	}
	s.stats.checks += len(all)
	for _, v := range world.AtRest(all, s.held, true) { // two hours after the last fault
		s.broken("%s: %s", v.Rule, v.What)
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
	return world.Held(s.server, sim.DefaultMchID, no, time.Now())
}

func (s *shop) must(so bool, format string, args ...any) {
	s.stats.checks++
	if !so {
		s.broken(format, args...)
	}
}
