package shops

import (
	"context"
	"errors"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
)

// stops is what the journal remembers of stopped sales of a lane, by amount.
type stops struct {
	w    *world.World
	all  map[flow.Fen][]stop
	fail float64 // they cannot be read
}

// stopsOf are those of a journal.
func (s *shop) stopsOf(m *flowtest.Memory) *stops {
	if s.stops[m] == nil {
		s.stops[m] = &stops{w: s.w, all: map[flow.Fen][]stop{}, fail: s.unread}
	}
	return s.stops[m]
}

// errUnread is a disk that does not answer.
var errUnread = errors.New("the stopped sales cannot be read")

// stop is a press that was stopped.
type stop struct {
	press flow.Press
	at    time.Time
}

// remembered is how long.
const remembered = 10 * time.Minute

func (s *stops) Stopped(_ context.Context, _ string, fee flow.Fen, p flow.Press, now time.Time) error {
	s.all[fee] = append(s.all[fee], stop{p, now})
	return nil
}

func (s *stops) StoppedAt(_ context.Context, _ string, fee flow.Fen, now time.Time) (p flow.Press, is bool, err error) {
	if s.w.Chance(s.fail) {
		s.w.Stats.Mark("a press is not read")
		return p, false, errUnread
	}
	for _, was := range s.all[fee] {
		switch {
		case now.Sub(was.at).Abs() >= remembered:
		case is:
			s.w.Stats.Mark("a press of before")
			p = p.Or(was.press)
		default:
			p, is = was.press, true
		}
	}
	return p, is, nil
}

// over is what no press is stopped by: the charges that were told when it was made, or
// that are on their way back as a whole, in the journal in which they are so.
type over struct {
	in  *flowtest.Memory
	all []flow.OutTradeNo
}

// isOver reports whether a charge stops no sale of its amount (money rules 5.3, 4b.5):
// what goes back of it, begun or accepted, is no reason either.
func isOver(a flow.Attempt) bool {
	return a.State == flow.Paid && (a.Shown || a.Refunds.Claimed() == a.TotalFee) || a.State == flow.Refunded // by now
}

// passes is what a press of an amount has to go past; with others named, it counts from
// when those were shown, and nobody here knows when that was.
func (s *customers) passes(fee flow.Fen, named bool) over {
	o := over{in: s.disk}
	if named {
		return o
	}
	all, _ := s.disk.Process("witness").List(context.Background(), flow.Filter{State: flow.Paid})
	for _, a := range all {
		if a.TotalFee != fee || !isOver(a) {
			continue
		}
		if o.all = append(o.all, a.OutTradeNo); a.Refunds.Moving() > 0 {
			s.w.Stats.Mark("a sale beside what goes back")
		}
	}
	return o
}

// stopped judges what stopped a press.
func (s *shop) stopped(others []flow.Attempt) {
	was := s.customers.over[s.Turn()]
	for _, a := range others {
		s.w.Stats.Checks++
		if was.in != s.opened() || !slices.Contains(was.all, a.OutTradeNo) || !a.Shown && !isOver(a) {
			continue // what nobody was told of stops again once WeChat closes what was on its way
		}
		rule := "5.3"
		if len(a.Refunds) > 0 {
			rule = "4b.5"
		}
		s.w.Broken(rule, "a sale is stopped by %s, which was told or on its way back before it was asked for", a.OutTradeNo)
	}
}
