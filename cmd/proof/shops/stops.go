package shops

import (
	"context"
	"errors"
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
