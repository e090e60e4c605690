package cli

import (
	"bytes"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/flow"
	"facetill/flow/refund"
)

// No hint leads to a refund of more than is left.
func TestHintsAskForNoMoreThanIsLeft(t *testing.T) {
	closed := refund.Entry{Number: "1R", State: refund.Refused, Final: true, Fee: 900}
	for _, c := range []struct {
		given flow.Fen
		want  string
	}{{0, "--amount 9.00"}, {300, "--amount 7.00"}, {1000, ""}} {
		a := flow.Attempt{Order: flow.Order{OutTradeNo: "1", TotalFee: 1000}, State: flow.Paid, Refunds: refund.List{closed}}
		if c.given > 0 {
			a.Refunds = append(a.Refunds, refund.Entry{Number: "2R", State: refund.Accepted, Fee: c.given})
		}
		if got := print.RefundHelps(a, closed); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%s of 10.00 given: %q", c.given, got)
		}
		e := endingOf(fromRefund(a), &flow.RefundStoppedError{OutTradeNo: "1", Entries: []refund.Entry{closed}})
		if named := strings.Contains(e.tries(), "--new"); named != (c.want != "") {
			t.Errorf("%s of 10.00 given: %q", c.given, e.tries())
		}
	}
}

// What settle refuses of its note it calls a note, and a text.
func TestNoteIsAText(t *testing.T) {
	var out bytes.Buffer
	code, talk := runAt(t.TempDir(), &out, "settle", "a", "--as", "cash", "--by", "Li", "--note", strings.Repeat("x", 1000), "--sim", "-o", formatJSON)
	if code != codes.ExitUsage || !strings.Contains(out.String(), string(codes.WhyText)) || !strings.Contains(talk, "--note is longer") {
		t.Errorf("exit %d, %s, %s", code, out.String(), talk)
	}
}
