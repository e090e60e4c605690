package wx

import (
	"context"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/secret"
	"facetill/wx/wire"
)

// oracle is a Gateway whose every request gets the same well-signed answer.
func oracle(t testing.TB, merchant flow.Merchant, answer wire.Message) *Gateway {
	t.Helper()
	machine := clock.NewMachine()
	body := signed(t, answer...)
	return testGateway(t, Config{Merchant: merchant, Key: testKey(t), Cert: testCert(t), ClientIP: "127.0.0.1", Clock: machine,
		Direct: func(context.Context, DirectRequest) DirectAnswer {
			return DirectAnswer{Status: 200, Date: someTime, Body: body, At: machine.Now()}
		}})
}

// calls are all that a till asks of WeChat, each with an answer that is good for
// it. They return what the answer was worth; of authinfo lost or paid.
var everyCall = map[string]struct {
	good wire.Message
	make func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer
}{
	"micropay": {success("trade_state", ""), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		return g.Pay(t.Context(), flow.PayRequest{Attempt: a, Credential: secret.New(markedCode)})
	}},
	"facepay": {success("trade_state", ""), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		a.Family = flow.FamilyFacepay
		return g.Pay(t.Context(), flow.PayRequest{Attempt: a, Credential: secret.New("f-1"), OpenID: secret.New("oPayer")})
	}},
	"orderquery": {success(), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer { return g.Query(t.Context(), a, flow.Try{}) }},
	"facepayquery": {success(), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		a.Family = flow.FamilyFacepay
		return g.Query(t.Context(), a, flow.Try{})
	}},
	"reverse": {message("result_code", "SUCCESS", "recall", "N"), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer { return g.Reverse(t.Context(), a) }},
	"facepayreverse": {message("result_code", "SUCCESS", "recall", "N"), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		a.Family = flow.FamilyFacepay
		return g.Reverse(t.Context(), a)
	}},
	"send a refund": {success("trade_state", "", "time_end", "", "out_refund_no", "R1", "refund_fee", "500"), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		return asFlow(g.SendRefund(t.Context(), a, testEntry()))
	}},
	"ask of a refund": {with(refundList(1), "refund_fee_0", "500", "out_refund_no_0", "R1"), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		return asFlow(g.AskRefund(t.Context(), a, testEntry()))
	}},
	"look at the refunds": {with(refundList(1), "total_refund_count", "1"), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		return asFlow(g.LookRefunds(t.Context(), a))
	}},
	"authinfo": {message("authinfo", "AUTHINFO", "expires_in", "3600"), func(t *testing.T, g *Gateway, a flow.Attempt) flow.Answer {
		_, err := g.AuthInfo(t.Context(), flow.AuthInfoRequest{Merchant: a.Merchant, StoreID: "S1", StoreName: "shop", DeviceID: "D1", RawData: secret.New("RAW")})
		if err == nil {
			return flow.Answer{Kind: flow.AnswerPaid}
		}
		return flow.Answer{Kind: flow.AnswerLost, Code: err.(*CallError).Code}
	}},
}

// Money rule 2.1, each field in each call: an answer that is not for our
// merchant proves nothing, and one that leaves out who it is for proves nothing
// either. WeChat repeats these fields in every well-signed answer.
func TestEachMerchantFieldInEachCall(t *testing.T) {
	plain, provider := testMerchant, testMerchant
	provider.SubMchID, provider.SubAppID = "1900000111", "wx9"
	rows := []struct {
		merchant     flow.Merchant
		field, value string
		good         bool
	}{
		{plain, "", "", true},
		{plain, "appid", "wx2", false}, {plain, "appid", "", false}, {plain, "appid", "WX1", false},
		{plain, "mch_id", "1900000110", false}, {plain, "mch_id", "", false},
		{plain, "sub_mch_id", "1900000111", false}, {plain, "sub_mch_id", "00", false}, {plain, "sub_mch_id", "0", true},
		{provider, "", "", true},
		{provider, "appid", "wx9", false}, {provider, "mch_id", "1900000111", false}, {provider, "mch_id", "", false},
		{provider, "sub_mch_id", "1900000112", false}, {provider, "sub_mch_id", "", false}, {provider, "sub_mch_id", "0", false},
		{provider, "sub_appid", "wx8", false}, {provider, "sub_appid", "", true},
	}
	for name, call := range everyCall {
		for _, r := range rows {
			m := append(wire.Message{}, call.good...)
			m.Set("sub_mch_id", r.merchant.SubMchID)
			m.Set("sub_appid", r.merchant.SubAppID)
			// signed adds ours where the message has none; an empty field takes it out.
			if r.field != "" {
				m.Set(r.field, r.value)
				if r.value == "" {
					m = append(m, f(r.field, ""))
				}
			}
			a := testAttempt(flow.FamilyMicropay)
			a.Merchant = r.merchant
			got := call.make(t, oracle(t, r.merchant, m), a)
			if good := got.Kind != flow.AnswerLost; good != r.good || !good && got.Code != "WRONG_MERCHANT" {
				t.Errorf("%s with %s=%q for %+v: %s %s, want good %t", name, r.field, r.value, r.merchant, got.Kind, got.Code, r.good)
			}
		}
	}
}

// S49: answers of our own, well signed, that belong to something else: another
// order's refusal, its ORDERNOTEXIST, its reverse; another call's answer for our
// own order, kept and sent again later. Where they say what they belong to they
// are doubt; where the protocol has no word for it TLS alone stands between
// (doc.go).
func TestS49_AnswersThatBelongElsewhere(t *testing.T) {
	const other = "26112512000012345678901234567891"
	for name, call := range everyCall {
		if name == "authinfo" {
			continue // it is about no order
		}
		for what, m := range map[string]wire.Message{
			"its good answer":      with(call.good, "out_trade_no", other),
			"NOTENOUGH":            message("result_code", "FAIL", "err_code", "NOTENOUGH", "out_trade_no", other),
			"AUTH_CODE_INVALID":    message("result_code", "FAIL", "err_code", "AUTH_CODE_INVALID", "out_trade_no", other),
			"ORDERNOTEXIST":        message("result_code", "FAIL", "err_code", "ORDERNOTEXIST", "out_trade_no", other),
			"USERPAYING":           message("result_code", "FAIL", "err_code", "USERPAYING", "out_trade_no", other),
			"REVERSE_EXPIRE":       message("result_code", "FAIL", "err_code", "REVERSE_EXPIRE", "recall", "N", "out_trade_no", other),
			"recall=Y":             message("result_code", "FAIL", "err_code", "SYSTEMERROR", "recall", "Y", "out_trade_no", other),
			"REFUNDNOTEXIST":       message("result_code", "FAIL", "err_code", "REFUNDNOTEXIST", "out_trade_no", other),
			"TRADE_OVERDUE":        message("result_code", "FAIL", "err_code", "TRADE_OVERDUE", "out_trade_no", other),
			"a certificate's text": message("result_code", "FAIL", "err_code", "INVALID_REQUEST", "err_code_des", "证书", "out_trade_no", other),
		} {
			got := call.make(t, oracle(t, testMerchant, m), testAttempt(flow.FamilyMicropay))
			if got.Kind != flow.AnswerLost || got.Code != "WRONG_ORDER" {
				t.Errorf("%s heard %s of another order as %s %s", name, what, got.Kind, got.Code)
			}
		}
	}
	own := string(testNo)
	for name, story := range map[string]struct {
		call string
		m    wire.Message
	}{
		"a query's REFUND for a payment":            {"micropay", success("trade_state", "REFUND")},
		"a query's REVOKED for a payment":           {"facepay", success("trade_state", "REVOKED")},
		"a reverse's refusal for a payment":         {"micropay", message("result_code", "FAIL", "err_code", "PARAM_ERROR", "recall", "N")},
		"a reverse's SUCCESS for a payment":         {"micropay", success("trade_state", "", "recall", "N")},
		"a refund for a payment":                    {"micropay", success("trade_state", "", "out_refund_no", "R1", "refund_fee", "500")},
		"another lane's refusal for a payment":      {"micropay", message("result_code", "FAIL", "err_code", "NOTENOUGH", "device_info", "lane-4")},
		"a payment for a query":                     {"orderquery", success("trade_state", "")},
		"a reverse's SUCCESS for a query":           {"orderquery", message("result_code", "SUCCESS", "recall", "N", "out_trade_no", own)},
		"a reverse's refusal for a query":           {"orderquery", message("result_code", "FAIL", "err_code", "ORDERNOTEXIST", "recall", "N")},
		"a refund for a query":                      {"facepayquery", success("out_refund_no", "R1", "refund_fee", "500")},
		"another transaction for a query":           {"orderquery", success("transaction_id", "4200002")},
		"a query's NOTPAY for a reverse":            {"reverse", message("result_code", "SUCCESS", "trade_state", "NOTPAY", "out_trade_no", own)},
		"a payment for a reverse":                   {"facepayreverse", success("trade_state", "")},
		"another transaction for a reverse":         {"reverse", message("result_code", "SUCCESS", "recall", "N", "transaction_id", "4200002")},
		"another refund for a send":                 {"send a refund", success("trade_state", "", "out_refund_no", "R2", "refund_fee", "500")},
		"a refusal with another number for a send":  {"send a refund", message("result_code", "FAIL", "err_code", "NOTENOUGH", "out_refund_no", "R2")},
		"a query's list for a send":                 {"send a refund", with(refundList(1), "out_refund_no", "R1", "refund_fee", "500")},
		"a query's SUCCESS for a send":              {"send a refund", success("out_refund_no", "R1", "refund_fee", "500")},
		"a reverse's SUCCESS for a send":            {"send a refund", success("trade_state", "", "recall", "N", "out_refund_no", "R1", "refund_fee", "500")},
		"another transaction for a send":            {"send a refund", success("trade_state", "", "out_refund_no", "R1", "refund_fee", "500", "transaction_id", "4200002")},
		"another refund for an ask":                 {"ask of a refund", refundList(1)},
		"a send's SUCCESS for an ask":               {"ask of a refund", success("trade_state", "", "out_refund_no", "R1", "refund_fee", "500")},
		"a send's answer with a list for an ask":    {"ask of a refund", with(refundList(1), "out_refund_no_0", "R1", "out_refund_no", "R1")},
		"a query's SUCCESS for an ask":              {"ask of a refund", with(refundList(1), "out_refund_no_0", "R1", "trade_state", "SUCCESS")},
		"another transaction for an ask":            {"ask of a refund", with(refundList(1), "out_refund_no_0", "R1", "transaction_id", "4200002")},
		"a send's SUCCESS for a look":               {"look at the refunds", success("trade_state", "", "out_refund_no", "R1", "refund_fee", "500")},
		"another transaction for a look":            {"look at the refunds", with(refundList(1), "total_refund_count", "1", "transaction_id", "4200002")},
		"an earlier payment of the number, a query": {"orderquery", success("time_end", "20261025120005")},
	} {
		a := testAttempt(flow.FamilyMicropay)
		a.TransactionID = "4200001"
		got := everyCall[story.call].make(t, oracle(t, testMerchant, story.m), a)
		if got.Kind != flow.AnswerLost {
			t.Errorf("%s: %s %s", name, got.Kind, got.Code)
		}
	}
}

// A refusal or an ORDERNOTEXIST that names nothing is heard as it always was:
// most of WeChat's do not.
func TestRefusalsThatNameNothing(t *testing.T) {
	for name, story := range map[string]struct {
		call string
		m    wire.Message
		want flow.AnswerKind
	}{
		"refusal":            {"micropay", message("result_code", "FAIL", "err_code", "NOTENOUGH"), flow.AnswerRefused},
		"of our lane":        {"micropay", message("result_code", "FAIL", "err_code", "NOTENOUGH", "device_info", "lane-3"), flow.AnswerRefused},
		"order not there":    {"orderquery", message("result_code", "FAIL", "err_code", "ORDERNOTEXIST"), flow.AnswerNotExist},
		"reversed":           {"reverse", message("result_code", "SUCCESS", "recall", "N"), flow.AnswerReversed},
		"no refund":          {"look at the refunds", message("result_code", "FAIL", "err_code", "REFUNDNOTEXIST"), flow.AnswerKind(refund.AnswerNone)},
		"the same, numbered": {"reverse", message("result_code", "SUCCESS", "recall", "N", "out_trade_no", string(testNo), "transaction_id", "4200001"), flow.AnswerReversed},
	} {
		if got := everyCall[story.call].make(t, oracle(t, testMerchant, story.m), testAttempt(flow.FamilyMicropay)); got.Kind != story.want {
			t.Errorf("%s: %s %s, want %s", name, got.Kind, got.Code, story.want)
		}
	}
}

// Case 35: a well-signed transaction_id is letters and digits alone; what else
// stands in it is left out, and the charge, which is proven by number and amount,
// stays paid.
func TestTransactionIDIsPlain(t *testing.T) {
	for in, want := range map[string]string{"4200\u009b31m001": "420031m001", "42\u202e00": "4200", "42\u202800": "4200", "42 00-x": "4200x", "\u200b": "", "": ""} {
		for _, api := range []*wire.API{&wire.Micropay, &wire.Orderquery} {
			got := readAs(api, success("transaction_id", in))
			if got.Kind != flow.AnswerPaid || got.Charge.TransactionID != want {
				t.Errorf("%s: %q became %s %q", api.Name, in, got.Kind, got.Charge.TransactionID)
			}
		}
	}
	got := readAs(&wire.Micropay, success("bank_type", "CC\u009bB", "trade_type", "x\u202e"))
	if !field.IsPlain(got.Charge.BankType + got.Charge.TradeType) {
		t.Errorf("%+v", got.Charge)
	}
	refusal := message("result_code", "FAIL", "err_code", "NOTENOUGH", "err_code_des", "no\nPAID 99.99\u0085\u202e\u2028")
	if got := everyCall["micropay"].make(t, oracle(t, testMerchant, refusal), testAttempt(flow.FamilyMicropay)); !field.IsPlain(got.Message) || !strings.HasPrefix(got.Message, "no PAID") {
		t.Errorf("%q", got.Message)
	}
}

// with is a message with changes.
func with(m wire.Message, pairs ...string) wire.Message {
	out := append(wire.Message{}, m...)
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}
