package cli

import (
	"context"
	"strings"
	"testing"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/secret"
)

// ticketGateway is a WeChat that charges what it is sent.
type ticketGateway struct {
	flow.Gateway
	ports *flow.Ports
}

func (ticketGateway) Ready() error                    { return nil }
func (ticketGateway) CheckPay(flow.PayRequest) error  { return nil }
func (ticketGateway) KeepWarm(context.Context) func() { return func() {} }

func (g ticketGateway) Sync(context.Context) error {
	at := g.ports.Clock.Now()
	g.ports.WeChat.Observe(at.Wall, at)
	return nil
}

func (g ticketGateway) Pay(context.Context, flow.PayRequest) flow.Answer {
	return flow.Answer{Kind: flow.AnswerPaid, SentAt: g.ports.Clock.Now(), Charge: flow.Charge{TransactionID: "42", TimeEnd: g.ports.Clock.Now().Wall}}
}

func (ticketGateway) Query(context.Context, flow.Attempt, flow.Try) flow.Answer {
	return flow.Answer{Kind: flow.AnswerLost, Code: "NETWORK"}
}

// camera takes one face, with the ticket of who it is.
type camera struct{ flow.Device }

func (camera) Prepare(context.Context, flow.Merchant) error      { return nil }
func (camera) CheckCapture(flow.CaptureRequest) error            { return nil }
func (camera) Tell(context.Context, flow.OutTradeNo, bool) error { return nil }
func (camera) Capture(context.Context, flow.CaptureRequest) flow.Captured {
	return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000"), FaceSID: secret.New("SID-1")}
}

// The ticket that came with the face of a sale stands in its line, of that sale alone.
func TestTheTicketOfThisFace(t *testing.T) {
	wired := wiring.New(config.Sim(t.TempDir()))
	p := &wired.Ports
	p.Journal, p.Clock = flowtest.NewMemory().Process("pay"), clock.NewMachine()
	p.WeChat = clock.NewWeChat(p.Clock)
	p.Gateway, p.Device = ticketGateway{ports: p}, camera{}
	wired.Join()
	defer wired.Close()
	for _, want := range []bool{true, false} { // the second call repeats the first
		var out strings.Builder
		s := &stdio{out: &out, err: &out, getenv: func(string) string { return "" }}
		g := &global{s: s, p: print.NewPrinter(&out), output: formatJSON, out: streams.NewHeard(&out)}
		_ = sell(t.Context(), nil, g, wired, flow.SaleRequest{Ref: "R-1", TotalFee: 300, Method: flow.MethodFace})
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if line := lines[len(lines)-1]; !strings.Contains(line, `"outcome":"paid"`) || strings.Contains(line, `"face_sid":"SID-1"`) != want {
			t.Errorf("%s", out.String())
		}
		if strings.Contains(out.String(), "had another body") {
			t.Errorf("the same goods: %s", out.String())
		}
	}
	for _, q := range []flow.SaleRequest{{Attach: "x"}, {Body: "x"}, {Detail: "x"}, {GoodsTag: "x"}} {
		var out, talk strings.Builder
		s := &stdio{out: &out, err: &talk, getenv: func(string) string { return "" }}
		g := &global{s: s, p: print.NewPrinter(&out), output: formatJSON, out: streams.NewHeard(&out)}
		q.Ref, q.TotalFee, q.Method = "R-1", 300, flow.MethodFace
		_ = sell(t.Context(), nil, g, wired, q)
		if says := "had another body, attach"; !strings.Contains(out.String(), says) || !strings.Contains(talk.String(), says) || !strings.Contains(out.String(), `"outcome":"paid"`) {
			t.Errorf("%+v: %s%s", q, out.String(), talk.String())
		}
	}
}
