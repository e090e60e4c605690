package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/till"
)

// The sale that is open is paid while the manager types the PIN: it is in the record, and
// not passed over.
func TestCloseReadsBehindThePIN(t *testing.T) {
	ctx, now := t.Context(), time.Now()
	then := now.Add(-24 * time.Hour)
	disk := flowtest.NewMemory().Process("till")
	a, err := disk.Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: "26112512000012345678901234567890", Sale: flow.SaleKey{Ref: "R"},
		TotalFee: 1280, Method: flow.MethodCode, Family: flow.FamilyMicropay, Lane: "L1", OpenedAt: then}})
	if err == nil {
		a, err = disk.Append(ctx, a, flow.PayerIdentified{},
			flow.IntentWritten{At: then, SendBy: then.Add(8 * time.Second), TimeExpire: then.Add(2 * time.Minute), ConfirmBy: then.Add(45 * time.Second)})
	}
	if err != nil {
		t.Fatal(err)
	}
	wired := wiring.New(config.Sim(t.TempDir()))
	wired.Ports.Journal, wired.Ports.Gateway = disk, answering{says: flow.Answer{Kind: flow.AnswerLost}}
	wired.Join()
	defer wired.Close()
	wired.App = till.New(till.Ports{Ports: wired.Ports, CheckPIN: func(string) bool {
		_, err := disk.Append(ctx, a, flow.ChargeProven{TransactionID: "42", TimeEnd: then, CashFee: 1280, At: then}, flow.Shown{})
		return err == nil
	}}, wired.ID, wired.Runner)
	var out, talk bytes.Buffer
	g := &global{s: &stdio{out: &out, err: &talk, getenv: func(string) string { return "1234" }}, output: formatText}
	if err := (&closing{force: true}).make(ctx, g, wired, nil); err != nil {
		t.Errorf("%v: %s", err, talk.String())
	}
	if all := out.String(); !strings.Contains(all, "12.80") || strings.Contains(all, string(a.OutTradeNo)) || g.closed != 1 {
		t.Errorf("passed over, or not in the record:\n%s", all)
	}
}
