package wx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/flow/secret"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	simhost "facetill/wx/sim/host"
	"facetill/wx/wire"
)

// simGateway runs the simulator on a socket, with a clock that stands still at
// someTime, and a Gateway with the simulator's own files.
func simGateway(t testing.TB) (*Gateway, *simhost.Running) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	run, err := simhost.Serve(ctx, simhost.Options{Config: sim.Config{Now: func() time.Time { return someTime }, EarlyBills: true, LooseGap: true}, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); run.Wait() })
	cert, err := LoadCertificate(CertFiles{P12File: run.Certificates.Path(certificates.ClientP12File), P12Password: secret.New(sim.DefaultMchID)})
	if err != nil {
		t.Fatal(err)
	}
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		t.Fatal(err)
	}
	machine := clock.NewMachine()
	g := testGateway(t, Config{
		Merchant: simMerchant, Key: key, Cert: cert, MainURL: run.URL, FaceURL: run.URL,
		CAFile: run.Certificates.Path(certificates.CAFile), ClientIP: "127.0.0.1", Clock: machine, WeChat: clock.NewWeChat(machine),
		Store: Store{ID: "S1", Name: "店"},
	})
	if err := g.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	return g, run
}

var simMerchant = flow.Merchant{AppID: sim.DefaultAppID, MchID: sim.DefaultMchID}

// simSale is a sale whose code makes the simulator act scenario n.
func simSale(family flow.Family, n int) flow.PayRequest {
	a := testAttempt(family)
	a.Merchant = simMerchant
	a.OutTradeNo = flow.OutTradeNo(fmt.Sprintf("2611251200%06d", n))
	a.SendBy = someTime.Add(8 * time.Second)
	if family == flow.FamilyFacepay {
		return flow.PayRequest{Attempt: a, Credential: secret.New(sim.FaceCode(n, uint64(n))), OpenID: secret.New("oPayer")}
	}
	return flow.PayRequest{Attempt: a, Credential: secret.New(sim.Code(n, uint64(n)))}
}

// TestScenarios meets every scenario of the simulator over a real socket: what
// the pay answer is worth, and what a query at the same moment says. The late
// answer (26) is TestWholeAnswerTimeout's, in virtual time.
func TestScenarios(t *testing.T) {
	const lost, doubt, refused, paying = flow.AnswerLost, flow.AnswerDoubt, flow.AnswerRefused, flow.AnswerPaying
	const paid, notpay, none = flow.AnswerPaid, flow.AnswerNotPay, flow.AnswerNotExist
	rows := []struct {
		n     int
		pay   flow.AnswerKind
		code  string
		query flow.AnswerKind
	}{
		{0, paid, "SUCCESS", paid},
		{11, paying, "USERPAYING", paying}, {12, paying, "USERPAYING", paying}, {13, paying, "USERPAYING", paying}, {14, paying, "USERPAYING", paying},
		{15, refused, "NOTENOUGH", notpay}, {16, refused, "NOTSUPORTCARD", notpay}, {17, refused, "AUTHCODEEXPIRE", none}, {18, refused, "RULELIMIT", notpay},
		{19, doubt, "TRADE_ERROR", notpay}, {20, lost, "SYSTEMERROR", paid}, {21, lost, "SYSTEMERROR", notpay}, {22, lost, "BANKERROR", paying},
		{23, lost, "CLOSED", paid}, {24, lost, "CLOSED", notpay}, {25, lost, "CLOSED", none}, {27, doubt, "ORDERPAID", paid},
		{28, lost, "CUT_SHORT", paid}, {29, lost, "BAD_SIGN", paid}, {30, lost, "DTD", paid}, {31, lost, "TOO_LARGE", paid},
		{32, refused, "NOTENOUGH", paid}, {33, refused, "NOTENOUGH", notpay}, {34, paying, "USERPAYING", paying}, {37, paying, "USERPAYING", paying},
		{38, lost, "HTTP_502", paid}, {39, lost, "REDIRECT", none}, {40, lost, "NOT_UTF8", paid},
		{41, lost, "WRONG_AMOUNT", paid}, {42, lost, "WRONG_ORDER", paid}, {43, lost, "UNSIGNED", paid}, {44, flow.AnswerRejected, "FAIL", none},
		{47, doubt, "OUT_TRADE_NO_USED", paid}, {48, doubt, "INVALID_REQUEST", none}, {49, paying, "USERPAYING", paying}, {50, paid, "SUCCESS", flow.AnswerRefund},
		{51, lost, "CLOSED", lost}, {52, lost, "CLOSED", notpay}, {53, refused, "AUTH_CODE_INVALID", none}, {54, refused, "NOAUTH", none},
		{55, lost, "SYSTEMERROR", notpay}, {56, lost, "CLOSED", none},
	}
	g, _ := simGateway(t)
	for _, family := range []flow.Family{flow.FamilyMicropay, flow.FamilyFacepay} {
		for _, r := range rows {
			p := simSale(family, r.n)
			if family == flow.FamilyFacepay {
				p.Attempt.OutTradeNo += "F"
			}
			got := g.Pay(t.Context(), p)
			if got.Kind != r.pay || got.Code != r.code || got.SentAt.IsZero() {
				t.Errorf("%s scenario %d: pay %s %s %q, want %s %s", family, r.n, got.Kind, got.Code, got.Message, r.pay, r.code)
			}
			if q := g.Query(t.Context(), p.Attempt, flow.Try{}); q.Kind != r.query {
				t.Errorf("%s scenario %d: query %s %s, want %s", family, r.n, q.Kind, q.Code, r.query)
			}
		}
	}
}

func TestReverseScenarios(t *testing.T) {
	g, _ := simGateway(t)
	for n, want := range map[int]flow.AnswerKind{
		0: flow.AnswerReversed, 13: flow.AnswerReversed, 34: flow.AnswerStopped, 35: flow.AnswerAgain,
		36: flow.AnswerReversed, 45: flow.AnswerPaying, 46: flow.AnswerExpired, 60: flow.AnswerLost,
	} {
		p := simSale(flow.FamilyMicropay, n)
		g.Pay(t.Context(), p)
		got := g.Reverse(t.Context(), p.Attempt)
		// 60 loses the answer on a connection that may be new: then it looks like
		// a refused certificate until somebody asks again.
		if got.Kind != want && (n != 60 || got.Kind != flow.AnswerCertificate) {
			t.Errorf("scenario %d: %s %s %s, want %s", n, got.Kind, got.Code, got.Message, want)
		}
	}
}

// TestSaleRefundAndBill is one sale from the charge to its refund, and the day's bill.
func TestSaleRefundAndBill(t *testing.T) {
	g, _ := simGateway(t)
	p := simSale(flow.FamilyMicropay, 0)
	a := p.Attempt
	if got := g.Pay(t.Context(), p); got.Kind != flow.AnswerPaid || got.Charge.TransactionID == "" || got.Charge.Payer.OpenID.IsZero() || !got.Charge.TimeEnd.Equal(someTime) {
		t.Fatalf("%+v", got)
	}
	e := refund.Entry{Number: "R-1", Fee: 1500, State: refund.Entered, Reason: "one cup", SendBy: someTime.Add(8 * time.Second)}
	if got := g.SendRefund(t.Context(), a, e); got.Kind != refund.AnswerAccepted {
		t.Errorf("%+v", got)
	}
	if got := g.LookRefunds(t.Context(), a); got.Kind != refund.AnswerListed {
		t.Errorf("%+v", got)
	}
	if err := g.Bill(t.Context(), someTime, io.Discard); err != nil {
		t.Error(err)
	}
}

// TestEveryCallAgainstSim makes each call of wx/wire at the simulator, and again
// without each field that it cannot do without: nothing of that leaves.
func TestEveryCallAgainstSim(t *testing.T) {
	g, _ := simGateway(t)
	const order, face = "out_trade_no 20000001 ", "out_trade_no 20000002 "
	const sale = "body tea total_fee 1500 spbill_create_ip 127.0.0.1 "
	type row struct {
		api          wire.API
		fields, says string // names and values; a field that only its answer has
	}
	rows := []row{
		{wire.Authcodetoopenid, "auth_code " + sim.Code(0, 1), "openid"},
		{wire.Micropay, order + sale + "auth_code " + sim.Code(0, 1), "time_end"},
		{wire.Orderquery, order, "trade_state"},
		{wire.Refund, order + "total_fee 1500 refund_fee 100 out_refund_no R1", "refund_id"},
		{wire.Refundquery, order, "refund_status_0"},
		{wire.Facepay, face + sale + "fee_type CNY openid oPayer face_code " + sim.FaceCode(0, 2), "time_end"},
		{wire.Facepayquery, face, "trade_state"},
		{wire.Facepayreverse, face, "recall"},
		{wire.Micropay, "out_trade_no 20000003 " + sale + "auth_code " + sim.Code(13, 3), "err_code"},
		{wire.Reverse, "out_trade_no 20000003", "recall"},
		{wire.Authinfo, "store_id S1 store_name 店 device_id d1 rawdata raw now 1764043200 version 1", "authinfo"},
		{wire.Closeorder, "out_trade_no 20000001", "err_code"},
		{wire.Report, "interface_url https://api.mch.weixin.qq.com/pay/batchreport/micropay/total user_ip 127.0.0.1 trades [] ", ""}, // not signed
		{wire.Downloadbill, "bill_date 20261125", ""},                                                                                // a table: Gateway.Bill reads it
	}
	for _, api := range wire.APIs() {
		if !slices.ContainsFunc(rows, func(r row) bool { return r.api.Name == api.Name }) {
			t.Errorf("%s is not called above: add what it needs, and what its answer has", api.Name)
		}
	}
	for _, r := range rows {
		var own []wire.Field
		for pair := range slices.Chunk(strings.Fields(r.fields), 2) {
			own = append(own, wire.Field{Name: pair[0], Value: pair[1]})
		}
		for i, f := range own {
			var ce *CallError
			_, err := g.Call(t.Context(), &r.api, slices.Delete(slices.Clone(own), i, i+1)...)
			if !errors.As(err, &ce) || !ce.Unsent || !strings.Contains(ce.Message, f.Name) {
				t.Errorf("%s without %s: %v", r.api.Name, f.Name, err)
			}
		}
		m, err := g.Call(t.Context(), &r.api, own...)
		if r.says == "" {
			err = g.Bill(t.Context(), someTime, io.Discard)
		}
		if r.says != "" && !m.Has(r.says) || err != nil && r.says != "err_code" {
			t.Errorf("%s: %v %v", r.api.Name, m, err)
		}
	}
	info, err := g.AuthInfo(t.Context(), flow.AuthInfoRequest{Merchant: simMerchant, StoreID: "S1", StoreName: "店", DeviceID: "d1", RawData: secret.New("raw")})
	if err != nil || info.AuthInfo.IsZero() || info.Life <= 0 {
		t.Errorf("%+v %v", info, err)
	}
	m, err := g.Call(t.Context(), &wire.Orderquery, wire.Field{Name: "out_trade_no", Value: "123456"})
	if err == nil || m.Get("err_code") != "ORDERNOTEXIST" {
		t.Errorf("%v %v", m, err)
	}
}

// TestWrongKey: what a key that is not the merchant's looks like.
func TestWrongKey(t *testing.T) {
	g, run := simGateway(t)
	cfg := g.cfg
	cfg.Key = testKey(t)
	cfg.MainURL = run.URL
	bad := testGateway(t, cfg)
	p := simSale(flow.FamilyMicropay, 0)
	if got := bad.Pay(t.Context(), p); got.Kind != flow.AnswerRejected {
		t.Errorf("%+v", got)
	}
	if got := bad.Query(t.Context(), p.Attempt, flow.Try{}); got.Kind != flow.AnswerRejected {
		t.Errorf("%+v", got)
	}
}
