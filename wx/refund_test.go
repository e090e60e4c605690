package wx

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/wx/wire"
)

// testEntry is 5.00 of the test's sale, to be given back; its send is written down.
func testEntry() refund.Entry {
	return refund.Entry{Number: "R1", Fee: 500, State: refund.Entered, Reason: "退货", Sends: 1, SendBy: someTime.Add(8 * time.Second)}
}

// asFlow is what an answer about refunds looks like among those of other calls.
func asFlow(in refund.Answer) flow.Answer {
	return flow.Answer{Kind: flow.AnswerKind(in.Kind), Code: in.Code, Message: in.Message}
}

// refundList is a page with so many refunds of a cent each, P0, P1 and so on.
func refundList(n int) wire.Message { return refundPage(0, n) }

func refundPage(first, n int) wire.Message {
	m := message("result_code", "SUCCESS", "out_trade_no", string(testNo), "total_fee", "1500", "refund_count", strconv.Itoa(n))
	for i := range n {
		row := "_" + strconv.Itoa(i)
		m.Set("out_refund_no"+row, "P"+strconv.Itoa(first+i))
		m.Set("refund_id"+row, "503"+strconv.Itoa(first+i))
		m.Set("refund_fee"+row, "1")
		m.Set("refund_status"+row, "SUCCESS")
	}
	return m
}

// refundAs is what a code is worth in the answer of a call about refunds.
func refundAs(call, code string) refund.Answer {
	m := message("result_code", "FAIL", "err_code", code, "err_code_des", "words")
	if call == "refund" {
		return readSent(testAttempt(flow.FamilyMicropay), testEntry(), m)
	}
	if slices.Contains(refundStatuses, code) {
		m = with(refundList(1), "out_refund_no_0", "R1", "refund_fee_0", "500", "refund_status_0", code)
	}
	return readAsked(testAttempt(flow.FamilyMicropay), testEntry(), m)
}

// What leaves of a refund, of a question about one and of a look.
func TestWhatLeavesOfARefund(t *testing.T) {
	g, requests := asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{} })
	a, e := testAttempt(flow.FamilyMicropay), testEntry()
	e.Account = "REFUND_SOURCE_RECHARGE_FUNDS"
	reversal := refund.Entry{Number: string(testNo) + "R", Fee: 1500, Purpose: refund.Reversal, Reason: "reverse_expired", SendBy: someTime}
	g.SendRefund(t.Context(), a, e)
	g.SendRefund(t.Context(), a, reversal)
	known := e
	known.RefundID = "5030"
	g.AskRefund(t.Context(), a, known)
	g.AskRefund(t.Context(), a, refund.Entry{Number: "platform 1", RefundID: "5030", State: refund.Elsewhere})
	g.AskRefund(t.Context(), a, refund.Entry{Number: "R9", State: refund.Elsewhere})
	g.LookRefunds(t.Context(), a)
	common := []string{"appid", "wx1", "mch_id", "1900000109"}
	for i, want := range []struct {
		call   string
		fields []string
	}{
		{"POST /secapi/pay/refund true", append(common, "out_trade_no", string(testNo), "out_refund_no", "R1", "total_fee", "1500", "refund_fee", "500",
			"refund_account", "REFUND_SOURCE_RECHARGE_FUNDS", "refund_desc", "退货")},
		{"POST /secapi/pay/refund true", append(common, "out_trade_no", string(testNo), "out_refund_no", string(testNo)+"R", "total_fee", "1500", "refund_fee", "1500")},
		{"POST /pay/refundquery false", append(common, "out_refund_no", "R1")},
		{"POST /pay/refundquery false", append(common, "refund_id", "5030")},
		{"POST /pay/refundquery false", append(common, "out_refund_no", "R9")},
		{"POST /pay/refundquery false", append(common, "out_trade_no", string(testNo), "offset", "0")},
	} {
		r := (*requests)[i]
		m := decode(t, r.Body)
		for _, name := range []string{"nonce_str", "sign_type", "sign"} {
			m.Set(name, "")
		}
		if call := fmt.Sprint(r.Method, " ", r.Path, " ", r.Cert); call != want.call || r.Limit != 10*time.Second || !reflect.DeepEqual(m, message(want.fields...)) {
			t.Errorf("%s within %v: %q\nwant %s: %q", call, r.Limit, m, want.call, want.fields)
		}
	}
	if len(*requests) != 6 {
		t.Errorf("%d requests", len(*requests))
	}
}

// Money rule 4b.4: a send leaves before its send_by on WeChat's clock, or not at all;
// and what is not written down never does.
func TestSendRefundBySendBy(t *testing.T) {
	h := &hands{clock.Instant{Wall: someTime}}
	sent := 0
	g := testGateway(t, Config{Merchant: testMerchant, Key: testKey(t), Cert: certFor(t, someTime.Add(-time.Hour), someTime.Add(time.Hour)), ClientIP: "127.0.0.1", Clock: h, WeChat: clock.NewWeChat(h),
		Direct: func(_ context.Context, r DirectRequest) DirectAnswer {
			sent++
			return DirectAnswer{Status: 200, Date: h.Now().Wall, Body: signed(t, success("trade_state", "", "time_end", "", "out_refund_no", "R1", "refund_fee", "500")...), At: h.Now()}
		}})
	g.cfg.WeChat.Observe(someTime, h.Now())
	a, e := testAttempt(flow.FamilyMicropay), testEntry()
	e.SendBy = time.Time{}
	if got := g.SendRefund(t.Context(), a, e); got.Kind != refund.AnswerLost || got.Code != "SEND_BY" || !got.SentAt.IsZero() || sent != 0 {
		t.Errorf("not written down: %+v, %d sent", got, sent)
	}
	e.SendBy = someTime.Add(8 * time.Second)
	if got := g.SendRefund(t.Context(), a, e); got.Kind != refund.AnswerAccepted || got.SentAt.IsZero() || sent != 1 {
		t.Errorf("in time: %+v, %d sent", got, sent)
	}
	h.move(9*time.Second, 9*time.Second)
	if got := g.SendRefund(t.Context(), a, e); got.Kind != refund.AnswerLost || got.Code != "SEND_BY" || !got.SentAt.IsZero() || sent != 1 {
		t.Errorf("too late: %+v, %d sent", got, sent)
	}
}

// A certificate that is not taken is told apart; return_code FAIL proves nothing, and
// neither is an answer.
func TestSendRefundUnheard(t *testing.T) {
	for name, r := range map[string]struct {
		answer DirectAnswer
		kind   refund.Kind
		code   string
	}{
		"a page about the certificate": {DirectAnswer{Status: 403, Body: []byte("证书")}, refund.AnswerCertificate, "HTTP_403"},
		"a page":                       {DirectAnswer{Status: 502}, refund.AnswerLost, "HTTP_502"},
		"return_code FAIL":             {DirectAnswer{Status: 200, Body: message("return_code", "FAIL", "return_msg", "签名错误").Append(nil)}, refund.AnswerRejected, "FAIL"},
		"return_code SYSTEMERROR":      {DirectAnswer{Status: 200, Body: message("return_code", "SYSTEMERROR").Append(nil)}, refund.AnswerLost, "SYSTEMERROR"},
		"nothing":                      {DirectAnswer{}, refund.AnswerLost, "TIMEOUT"},
		"no connection":                {DirectAnswer{Unsent: true, Code: "CONNECT"}, refund.AnswerLost, "CONNECT"},
	} {
		g, _ := asked(t, func(DirectRequest) DirectAnswer { return r.answer })
		if got := g.SendRefund(t.Context(), testAttempt(flow.FamilyMicropay), testEntry()); got.Kind != r.kind || got.Code != r.code || got.Kind.IsAnswered() {
			t.Errorf("%s: %+v, want %s %s", name, got, r.kind, r.code)
		}
	}
}

// WeChat's words for a refund come without what may be a payer's, too.
func TestRefundWordsHideThePayer(t *testing.T) {
	m := message("result_code", "FAIL", "err_code", "USER_ACCOUNT_ABNORMAL", "err_code_des", "用户 13812345678\n\u202e已注销")
	got := oracle(t, testMerchant, m).SendRefund(t.Context(), testAttempt(flow.FamilyMicropay), testEntry())
	if got.Kind != refund.AnswerRefused || got.Message != "用户 *** 已注销" {
		t.Errorf("%s %q", got.Kind, got.Message)
	}
}

// What only the field table knows is told before a refund is begun.
func TestCheckRefund(t *testing.T) {
	g, requests := asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{} })
	for _, r := range []struct {
		reason, problem string
	}{
		{"退货", ""},
		{strings.Repeat("退", 26), ""},
		{strings.Repeat("x", 80), ""},
		{"", "is missing"},
		{strings.Repeat("退", 27), "has 81 bytes, 80 are allowed"},
		{strings.Repeat("退", 200), "has 600 bytes, 80 are allowed"},
		{"退货😀", "has an emoji"},
		{"退\x1b货", "cannot be printed"},
		{"退\n货", "cannot be printed"},
		{"退\u202e货", "cannot be printed"},
		{" 退货", "has a blank at one end"},
	} {
		e := testEntry()
		e.Number, e.Reason = "", r.reason
		err := g.CheckRefund(testAttempt(flow.FamilyMicropay), e)
		bad, is := errors.AsType[*field.Error](err)
		if is != (r.problem != "") || is && (!strings.Contains(bad.Problem, r.problem) || bad.Of != "" || bad.Field != "reason" || bad.Try == "") {
			t.Errorf("%q: %v, want %q", r.reason, err, r.problem)
		}
	}
	e := testEntry()
	e.Account = "MY_POCKET"
	if err := g.CheckRefund(testAttempt(flow.FamilyMicropay), e); err == nil || !strings.HasPrefix(err.Error(), "refund_account is not one of") {
		t.Error(err)
	}
	if len(*requests) != 0 {
		t.Errorf("%d requests left", len(*requests))
	}
}

// A caller that is gone does not take back what has left: the answer is waited for.
func TestSendRefundOutlivesItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		select { // a client that is gone has closed the connection
		case <-r.Context().Done():
		case <-time.After(200 * time.Millisecond):
		}
		w.Write(signed(t, success("trade_state", "", "time_end", "", "out_refund_no", "R1", "refund_fee", "500")...))
	})
	g := testGateway(t, testConfig(t, s))
	if got := g.SendRefund(ctx, testAttempt(flow.FamilyMicropay), testEntry()); got.Kind != refund.AnswerAccepted {
		t.Errorf("%+v", got)
	}
}

// A look was asked when its first page was.
func TestLookWasAskedAtItsFirstPage(t *testing.T) {
	h := &hands{clock.Instant{Wall: someTime}}
	g := testGateway(t, Config{Merchant: testMerchant, Key: testKey(t), Cert: testCert(t), ClientIP: "127.0.0.1", Clock: h,
		Direct: func(_ context.Context, r DirectRequest) DirectAnswer {
			h.move(time.Second, time.Second)
			offset, _ := strconv.Atoi(decode(t, r.Body).Get("offset"))
			page := with(refundPage(offset, 20), "total_refund_count", "40")
			return DirectAnswer{Status: 200, Date: someTime, Body: signed(t, page...), At: h.Now()}
		}})
	if got := g.LookRefunds(t.Context(), testAttempt(flow.FamilyMicropay)); len(got.Seen) != 40 || !got.SentAt.Wall.Equal(someTime) {
		t.Errorf("%d rows, asked at %v", len(got.Seen), got.SentAt.Wall)
	}
}
