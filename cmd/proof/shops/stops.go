package shops

import (
	"context"
	"time"

	"facetill/flow"
)

// stops is what the journal remembers of stopped sales of a lane, by amount.
type stops map[flow.Fen]stop

type stop struct {
	press flow.Press
	at    time.Time
}

// remembered is how long.
const remembered = 10 * time.Minute

func (s stops) Stopped(_ context.Context, _ string, fee flow.Fen, p flow.Press, now time.Time) error {
	s[fee] = stop{p, now}
	return nil
}

func (s stops) StoppedAt(_ context.Context, _ string, fee flow.Fen, now time.Time) (flow.Press, bool, error) {
	last, is := s[fee]
	return last.press, is && now.Sub(last.at) < remembered, nil
}

func (s stops) WentOn(_ context.Context, _ string, fee flow.Fen, _ time.Time) error {
	delete(s, fee)
	return nil
}
