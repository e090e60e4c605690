package flow

import (
	"fmt"
	"strings"

	"facetill/flow/field"
)

// mostNumber is the longest transaction_id, by WeChat's tables.
const mostNumber = 32

// PlainFact returns a fact whose texts from outside are plain (money rule 6.5): an
// adapter may have filtered them, and need not have. A transaction_id is letters
// and digits: the charge is proven without it, so what else stands in it is left
// out and nothing is doubted for it.
func PlainFact(f Fact) Fact {
	switch f := f.(type) {
	case NothingSent:
		f.Code, f.Message = PlainCode(f.Code), field.Plain(f.Message)
		return f
	case SaleCancelled:
		f.By, f.Code, f.Message = EndedBy(field.Plain(string(f.By))), PlainCode(f.Code), field.Plain(f.Message)
		return f
	case PayAnswered:
		f.Code, f.Message = PlainCode(f.Code), field.Plain(f.Message)
		return f
	case OrderAsked:
		f.Code, f.Message = PlainCode(f.Code), field.Plain(f.Message)
		return f
	case RefusalConfirmed:
		f.Code, f.Message = PlainCode(f.Code), field.Plain(f.Message)
		return f
	case ReverseAnswered:
		f.Code, f.Message = PlainCode(f.Code), field.Plain(f.Message)
		return f
	case ChargeProven:
		f.TransactionID, f.Source = field.Number(f.TransactionID, mostNumber), field.Plain(f.Source)
		return f
	case GoodsGiven:
		f.By, f.Reason = field.Plain(f.By), field.Plain(f.Reason)
		return f
	case ReversalDecided:
		f.By, f.Reason = field.Plain(f.By), field.Plain(f.Reason)
		return f
	case PersonNeeded:
		f.Reason = PersonReason(field.Plain(string(f.Reason)))
		return f
	case PersonResolved:
		f.As, f.By, f.Reason = field.Plain(f.As), field.Plain(f.By), field.Plain(f.Reason)
		return f
	case RefundBegun:
		f.OutRefundNo, f.By, f.Reason = field.Plain(f.OutRefundNo), field.Plain(f.By), field.Plain(f.Reason)
		return f
	}
	return f
}

// PlainCode returns a code as it may be shown or the codes of two levels
// with a blank between them; what has another form is ODD_CODE.
func PlainCode(code string) string {
	for part := range strings.FieldsSeq(code) {
		if !field.IsCode(part) {
			return field.OddCode
		}
	}
	return strings.Join(strings.Fields(code), " ")
}

// Plain returns an attempt as it may be shown: a journal may have been written by
// a version that filtered nothing (money rule 6.5). What is shown is no key: who
// looks an attempt up takes it as it is stored.
func (a Attempt) Plain() Attempt {
	a.Code, a.QueryCode, a.ReverseCode = PlainCode(a.Code), PlainCode(a.QueryCode), PlainCode(a.ReverseCode)
	a.RefusalAsk = AnswerKind(PlainCode(string(a.RefusalAsk)))
	a.TransactionID = field.Number(a.TransactionID, mostNumber)
	for _, text := range []*string{(*string)(&a.OutTradeNo), &a.Sale.MchID, &a.Sale.SubMchID, &a.Sale.StoreID, &a.Sale.DeviceID, &a.Sale.Ref,
		&a.Merchant.AppID, &a.Merchant.MchID, &a.Merchant.SubAppID, &a.Merchant.SubMchID, &a.StoreID, &a.DeviceID, &a.Lane, &a.Cashier,
		&a.Body, &a.Attach, &a.GoodsTag, &a.WeChat, &a.Message, &a.OpenIDTag, &a.OutRefundNo, &a.DecidedBy, &a.ResolvedAs, &a.ResolvedBy, (*string)(&a.EndedBy), (*string)(&a.ReverseReason), (*string)(&a.PersonReason), &a.Note} {
		*text = field.Plain(*text)
	}
	return a
}

// checkTexts refuses a caller's text that hides something. It is not made plain:
// it goes to WeChat, and the same call must say the same thing twice.
func (q SaleRequest) checkTexts() error {
	for _, t := range []struct{ name, text string }{
		{"body", q.Body}, {"attach", q.Attach}, {"goods tag", q.GoodsTag}, {"cashier", q.Cashier},
	} {
		if !field.IsPlain(t.text) {
			return field.NewError(t.name, fmt.Sprintf("has a character that moves the cursor, turns the line or is not seen (%d bytes)", len(t.text)),
				"write it anew, without pasting")
		}
	}
	return nil
}
