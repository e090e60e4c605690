package wx

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/flow/secret"
	"facetill/flow/trace"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// heard keeps what a trace tells.
type heard struct{ steps []trace.Step }

func (h *heard) Wants() bool       { return true }
func (h *heard) Hear(s trace.Step) { h.steps = append(h.steps, s) }

func (h *heard) take() (lines []string) {
	for _, s := range h.steps {
		if s.Done {
			lines = append(lines, fmt.Sprintf("%s %s %s", s.Name, s.Verdict, s.Proof))
		}
	}
	h.steps = nil
	return lines
}

// Each call with its fields, its verdict and the flow's own word for it: each try of the
// two hosts is a call, and what was not sent is told, too.
func TestTraced(t *testing.T) {
	server, err := sim.New(sim.Config{Now: func() time.Time { return someTime }})
	if err != nil {
		t.Fatal(err)
	}
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		t.Fatal(err)
	}
	machine, h, unreachable := clock.NewMachine(), &heard{}, ""
	direct := func(_ context.Context, r DirectRequest) DirectAnswer {
		if r.Host == unreachable {
			return DirectAnswer{Unsent: true, Code: "CONNECT"}
		}
		reply := server.Do(r.Path, r.Body, r.Cert)
		if reply.Fault != sim.Deliver || reply.Delay > r.Limit {
			return DirectAnswer{}
		}
		return DirectAnswer{Status: reply.Status, Date: reply.Date, Body: reply.Body, At: machine.Now()}
	}
	g := testGateway(t, Config{Merchant: simMerchant, Key: key, Cert: testCert(t), ClientIP: "127.0.0.1",
		BackupURL: BackupURL, Clock: machine, Trace: trace.New(machine, h), Direct: direct})
	pay := func(n int) flow.PayRequest {
		p := simSale(flow.FamilyMicropay, n)
		g.Pay(t.Context(), p)
		return p
	}
	want := func(lines ...string) {
		t.Helper()
		if got := h.take(); !slices.Equal(got, lines) {
			t.Errorf("got %q, want %q", got, lines)
		}
	}
	paid := pay(0)
	first := h.steps[0]
	if first.Done || first.Order != string(paid.Attempt.OutTradeNo) || first.To != trace.WeChat {
		t.Errorf("%+v", first)
	}
	for _, f := range first.Request {
		if secret := f.Name == "auth_code" || f.Name == "sign"; secret != (f.Value == trace.Masked) {
			t.Errorf("%+v", f)
		}
	}
	if text := fmt.Sprint(h.steps); strings.Contains(text, paid.Credential.Reveal()) || strings.Contains(text, sim.DefaultAPIKey) {
		t.Error("a secret is told")
	}
	want("micropay SUCCESS says_paid")
	pay(15)
	want("micropay NOTENOUGH refused")
	lost := pay(23)
	want("micropay TIMEOUT lost")
	g.Query(t.Context(), lost.Attempt, flow.Try{})
	want("orderquery SUCCESS says_paid")
	unreachable = "main"
	never := pay(13)
	want("micropay CONNECT not_sent", "micropay USERPAYING paying")
	g.Reverse(t.Context(), never.Attempt)
	want("reverse SUCCESS reversed")
	unreachable = ""
	_, _ = g.AuthInfo(t.Context(), flow.AuthInfoRequest{StoreID: "S", StoreName: "S", DeviceID: "D", RawData: secret.New("none-of-a-terminal")})
	if got := h.take(); len(got) != 1 || !strings.HasPrefix(got[0], "get_wxpayface_authinfo ") {
		t.Errorf("%q", got)
	}
	g.LookRefunds(t.Context(), paid.Attempt)
	want("refundquery REFUNDNOTEXIST refund_none")
	e := refund.Entry{Number: string(paid.Attempt.OutTradeNo) + "R1", Fee: paid.Attempt.TotalFee, Purpose: refund.ByHand, Reason: "price", SendBy: time.Now().Add(time.Minute)}
	g.SendRefund(t.Context(), paid.Attempt, e)
	want("refund SUCCESS refund_accepted")
	g.AskRefund(t.Context(), paid.Attempt, e)
	if got := h.take(); len(got) != 1 || !strings.HasPrefix(got[0], "refundquery ") || !strings.Contains(got[0], " refund_") {
		t.Errorf("%q", got)
	}
	g.LookRefunds(t.Context(), paid.Attempt)
	if got := h.take(); len(got) == 0 || !strings.HasSuffix(got[0], " refund_listed") {
		t.Errorf("%q", got)
	}
	_, _ = g.Call(t.Context(), &wire.Authcodetoopenid, wire.Field{Name: "auth_code", Value: "134567890123456789"})
	if text := fmt.Sprint(h.steps); strings.Contains(text, "134567890123456789") || len(h.take()) != 1 {
		t.Error(text)
	}
}

// A day without trade is no fault, and neither is a bill in the making: the words tell
// them apart, as they do for whoever compares.
func TestTracedBill(t *testing.T) {
	for word, want := range map[string]trace.Proof{"NO Bill Exist": trace.NoBill, "Bill Creating": trace.BillLater, "sign error": trace.Failed} {
		s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "<xml><return_code>FAIL</return_code><return_msg>"+word+"</return_msg><error_code>20002</error_code></xml>")
		})
		h := &heard{}
		cfg := testConfig(t, s)
		cfg.Trace = trace.New(clock.NewMachine(), h)
		if err := testGateway(t, cfg).Bill(t.Context(), someTime, io.Discard); err == nil {
			t.Fatal("a bill")
		}
		last := h.steps[len(h.steps)-1]
		if text := fmt.Sprint(last.Answer); last.Proof != want || last.Verdict != "20002" || !strings.Contains(text, "{error_code 20002}") {
			t.Errorf("%s: %+v", word, last)
		}
	}
}
