package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
)

// asked is a WeChat that knows of no order, and in front of which something happens
// while it is asked, once.
type asked struct {
	flow.Gateway
	then func()
}

func (g *asked) Query(context.Context, flow.Attempt, flow.Try) flow.Answer {
	if then := g.then; then != nil {
		g.then = nil
		then()
	}
	return flow.Answer{Kind: flow.AnswerNotExist, Code: "ORDERNOTEXIST"}
}

// Money rules 5.4 and 5.10: a reference is pressed again, and charged, while status asks
// WeChat about the refusal of before. What is told is what the reference is by then.
func TestStatusOfAReferenceThatIsPressedAgain(t *testing.T) {
	disk, g := flowtest.NewMemory(), &asked{}
	wired := wiring.New(config.Sim(t.TempDir()))
	wired.Ports.Journal, wired.Ports.Gateway, wired.Ports.Clock = disk.Process("status"), g, clock.NewMachine()
	wired.Join()
	defer wired.Close()
	at := time.Now()
	intent := flow.IntentWritten{At: at, SendBy: at.Add(8 * time.Second), TimeExpire: at.Add(2 * time.Minute), ConfirmBy: at.Add(45 * time.Second), FenceAt: at.Add(20 * time.Minute), Trusted: true}
	leave := func(no flow.OutTradeNo, facts ...flow.Fact) {
		j := disk.Process("pay")
		a, err := j.Open(t.Context(), flow.OrderOpened{Order: flow.Order{OutTradeNo: no, Sale: wired.Runner.Key("R-1"), TotalFee: 1280}})
		if err == nil {
			a, err = j.Append(t.Context(), a, append([]flow.Fact{flow.PayerIdentified{}, intent}, facts...)...)
		}
		if err == nil {
			err = j.Release(t.Context(), a)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	leave("1111111111", flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH"}, flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay})
	g.then = func() { leave("2222222222", flow.ChargeProven{TransactionID: "42"}, flow.Shown{}) }
	var out, talk bytes.Buffer
	err := runStatus(t.Context(), &global{s: &stdio{out: &out, err: &talk, getenv: func(string) string { return "" }}, output: formatText}, wired, []string{"R-1"}, false)
	if text := out.String(); !strings.Contains(text, "2222222222") || strings.Contains(text, "1111111111") {
		t.Errorf("%q, %v, %q", text, err, talk.String())
	}
}
