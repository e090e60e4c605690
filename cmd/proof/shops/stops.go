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
	w   *world.World
	all map[flow.Fen]stop

	replaced map[flow.Fen]time.Duration // when a press was, that somebody may still go by
	fail     float64                    // they cannot be read
}

// stopsOf are those of a journal.
func (s *shop) stopsOf(m *flowtest.Memory) *stops {
	if s.stops[m] == nil {
		s.stops[m] = &stops{w: s.w, all: map[flow.Fen]stop{}, replaced: map[flow.Fen]time.Duration{}, fail: s.unread}
	}
	return s.stops[m]
}

// errUnread is a disk that does not answer.
var errUnread = errors.New("the stopped sales cannot be read")

// stop is the first press that a person's word has still to go past; used: it did.
type stop struct {
	press flow.Press
	at    time.Time
	used  bool
}

// remembered is how long.
const remembered = 10 * time.Minute

func (s stop) fresh(now time.Time) bool { return !s.at.IsZero() && now.Sub(s.at).Abs() < remembered }

func (s *stops) Stopped(_ context.Context, _ string, fee flow.Fen, p flow.Press, now time.Time) error {
	if last := s.all[fee]; last.fresh(now) && !last.used {
		p = last.press
	} else if last.fresh(now) { // whoever else was shown what that press was may still name it
		s.w.Stats.Mark("a press is replaced")
		s.replaced[fee] = s.w.Elapsed()
	}
	s.all[fee] = stop{p, now, false}
	return nil
}

func (s *stops) StoppedAt(_ context.Context, _ string, fee flow.Fen, now time.Time) (flow.Press, bool, error) {
	if s.w.Chance(s.fail) {
		s.w.Stats.Mark("a press is not read")
		return flow.Press{}, false, errUnread
	}
	last := s.all[fee]
	return last.press, last.fresh(now), nil
}

func (s *stops) WentOn(_ context.Context, _ string, fee flow.Fen, now time.Time) error {
	if last := s.all[fee]; last.fresh(now) {
		s.all[fee] = stop{last.press, now, true}
	}
	return nil
}
