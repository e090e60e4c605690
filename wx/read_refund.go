package wx

import (
	"slices"
	"strconv"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/wx/wire"
)

// refundDoubt is an answer that proves nothing about a refund.
func refundDoubt(code, message string) refund.Answer {
	return refund.Answer{Kind: refund.AnswerLost, Code: code, Message: message}
}

// readingRefund is reading for a call about money back: a send is answered only by a
// well-signed message that says nothing of another order or call.
func readingRefund(api *wire.API, a flow.Attempt, ans answer, read func(wire.Message) refund.Answer) refund.Answer {
	out := refundDoubt(ans.code, ans.text)
	if other, foreign := elsewhere(api, a, ans.fields); ans.fields != nil && foreign {
		out = refundDoubt(other.Code, other.Message)
	} else if ans.fields != nil {
		out = read(ans.fields)
	} else if ans.failed && ans.code == wire.Fail {
		out.Kind = refund.AnswerRejected
	}
	out.Message = words(out.Message, a.OutTradeNo)
	out.SentAt = ans.sentAt
	return out
}

// refundFailure reads result_code FAIL by the table.
func refundFailure(api *wire.API, m wire.Message) refund.Answer {
	code := m.Get("err_code")
	switch {
	case m.Get("result_code") != wire.Fail:
		return refundDoubt("NO_RESULT_CODE", "answer has no result_code")
	case code == "":
		return refundDoubt("NO_ERR_CODE", m.Get("err_code_des"))
	}
	kind, _ := lookUp(refundTable, api, code, refund.AnswerLost)
	if api.Cert && certText(m.Get("err_code_des")) {
		kind = refund.AnswerCertificate
	}
	// As a refund_status they say how far one is; as err_code nobody knows them.
	if slices.Contains(refundStatuses, code) {
		kind = refund.AnswerLost
	}
	return refund.Answer{Kind: kind, Code: field.Code(code), Message: m.Get("err_code_des")}
}

var refundStatuses = []string{wire.RefundProcessing, wire.RefundSuccess, wire.RefundChange, wire.RefundClose}

// readSent reads the answer to a send. SUCCESS means that WeChat has taken it, and
// nothing of when it is back.
func readSent(a flow.Attempt, e refund.Entry, m wire.Message) refund.Answer {
	number := m.Get("out_refund_no")
	if number != "" && number != e.Number {
		return refundDoubt("WRONG_ORDER", "answer is about another refund")
	}
	if m.Get("result_code") != wire.Success {
		return refundFailure(&wire.Refund, m)
	}
	if m.Get("out_trade_no") != string(a.OutTradeNo) || number == "" {
		return refundDoubt("WRONG_ORDER", "answer is about another refund")
	}
	fee, ok := fen(m.Get("refund_fee"))
	if total, told := fen(m.Get("total_fee")); !ok || fee == 0 || m.Has("total_fee") && !(told && total == a.TotalFee) {
		return refundDoubt("WRONG_AMOUNT", "answer is about another amount")
	}
	out := refund.Answer{Kind: refund.AnswerAccepted, Code: wire.Success, RefundID: refundID(m.Get("refund_id"))}
	out.CashFee, _ = fen(m.Get("cash_refund_fee"))
	if fee != e.Fee {
		out.Kind = refund.AnswerMismatch
		out.Seen = []refund.Seen{{Number: number, RefundID: out.RefundID, Status: refund.StatusProcessing, Fee: fee}}
	}
	return out
}

// readAsked reads what became of one entry. The row of its number decides, wherever
// it stands; how many refunds the order has says nothing here.
func readAsked(a flow.Attempt, e refund.Entry, m wire.Message) refund.Answer {
	rows, bad := refundRows(a, m)
	if bad != nil {
		return *bad
	}
	i := slices.IndexFunc(rows, func(r refund.Seen) bool { return r.Number == e.Number })
	if i < 0 {
		return refundDoubt("WRONG_ORDER", "answer is about another refund")
	}
	r := rows[i]
	kind, _ := lookUp(refundTable, &wire.Refundquery, r.Status, refund.AnswerLost)
	if r.Fee != e.Fee && e.State != refund.Elsewhere && kind != refund.AnswerClosed {
		kind = refund.AnswerMismatch
	}
	return refund.Answer{Kind: kind, Code: r.Status, Seen: []refund.Seen{r}, RefundID: r.RefundID}
}

// looked is the list of an order's refunds while it is read.
type looked struct {
	answer refund.Answer
	total  string // total_refund_count of its pages, where they have one
	whole  bool
}

// readPage adds a page. The list is whole where it has as many rows as its total, or,
// where WeChat tells no total, where a page lies behind its end. A list that changes
// while it is read is none.
func (l *looked) readPage(a flow.Attempt, m wire.Message) refund.Answer {
	before, listed := len(l.answer.Seen), refund.Answer{Kind: refund.AnswerListed}
	rows, bad := refundRows(a, m)
	switch {
	case bad != nil && bad.Kind == refund.AnswerNone && before > 0 && l.total == "":
		l.whole = true
		return listed
	case bad != nil && bad.Kind == refund.AnswerNone && before > 0:
		return refundDoubt("HALF_LIST", "a page of the refunds is missing")
	case bad != nil:
		return *bad
	}
	for _, r := range rows {
		if slices.ContainsFunc(l.answer.Seen, func(s refund.Seen) bool { return s.Number == r.Number }) {
			return refundDoubt("HALF_LIST", "a refund stands twice in the list")
		}
		l.answer.Seen = append(l.answer.Seen, r)
	}
	total := m.Get("total_refund_count")
	if before > 0 && total != l.total {
		return refundDoubt("HALF_LIST", "the list of refunds changed")
	}
	l.total = total
	n, err := strconv.Atoi(total)
	if total != "" && (err != nil || n < len(l.answer.Seen)) {
		return refundDoubt("HALF_LIST", "the list of refunds has more than it says")
	}
	l.whole = n == len(l.answer.Seen)
	return listed
}

// mostRows is how many refunds one answer may have.
const mostRows = 100

// refundRows are the refunds in an answer of refundquery about the order. bad is what
// the answer is worth where there are none to be read.
func refundRows(a flow.Attempt, m wire.Message) (rows []refund.Seen, bad *refund.Answer) {
	no := func(answer refund.Answer) ([]refund.Seen, *refund.Answer) { return nil, &answer }
	if m.Get("result_code") != wire.Success {
		return no(refundFailure(&wire.Refundquery, m))
	}
	if m.Get("out_trade_no") != string(a.OutTradeNo) {
		return no(refundDoubt("WRONG_ORDER", "answer is about another order"))
	}
	if total, ok := fen(m.Get("total_fee")); !ok || total != a.TotalFee {
		return no(refundDoubt("WRONG_AMOUNT", "answer is about another amount"))
	}
	count, err := strconv.Atoi(m.Get("refund_count"))
	if err != nil || count < 1 || count > mostRows {
		return no(refundDoubt("NO_REFUND_COUNT", "answer has no refund_count"))
	}
	for i := range count {
		n := "_" + strconv.Itoa(i)
		r := refund.Seen{
			Number:   field.Cut(field.Plain(m.Get("out_refund_no"+n)), 64),
			RefundID: refundID(m.Get("refund_id" + n)),
			Status:   m.Get("refund_status" + n),
			Account:  field.Code(m.Get("refund_account" + n)),
			Received: shown(m.Get("refund_recv_accout" + n)), // WeChat's spelling
		}
		var ok bool
		if r.Fee, ok = fen(m.Get("refund_fee" + n)); !ok || r.Fee == 0 {
			return no(refundDoubt("WRONG_AMOUNT", "a refund has no amount"))
		}
		if r.Number == "" || !slices.Contains(refundStatuses, r.Status) {
			return no(refundDoubt("NO_REFUND_STATUS", "a refund has no number or no known status"))
		}
		r.At, _ = time.ParseInLocation(time.DateTime, m.Get("refund_success_time"+n), flow.Beijing)
		rows = append(rows, r)
	}
	return rows, nil
}

// refundID is WeChat's number of a refund.
func refundID(text string) string { return field.Number(text, 32) }
