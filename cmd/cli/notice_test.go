package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
)

// Money rule 4.1: stderr says each notice of a reversal once, at 2 and at 30 min.
func TestNoticesOnStderr(t *testing.T) {
	at := time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Reversing, IntentAt: at, DecidedAt: at.Add(45 * time.Second)}
	var talk bytes.Buffer
	n := &print.Notices{To: &talk}
	for _, minutes := range []int{0, 1, 2, 3, 29, 30, 31, 60} {
		n.Observe(flow.Update{Attempt: a, Now: at.Add(time.Duration(minutes) * time.Minute)})
	}
	want := "facetill: the reversal of 1234567890, 12.80, takes longer than two minutes: no goods; the money comes back by itself, and the customer need not wait\n" +
		"facetill: the reversal of 1234567890, 12.80, takes longer than thirty minutes: look at the sale on the merchant platform\n"
	if talk.String() != want {
		t.Errorf("said %q", talk.String())
	}
}

// What could not be reversed any more and was never seen charged has nothing that comes back.
func TestNoticeOfWhatWasNeverCharged(t *testing.T) {
	begun := refund.List{{Number: "1234567890M1", Fee: 1280, State: refund.Entered, BegunN: 7, BegunAt: time.Now()}}
	accepted := refund.List{{Number: "1234567890M1", Fee: 1280, State: refund.Accepted, BegunN: 7, AcceptedAt: time.Now()}}
	for name, c := range map[string]struct {
		a    flow.Attempt
		back bool
	}{
		"begun by a person":      {flow.Attempt{Expired: true, Refunds: begun}, false},
		"no refund":              {flow.Attempt{Expired: true}, false},
		"WeChat took it":         {flow.Attempt{Expired: true, Refunds: accepted}, true},
		"charged":                {flow.Attempt{Expired: true, TransactionID: "42", Refunds: begun}, true},
		"it may yet be reversed": {flow.Attempt{}, true},
	} {
		said := print.NoticeText(c.a, flow.NoticeSlow)
		if strings.Contains(said, "comes back by itself") != c.back || strings.Contains(said, "not known whether") == c.back {
			t.Errorf("%s: %q", name, said)
		}
	}
}

// A recovery's list has the notice of what it leaves open, for people and programs.
func TestRecoverListsNotices(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Reversing,
		IntentAt: time.Now().Add(-time.Hour), DecidedAt: time.Now().Add(-time.Hour)}
	for format, want := range map[string]string{formatText: "merchant platform", formatJSON: `"notice":"late"`} {
		var out bytes.Buffer
		wired := &wiring.Till{}
		wired.Ports.Clock = clock.NewMachine()
		wired.Ports.WeChat = clock.NewWeChat(wired.Ports.Clock)
		g := &global{s: &stdio{out: &out, err: &out}, output: format}
		g.p = print.NewPrinter(&out)
		listOpen(g, wired, []flow.Attempt{a})
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: %q", format, out.String())
		}
	}
}
