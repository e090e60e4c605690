package wx

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"facetill/flow"
	"facetill/wx/wire"
)

// earlyBy is how much before the intent a payment may end, both on WeChat's
// clock (money rule 2.1).
const earlyBy = 2 * time.Minute

// doubt is a well-signed answer that proves nothing.
func doubt(code, message string) flow.Answer {
	return flow.Answer{Kind: flow.AnswerLost, Code: code, Message: message}
}

// otherOrder says whether an answer names another order than a. Refusals often
// name none.
func otherOrder(a flow.Attempt, m wire.Message) bool {
	no := m.Get("out_trade_no")
	return no != "" && no != string(a.OutTradeNo)
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
		return doubt("WRONG_TIME", "payment ended before this sale began")
	}
	cash, _ := fen(m.Get("cash_fee"))
	settlement, _ := fen(m.Get("settlement_total_fee"))
	return flow.Answer{Kind: flow.AnswerPaid, Code: wire.Success, Charge: flow.Charge{
		TransactionID: m.Get("transaction_id"),
		TimeEnd:       end,
		CashFee:       cash,
		SettlementFee: settlement,
		BankType:      m.Get("bank_type"),
		TradeType:     m.Get("trade_type"),
		OpenID:        flow.NewSecret(m.Get("openid")),
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

// fen reads an amount: decimal digits alone.
func fen(text string) (flow.Fen, bool) {
	n, err := strconv.ParseUint(text, 10, 62)
	return flow.Fen(n), err == nil
}

// fit makes a person's text acceptable to WeChat: no control characters, none
// of four bytes, no blanks at the ends, at most max bytes. A refund must not fail
// over its reason, and the same text always comes out the same.
func fit(text string, max int) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(plainText(text)) {
		n := utf8.RuneLen(r)
		if b.Len()+n > max {
			break
		}
		if n <= 3 && r < 0xFFFE {
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// words are WeChat's for a failure, without what may belong to a payer: long
// numbers and identifiers are replaced, the order's own number stays.
func words(text string, no flow.OutTradeNo) string {
	var b strings.Builder
	text = plainText(text)
	for i := 0; i < len(text); {
		n := i
		digit := false
		for n < len(text) && idByte(text[n]) {
			digit = digit || text[n] >= '0' && text[n] <= '9'
			n++
		}
		switch word := text[i:n]; {
		case n == i:
			n++
			b.WriteByte(text[i])
		case digit && len(word) >= 11 && word != string(no):
			b.WriteString("***")
		default:
			b.WriteString(word)
		}
		i = n
	}
	return b.String()
}

func idByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == '-'
}
