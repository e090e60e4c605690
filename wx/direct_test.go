package wx

import (
	"context"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// TestDirect runs the Gateway on the simulator as a function: no socket, no
// goroutine, the caller's clock.
func TestDirect(t *testing.T) {
	server, err := sim.New(sim.Config{Now: func() time.Time { return someTime }})
	if err != nil {
		t.Fatal(err)
	}
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		t.Fatal(err)
	}
	machine := clock.NewMachine()
	var calls []string
	unreachable := ""
	direct := func(_ context.Context, r DirectRequest) DirectAnswer {
		calls = append(calls, r.Host+" "+r.Method+" "+r.Path)
		if r.Host == unreachable {
			return DirectAnswer{Unsent: true, Code: "CONNECT"}
		}
		if r.Method == "HEAD" {
			return DirectAnswer{Status: 200, Date: someTime, At: machine.Now()}
		}
		reply := server.Do(r.Path, r.Body, r.Cert)
		if reply.Fault != sim.Deliver || reply.Delay > r.Limit {
			return DirectAnswer{}
		}
		return DirectAnswer{Status: reply.Status, Date: reply.Date, Body: reply.Body, At: machine.Now()}
	}
	g := testGateway(t, Config{Merchant: simMerchant, Key: key, Cert: testCert(t), ClientIP: "127.0.0.1",
		BackupURL: BackupURL, Clock: machine, WeChat: clock.NewWeChat(machine), Direct: direct})
	g.KeepWarm(t.Context())()
	if err := g.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now, sure := g.cfg.WeChat.Now(); !sure || now.Before(someTime) {
		t.Errorf("WeChat's time %v %v", now, sure)
	}
	// WeChat's clock stands at someTime, where the test's certificate is not valid.
	g.cfg.Cert = certFor(t, someTime.Add(-time.Hour), someTime.Add(time.Hour))
	pay := func(n int) flow.Answer { return g.Pay(t.Context(), simSale(flow.FamilyMicropay, n)) }
	if a := pay(0); a.Kind != flow.AnswerPaid {
		t.Errorf("%+v", a)
	}
	for _, n := range []int{23, 26} { // lost, late
		if a := pay(n); a.Kind != flow.AnswerLost || a.Code != "TIMEOUT" || a.SentAt.IsZero() {
			t.Errorf("scenario %d: %+v", n, a)
		}
	}
	if a := g.Reverse(t.Context(), simSale(flow.FamilyMicropay, 23).Attempt); a.Kind != flow.AnswerReversed {
		t.Errorf("%+v", a)
	}
	calls, unreachable = nil, "main"
	if a := pay(11); a.Kind != flow.AnswerPaying {
		t.Errorf("%+v", a)
	}
	g.Query(t.Context(), simSale(flow.FamilyMicropay, 11).Attempt, flow.Try{})
	if got := strings.Join(calls, ", "); got != "main POST /pay/micropay, backup POST /pay/micropay, backup POST /pay/orderquery" {
		t.Error(got)
	}
}
