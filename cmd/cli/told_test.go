package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
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

// The ticket for who the payer is stands in the result of the call that took the face, under
// its own name, and in no line without one.
func TestTheTicketIsInTheResult(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 300}, State: flow.Paid, Epoch: 1}
	for sid, want := range map[string]string{"SID-1": `"openid":"oPayer","sub_openid":"oSub","face_sid":"SID-1"`, "": `"openid":"oPayer","sub_openid":"oSub"`} {
		var out strings.Builder
		g := &global{s: &stdio{out: &out, err: &out}, p: print.NewPrinter(&out), output: formatJSON}
		finish(g, &wiring.Till{Config: &config.Config{}}, &ending{code: codes.ExitDone, outcome: flow.OutcomePaid, attempt: a,
			payer: flow.Payer{OpenID: secret.New("oPayer"), SubOpenID: secret.New("oSub")}, faceSID: secret.New(sid)}, false)
		if line := out.String(); !strings.Contains(line, want) || strings.Contains(line, "face_sid") != (sid != "") {
			t.Errorf("%q: %s", sid, line)
		}
	}
}
