package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

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

// A hint is for the WeChat and the journal that the call was for: on stderr, in the result
// line, and in words that a command writes there by itself.
func TestHintsCarryWhatTheCallHad(t *testing.T) {
	home := t.TempDir()
	runAt(home, io.Discard, "pay", "12.80", "--ref", "a", "--sim", "--auth-code", "134567890123456701")
	for _, c := range []struct{ args, hint string }{
		{"wx micropay --sim --out-trade-no 20260131001 --total-fee 90013 --auth-code 134567890123456701", "facetill wx query --sim --out-trade-no 20260131001"},
		{"pay 13 --ref a --sim --auth-code 134567890123456702", ""},
		{"wx micropay --json {} --sim", "facetill help wx micropay"},
	} {
		var out bytes.Buffer
		_, talk := runAt(home, &out, append(strings.Fields(c.args), "-o", formatJSON)...)
		if !strings.Contains(talk, "try: "+c.hint) || !strings.Contains(out.String(), c.hint) {
			t.Errorf("%s: %s%s", c.args, out.String(), talk)
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

// When somebody else gave money back nobody here knows: it was found, no more.
func TestElsewhereHasNoTime(t *testing.T) {
	now := time.Now()
	r := print.RefundOf(refund.Entry{Number: "9", State: refund.Elsewhere, Fee: 100, BegunAt: now, AcceptedAt: now})
	row := print.RefundRow(refund.Entry{Number: "9", State: refund.Elsewhere, Fee: 100, BegunAt: now, AcceptedAt: now})
	if r.BegunAt != (print.Stamp{}) || r.AcceptedAt != (print.Stamp{}) || strings.Contains(row, now.In(flow.Beijing).Format("2006")) {
		t.Errorf("%+v, %q", r, row)
	}
}

// A call is the answer of an earlier one where that one has sent the refund.
func TestReplayedIsOfWhoSent(t *testing.T) {
	home := t.TempDir()
	runAt(home, io.Discard, "pay", "12.80", "--ref", "a", "--sim", "--auth-code", "134567890123456701")
	for i, want := range []bool{false, true} {
		var out bytes.Buffer
		code, talk := runAt(home, &out, "refund", "a", "--amount", "3", "--ref", "p", "--reason", "price", "--by", "Li", "--sim", "-o", formatJSON)
		if got := strings.Contains(out.String(), `"replayed":true`); code != codes.ExitDone || got != want {
			t.Errorf("call %d: exit %d, replayed %t, %s", i+1, code, got, talk)
		}
	}
}
