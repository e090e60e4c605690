package wx

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"facetill/flow"
	"facetill/wx/transport"
	"facetill/wx/wire"
)

// worth is what a well-signed answer is worth to a sale, all of it.
func worth(api *wire.API, a flow.Attempt, m wire.Message) flow.Answer {
	read := map[string]reader{"micropay": readPay, "orderquery": readQuery, "reverse": readReverse}[api.Name]
	return ours(api, a, m, read)
}

// TestWhatAnAnswerIsWorth: fields in; kind, code, words and amount out. A field is
// written as name=value.
func TestWhatAnAnswerIsWorth(t *testing.T) {
	const no, ok, fail = "out_trade_no=" + string(testNo), "result_code=SUCCESS", "result_code=FAIL"
	for _, r := range []struct {
		api    *wire.API
		fields []string
		want   flow.Answer
	}{
		{&wire.Micropay, []string{"err_code=NOTENOUGH"}, doubt("NO_RESULT_CODE", "answer has no result_code")},
		{&wire.Micropay, []string{fail, "err_code_des=余额不足"}, doubt("NO_ERR_CODE", "余额不足")},
		{&wire.Micropay, []string{fail, "err_code=NOTENOUGH", "err_code_des=余额不足"}, flow.Answer{Kind: flow.AnswerRefused, Code: "NOTENOUGH", Message: "余额不足"}},
		{&wire.Micropay, []string{fail, "err_code=NOTENOUGH", "device_info=lane-4"}, doubt("WRONG_ORDER", "answer is about another lane's order")},
		{&wire.Micropay, []string{ok, no, "total_fee=1500"}, doubt("WRONG_TIME", "answer has no time_end")},
		{&wire.Micropay, []string{ok, no, "total_fee=1500", "time_end=20261125110000"}, doubt("WRONG_TIME", "payment ended before this sale began")},

		{&wire.Orderquery, []string{ok, no}, doubt("NO_TRADE_STATE", "answer has no trade_state")},
		{&wire.Orderquery, []string{ok, no, "trade_state=NOTPAY", "trade_state_desc=未支付"}, flow.Answer{Kind: flow.AnswerNotPay, Code: "NOTPAY", Message: "未支付"}},
		{&wire.Orderquery, []string{ok, no, "trade_state=NOTPAY", "total_fee=1500"}, flow.Answer{Kind: flow.AnswerNotPay, Code: "NOTPAY"}},
		{&wire.Orderquery, []string{ok, no, "trade_state=NOTPAY", "total_fee=1501"}, doubt("WRONG_AMOUNT", "answer is about another amount")},
		{&wire.Orderquery, []string{ok, no, "trade_state=NOTPAY", "total_fee=x"}, doubt("WRONG_AMOUNT", "answer is about another amount")},
		// Only a refusal repeats its lane.
		{&wire.Orderquery, []string{ok, no, "trade_state=CLOSED", "device_info=lane-4"}, flow.Answer{Kind: flow.AnswerClosed, Code: "CLOSED"}},
		{&wire.Orderquery, []string{fail, "err_code=ORDERNOTEXIST", "device_info=lane-4"}, flow.Answer{Kind: flow.AnswerNotExist, Code: "ORDERNOTEXIST"}},

		{&wire.Reverse, []string{ok, "recall=N"}, flow.Answer{Kind: flow.AnswerReversed, Code: "SUCCESS"}},
		{&wire.Reverse, []string{ok, "recall=Y"}, flow.Answer{Kind: flow.AnswerAgain, Code: "SUCCESS"}},
		{&wire.Reverse, []string{ok}, doubt("NO_RECALL", "answer has no recall")},
		{&wire.Reverse, []string{fail, "err_code=REVERSE_EXPIRE", "recall=Y"}, flow.Answer{Kind: flow.AnswerExpired, Code: "REVERSE_EXPIRE"}},
		{&wire.Reverse, []string{fail, "err_code=A_NEW_CODE", "recall=Y", "err_code_des=证书"}, flow.Answer{Kind: flow.AnswerCertificate, Code: "A_NEW_CODE", Message: "证书"}},
		{&wire.Reverse, []string{fail, "err_code=A_NEW_CODE", "err_code_des=bad Certificate"}, flow.Answer{Kind: flow.AnswerCertificate, Code: "A_NEW_CODE", Message: "bad Certificate"}},
	} {
		var m wire.Message
		for _, f := range r.fields {
			name, value, _ := strings.Cut(f, "=")
			m.Set(name, value)
		}
		if got := worth(r.api, testAttempt(flow.FamilyMicropay), m); !reflect.DeepEqual(got, r.want) {
			t.Errorf("%s %s:\n%+v\nwant\n%+v", r.api.Name, r.fields[:min(len(r.fields), 9)], got, r.want)
		}
	}
	// A payment from another lane of the same number and amount is this one.
	got := worth(&wire.Micropay, testAttempt(flow.FamilyMicropay), success("trade_state", "", "device_info", "lane-4", "sub_openid", "oSub"))
	if got.Kind != flow.AnswerPaid || got.Charge.Payer.SubOpenID.Reveal() != "oSub" {
		t.Errorf("%+v", got)
	}
	if !reflect.DeepEqual(doubt("A", "b"), flow.Answer{Kind: flow.AnswerLost, Code: "A", Message: "b"}) {
		t.Errorf("a doubt is %+v", doubt("A", "b"))
	}
}

// Of a known transaction the answer may say nothing, or the same.
func TestOtherTransaction(t *testing.T) {
	a := testAttempt(flow.FamilyMicropay)
	a.TransactionID = "4200001"
	for id, other := range map[string]bool{"": false, "4200001": false, "4200002": true, "x": true} {
		if otherOrder(a, message("transaction_id", id)) != other {
			t.Errorf("transaction %q is another one: %t", id, !other)
		}
	}
	long := strings.Repeat("7", 32)
	for in, want := range map[string]string{long: long, long + "8": long} {
		if got := transactionID(message("transaction_id", in)); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

// What stands at the edge of an amount, a time, a text.
func TestEdges(t *testing.T) {
	most := fmt.Sprint(int64(flow.MaxFen))
	if fee, ok := fen(most); !ok || fee != flow.MaxFen {
		t.Errorf("%s: %d %t", most, fee, ok)
	}
	if fee, ok := fen(fmt.Sprint(int64(flow.MaxFen) + 1)); ok || fee != 0 {
		t.Errorf("one more: %d %t", fee, ok)
	}
	if got := stamp(time.Time{}) + stamp(someTime); got != "20261125120000" {
		t.Errorf("%q", got)
	}
	if got := words("taxexemptmerchant x", ""); got != "taxexemptmerchant x" {
		t.Errorf("%q", got)
	}
	for text, want := range map[string]bool{"证书": true, "no CERTIFICATE": true, "a cert": false, "": false} {
		if certText(text) != want {
			t.Errorf("%q is about a certificate: %t", text, !want)
		}
	}
}

// Anything but 200 is no answer; what speaks of a certificate, and 400, is how a
// certificate is refused. Of a page the first 4 KiB are looked at.
func TestHTTPStatus(t *testing.T) {
	page := func(before int, text string) string { return strings.Repeat(" ", before) + text }
	for _, r := range []struct {
		status int
		body   string
		want   *answer
	}{
		{200, "证书", nil},
		{299, "", &answer{code: "HTTP_299", text: "answer has status 299"}},
		{300, "", &answer{code: "REDIRECT", text: "answer is a redirect (status 300), which is not followed"}},
		{399, "证书", &answer{code: "REDIRECT", text: "answer is a redirect (status 399), which is not followed"}},
		{400, "", &answer{code: "HTTP_400", text: "answer has status 400", cert: true}},
		{401, "", &answer{code: "HTTP_401", text: "answer has status 401"}},
		{403, "证书", &answer{code: "HTTP_403", text: "answer has status 403", cert: true}},
		{403, page(4096-len("certificate"), "certificate"), &answer{code: "HTTP_403", text: "answer has status 403", cert: true}},
		{403, page(4097-len("certificate"), "certificate"), &answer{code: "HTTP_403", text: "answer has status 403"}},
		{500, "", &answer{code: "HTTP_500", text: "answer has status 500"}},
	} {
		if got := httpStatus(received{status: r.status, body: []byte(r.body)}); !reflect.DeepEqual(got, r.want) {
			t.Errorf("%d %.20q: %+v, want %+v", r.status, r.body, got, r.want)
		}
	}
}

// How a call failed, and whether a client certificate may be why: only in the
// handshake, or where the connection ended before a byte of the answer.
func TestLost(t *testing.T) {
	alert, reset := tls.AlertError(42), fmt.Errorf("write: %w", syscall.ECONNRESET)
	for i, r := range []struct {
		err  error
		want answer
	}{
		{&transport.UnsentError{Code: "TLS", Err: alert}, answer{unsent: true, code: "TLS", text: alert.Error(), cert: true}},
		{&transport.UnsentError{Code: "TLS", Err: errors.New("x509: not trusted")}, answer{unsent: true, code: "TLS", text: "x509: not trusted"}},
		{&transport.UnsentError{Code: "PROXY", Err: io.EOF}, answer{unsent: true, code: "PROXY", text: "EOF"}},
		{&transport.LostError{Err: io.EOF, Unheard: true}, answer{code: "CLOSED", text: "EOF", cert: true}},
		{&transport.LostError{Err: io.EOF}, answer{code: "CLOSED", text: "EOF"}},
		{&transport.LostError{Err: transport.ErrTimeout, Unheard: true}, answer{code: "TIMEOUT", text: transport.ErrTimeout.Error()}},
		{io.EOF, answer{code: "CLOSED", text: "EOF"}},
		{reset, answer{code: (&transport.LostError{Err: reset}).Code(), text: reset.Error()}},
	} {
		if got := lost(r.err); !reflect.DeepEqual(got, r.want) {
			t.Errorf("row %d: %+v, want %+v", i, got, r.want)
		}
	}
}

// The field that says an answer is for another shop is named.
func TestForeign(t *testing.T) {
	provider := testMerchant
	provider.SubMchID, provider.SubAppID = "1900000111", "wx9"
	good := message("appid", "wx1", "mch_id", "1900000109", "sub_mch_id", "1900000111", "sub_appid", "wx9")
	if got := foreign(good, provider); got != "" {
		t.Error(got)
	}
	for _, name := range []string{"appid", "mch_id", "sub_mch_id", "sub_appid"} {
		if got := foreign(with(good, name, "other"), provider); got != name {
			t.Errorf("another %s: %q", name, got)
		}
	}
	// Who has no sub_appid is not concerned by one.
	if got := foreign(message("appid", "wx1", "mch_id", "1900000109", "sub_appid", "wx9"), testMerchant); got != "" {
		t.Error(got)
	}
}

// A key or format that WeChat rejects is told with its words, cut as all are.
func TestRejected(t *testing.T) {
	got := reading(&wire.Micropay, testAttempt(flow.FamilyMicropay), answer{failed: true, code: "FAIL", text: "签名错误 " + markedCode}, readPay)
	if want := (flow.Answer{Kind: flow.AnswerRejected, Code: "FAIL", Message: "签名错误 ***"}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	got = reading(&wire.Micropay, testAttempt(flow.FamilyMicropay), answer{failed: true, code: "SYSTEMERROR"}, readPay)
	if want := doubt("SYSTEMERROR", ""); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
