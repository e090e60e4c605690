package wx

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/wx/wire"
)

// SendRefund sends an entry of a paid sale, with one request. Its send is written
// down already, and leaves before the entry's send_by or not at all (money rule 4b.4).
func (g *Gateway) SendRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	if e.SendBy.IsZero() {
		return refundDoubt("SEND_BY", "the send is not written down")
	}
	api := &wire.Refund
	read := func(m wire.Message) refund.Answer { return readSent(a, e, m) }
	ans := g.send(ctx, &request{api: api, merchant: a.Merchant, own: refundFields(a, e), backup: g.first(), detach: true, gate: g.sendBy(ctx, e.SendBy),
		watch: readsRefund(api, a, read)})
	out := readingRefund(api, a, ans, read)
	if ans.cert {
		out.Kind = refund.AnswerCertificate
	}
	return out
}

// CheckRefund holds a refund that is not begun against the field table; the error is
// a *field.Error. It needs no number yet. The reason leaves as it is or not at all:
// under one number WeChat takes one request.
func (g *Gateway) CheckRefund(a flow.Attempt, e refund.Entry) error {
	const name = "reason"
	switch {
	case e.Reason == "":
		return field.NewError(name, "is missing", "say why: the customer reads it")
	case !field.IsPlain(e.Reason):
		return field.NewError(name, "has a character that cannot be printed", "leave it out")
	}
	if e.Number == "" {
		e.Number = string(a.OutTradeNo)
	}
	_, err := g.message(&wire.Refund, a.Merchant, refundFields(a, e))
	if bad, is := errors.AsType[*field.Error](err); is {
		bad.Of = "" // a cashier asks for no API
		if bad.Field == "refund_desc" {
			bad.Field = name
		}
	}
	return err
}

// refundFields are those of one send. A reversal's reason is a word of ours, which no
// customer is to read.
func refundFields(a flow.Attempt, e refund.Entry) []wire.Field {
	fields := append(order(a),
		wire.Field{Name: "out_refund_no", Value: e.Number},
		wire.Field{Name: "total_fee", Value: strconv.FormatInt(int64(a.TotalFee), 10)},
		wire.Field{Name: "refund_fee", Value: strconv.FormatInt(int64(e.Fee), 10)},
		wire.Field{Name: "refund_account", Value: e.Account})
	if e.Purpose == refund.ByHand {
		fields = append(fields, wire.Field{Name: "refund_desc", Value: e.Reason})
	}
	return fields
}

// AskRefund asks what became of an entry: of ours by our number, of one from
// elsewhere by WeChat's.
func (g *Gateway) AskRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	api, key := &wire.Refundquery, wire.Field{Name: "out_refund_no", Value: e.Number}
	if e.State == refund.Elsewhere && e.RefundID != "" {
		key = wire.Field{Name: "refund_id", Value: e.RefundID}
	}
	read := func(m wire.Message) refund.Answer { return readAsked(a, e, m) }
	ans := g.send(ctx, &request{api: api, merchant: a.Merchant, own: []wire.Field{key}, backup: g.first(), watch: readsRefund(api, a, read)})
	return readingRefund(api, a, ans, read)
}

// mostPages is how many pages of an order's refunds are read: 50 parts on pages of
// ten, and the one behind the last.
const mostPages = 6

// LookRefunds asks for all refunds of an order, page by page: the whole list or
// nothing of it (money rule 4b.3). How long a page is is not documented.
func (g *Gateway) LookRefunds(ctx context.Context, a flow.Attempt) refund.Answer {
	api := &wire.Refundquery
	l := looked{answer: refund.Answer{Kind: refund.AnswerListed, Code: wire.Success}}
	for range mostPages {
		own := append(order(a), wire.Field{Name: "offset", Value: strconv.Itoa(len(l.answer.Seen))})
		seen := l // whoever watches reads a copy: reading adds a page to the list
		seen.answer.Seen = slices.Clip(seen.answer.Seen)
		ans := g.send(ctx, &request{api: api, merchant: a.Merchant, own: own, backup: g.first(),
			watch: readsRefund(api, a, func(m wire.Message) refund.Answer { return seen.readPage(a, m) })})
		page := readingRefund(api, a, ans, func(m wire.Message) refund.Answer { return l.readPage(a, m) })
		if page.Kind != refund.AnswerListed {
			return page
		}
		if l.answer.SentAt.IsZero() {
			l.answer.SentAt = page.SentAt
		}
		if l.whole {
			return l.answer
		}
	}
	return refundDoubt("LONG_LIST", "the list of refunds has no end")
}
