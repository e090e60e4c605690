package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/till"
)

// brokenJournal takes no fact any more.
type brokenJournal struct{ flow.Journal }

func (brokenJournal) Append(context.Context, flow.Attempt, ...flow.Fact) (flow.Attempt, error) {
	return flow.Attempt{}, errors.New("the disk is full")
}

func (brokenJournal) Release(context.Context, flow.Attempt) error { return nil }

// Money rule 5.3: a told that cannot be written makes a paid sale 8, although
// its result line is out.
func TestToldThatFails(t *testing.T) {
	ports := flow.Ports{Journal: brokenJournal{}, Clock: clock.NewMachine()}
	wired := &wiring.Till{App: till.New(till.Ports{Ports: ports}, flow.Identity{}, flow.NewRunner(ports, flow.Identity{}, flow.DefaultRules()))}
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, State: flow.Paid, Epoch: 1}
	err := told(context.Background(), wired, a, &ending{code: codes.ExitDone, outcome: flow.OutcomePaid, attempt: a, told: true})
	e := endingOf(fromCommand, err)
	if e.code != codes.ExitOpen || !e.told || !strings.Contains(e.text, "the disk is full") {
		t.Errorf("ends with %d, %q", e.code, e.text)
	}
	a.Shown = true
	if err := told(context.Background(), wired, a, &ending{code: codes.ExitDone, attempt: a, told: true}); err != nil {
		t.Errorf("a sale that was told already: %v", err)
	}
}
