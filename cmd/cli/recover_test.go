package cli

import (
	"bytes"
	"testing"
	"testing/synctest"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// A refund that is before a person is 8, whatever else WeChat says otherwise (9): nobody
// reads of the one in the other's code.
func TestRecoveredBeforeAPerson(t *testing.T) {
	stuck := []till.SaleRefund{{Sale: flow.Attempt{State: flow.Paid}, Entry: refund.Entry{State: refund.Stuck}}}
	for _, c := range []struct {
		otherwise int
		persons   []till.SaleRefund
		want      codes.Exit
	}{{0, nil, codes.ExitDone}, {0, stuck, codes.ExitOpen}, {1, nil, codes.ExitFinding}, {1, stuck, codes.ExitOpen}} {
		var out bytes.Buffer
		g := &global{s: &stdio{out: &out, err: &out, getenv: func(string) string { return "" }}, output: formatText, lang: "en"}
		err := g.tellRecovered(nil, print.RecoveryEnded{Otherwise: c.otherwise}, nil, c.persons)
		code := codes.ExitDone
		if err != nil {
			code = endingOf(fromCommand, err).code
		}
		if code != c.want {
			t.Errorf("%d otherwise, %d before a person: exit %d, want %d", c.otherwise, len(c.persons), code, c.want)
		}
	}
}

// What a look at refunds has opened is driven before it is said how things stand; where
// nothing is open nobody is waited for.
func TestRecoverDrivesWhatALookHasOpened(t *testing.T) {
	for _, begun := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			disk, wired := givingBack(t, func(ports *flow.Ports) flow.Gateway { return takesAll{deaf{ports: ports}} })
			if begun {
				refunding(t, disk)
			} else {
				paid(t, disk, flow.Shown{})
			}
			drives := 0
			err := lookOnTheirWay(t.Context(), &global{}, wired, func() error { drives++; return nil })
			if err != nil || (drives == 1) != begun {
				t.Errorf("begun %t: driven %d times, %v", begun, drives, err)
			}
		})
	}
}
