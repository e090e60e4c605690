package wx

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
	"facetill/wx/wire"
)

// earlyBy is how much before the intent a payment may end, both on WeChat's
// clock (money rule 2.1).
const earlyBy = 2 * time.Minute

// doubt is a well-signed answer that proves nothing.
func doubt(code, message string) flow.Answer {
	return flow.Answer{Kind: flow.AnswerLost, Code: code, Message: message}
}

// otherOrder reports whether an answer names another order than a, or another
// transaction than the one that is known of it. Refusals often name none.
func otherOrder(a flow.Attempt, m wire.Message) bool {
	if no := m.Get("out_trade_no"); no != "" && no != string(a.OutTradeNo) {
		return true
	}
	id := transactionID(m)
	return id != "" && a.TransactionID != "" && id != a.TransactionID
}

// transactionID is WeChat's number of the charge: letters and digits. The charge
// is proven without it, so whatever else stands in it is left out.
func transactionID(m wire.Message) string { return field.Number(m.Get("transaction_id"), 32) }

// otherCall reports whether an answer has a field that answers of another call have
// and those of api never: one of ours that was kept and sent again.
func otherCall(api *wire.API, m wire.Message) bool {
	switch {
	case slices.Contains(payCalls, api.Name):
		state := m.Get("trade_state")
		return m.Has("recall") || m.Has("out_refund_no") || state != "" && state != wire.TradeSuccess
	case slices.Contains(queryCalls, api.Name):
		return m.Has("recall") || m.Has("out_refund_no")
	case slices.Contains(reverseCalls, api.Name):
		return m.Has("out_refund_no")
	case slices.Contains(refundCall, api.Name):
		return m.Has("recall") || m.Has("trade_state") || m.Has("refund_count")
	case slices.Contains(refundQuery, api.Name):
		return m.Has("recall") || m.Has("trade_state") || m.Has("out_refund_no")
	}
	return m.Has("recall")
}

// elsewhere is the doubt about a well-signed answer that says by itself that it
// belongs to another order or call; ok is false when it says nothing of the
// kind. A refusal has no number as a rule: of a payment it repeats the lane.
func elsewhere(api *wire.API, a flow.Attempt, m wire.Message) (out flow.Answer, ok bool) {
	switch {
	case otherOrder(a, m):
		return doubt("WRONG_ORDER", "answer is about another order"), true
	case otherCall(api, m):
		return doubt("WRONG_CALL", "answer belongs to another call"), true
	}
	lane := m.Get("device_info")
	if slices.Contains(payCalls, api.Name) && m.Get("result_code") == wire.Fail && lane != "" && lane != a.Lane {
		return doubt("WRONG_ORDER", "answer is about another lane's order"), true
	}
	return flow.Answer{}, false
}

// prove compares a success with the order: number, amount, currency, time (money
// rule 2.1). Sign and merchant have been compared before.
func prove(a flow.Attempt, m wire.Message) flow.Answer {
	if m.Get("out_trade_no") != string(a.OutTradeNo) {
		return doubt("WRONG_ORDER", "answer is about another order")
	}
	if fee, ok := fen(m.Get("total_fee")); !ok || fee != a.TotalFee {
		return doubt("WRONG_AMOUNT", "answer is about another amount")
	}
	if t := m.Get("fee_type"); t != "" && t != "CNY" {
		return doubt("WRONG_CURRENCY", "answer is about another currency")
	}
	end, err := time.ParseInLocation(stampLayout, m.Get("time_end"), flow.Beijing)
	if err != nil {
		return doubt("WRONG_TIME", "answer has no time_end")
	}
	if end.Before(a.IntentAt.Add(-earlyBy)) {
		return doubt(flow.CodeWrongTime, "payment ended before this sale began")
	}
	cash, settlement, said := told(m, a.TotalFee)
	return flow.Answer{Kind: flow.AnswerPaid, Code: wire.Success, Charge: flow.Charge{
		TransactionID: transactionID(m),
		TimeEnd:       end,
		CashFee:       cash,
		SettlementFee: settlement,
		Told:          said,
		Payer:         flow.Payer{OpenID: secret.New(m.Get("openid")), SubOpenID: secret.New(m.Get("sub_openid"))},
	}}
}

// stampLayout is yyyyMMddHHmmss, always Beijing time.
const stampLayout = "20060102150405"

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(flow.Beijing).Format(stampLayout)
}

// fen reads an amount: decimal digits alone, at most flow.MaxFen. What is none
// is 0.
func fen(text string) (flow.Fen, bool) {
	n, err := strconv.ParseUint(text, 10, 62)
	if err != nil || n > uint64(flow.MaxFen) {
		return 0, false
	}
	return flow.Fen(n), true
}

// identifier is what may belong to a payer where it has a digit.
var identifier = regexp.MustCompile(`[0-9A-Za-z_-]{11,}`)

// words are WeChat's for a failure, without what may belong to a payer: long
// numbers and identifiers are replaced, the order's own number stays.
func words(text string, no flow.OutTradeNo) string {
	return identifier.ReplaceAllStringFunc(shown(text), func(word string) string {
		if word == string(no) || !strings.ContainsAny(word, "0123456789") {
			return word
		}
		return "***"
	})
}
