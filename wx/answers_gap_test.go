package wx

import (
	"testing"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/wx/wire"
)

// Money rules 2.1 and 4: answers that are well signed, name our order and are a
// little wrong: an amount that is none beside REVOKED, a refund that does not say
// which it is, a reverse's answer to a refund and the other way round. Each would
// end money on a word that was not about it, so each is doubt.
func TestAnswersThatAreALittleWrong(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "N1", TotalFee: 1280}}
	back := func(more ...string) flow.Answer {
		fields := append([]string{"result_code", "SUCCESS", "out_trade_no", "N1", "refund_fee", "1280"}, more...)
		return asFlow(readingRefund(&wire.API{Name: "refund"}, a, answer{fields: message(fields...)}, func(m wire.Message) refund.Answer {
			return readSent(a, refund.Entry{Number: "N1R", Fee: 1280}, m)
		}))
	}
	if got := back("out_refund_no", "N1R"); got.Kind != flow.AnswerKind(refund.AnswerAccepted) {
		t.Errorf("a good refund: %s %s", got.Kind, got.Code)
	}
	for what, c := range map[string]struct {
		got  flow.Answer
		code string
	}{
		"an amount that is none": {readQuery(&wire.API{Name: "orderquery"}, a, message("result_code", "SUCCESS",
			"out_trade_no", "N1", "trade_state", "REVOKED", "total_fee", "12.80")), "WRONG_AMOUNT"},
		"a refund without its number":     {back(), "WRONG_ORDER"},
		"a reverse's answer to a refund":  {back("out_refund_no", "N1R", "recall", "N"), "WRONG_CALL"},
		"a refund's answer to a reversal": {ours(&wire.API{Name: "reverse"}, a, message("result_code", "SUCCESS", "recall", "N", "out_refund_no", "N1R"), readReverse), "WRONG_CALL"},
	} {
		if c.got.Kind != flow.AnswerLost || c.got.Code != c.code {
			t.Errorf("%s: %s %s, want doubt by %s", what, c.got.Kind, c.got.Code, c.code)
		}
	}
}
