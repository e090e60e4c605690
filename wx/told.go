package wx

import (
	"encoding/json"
	"strconv"
	"strings"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/field"
	"facetill/wx/wire"
)

// The most coupons of one order, and bytes of promotion_detail, that are read.
const (
	mostCoupons   = 50
	mostPromotion = 6000
)

// teller reads what an answer says of a charge beside its proof.
type teller struct {
	m   wire.Message
	odd []string
}

// told returns what the payer gave of a charge, what is settled of it, and all else that
// an answer says of it. The charge is proven without any of it: what cannot be is left out
// and named, and makes nothing uncertain.
func told(m wire.Message, total flow.Fen) (cash, settlement flow.Fen, said charge.Told) {
	t := &teller{m: m}
	cash, said.CouponFee, settlement = t.fee("cash_fee", total), t.fee("coupon_fee", total), t.fee("settlement_total_fee", total)
	if kind := m.Get("cash_fee_type"); kind != "" && kind != "CNY" {
		said.CashFeeType = field.Code(kind)
		t.doubt("cash_fee", "cash_fee_type")
		cash = 0 // of another currency: it is no part of the amount
	}
	if cash > 0 && said.CouponFee > 0 && cash+said.CouponFee != total {
		cash, said.CouponFee = 0, 0
		t.doubt("cash_fee", "coupon_fee")
	}
	said.Coupons = t.coupons(said.Coupon(total, cash))
	said.BankType, said.TradeType = field.Code(m.Get("bank_type")), field.Code(m.Get("trade_type"))
	switch text := m.Get("promotion_detail"); {
	case text == "":
	case len(text) > mostPromotion || !json.Valid([]byte(text)) || !field.IsPlain(text):
		t.odd = append(t.odd, "promotion_detail")
	default:
		said.Promotion = text
	}
	said.Odd = strings.Join(t.odd, " ")
	return cash, settlement, said
}

// fee is a part of the amount, 0 where there is none.
func (t *teller) fee(name string, most flow.Fen) flow.Fen {
	if !t.m.Has(name) || t.m.Get(name) == "" {
		return 0
	}
	if fee, ok := fen(t.m.Get(name)); ok && fee <= most {
		return fee
	}
	t.doubt(name)
	return 0
}

// doubt names fields that cannot be, as WeChat wrote them.
func (t *teller) doubt(names ...string) {
	for _, name := range names {
		t.odd = append(t.odd, name+"="+strings.Map(numeric, field.Cut(t.m.Get(name), 20)))
	}
}

// numeric keeps what a number or a currency is made of, and shows that there was more.
func numeric(r rune) rune {
	if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '.' || r == '-' {
		return r
	}
	return '?'
}

// coupons are those that paid fee, as a query names them. They are left out together where
// one of them does not read, or where they do not come to it.
func (t *teller) coupons(fee flow.Fen) charge.List {
	var all []charge.Coupon
	for n := range mostCoupons {
		suffix := "_" + strconv.Itoa(n)
		if !t.m.Has("coupon_fee"+suffix) && !t.m.Has("coupon_id"+suffix) {
			break
		}
		part, ok := fen(t.m.Get("coupon_fee" + suffix))
		if !ok {
			t.doubt("coupon_fee" + suffix)
			return ""
		}
		all = append(all, charge.Coupon{ID: field.Number(t.m.Get("coupon_id"+suffix), 20), Type: couponType(t.m.Get("coupon_type" + suffix)), Fee: part})
	}
	if count := t.m.Get("coupon_count"); count != "" && count != strconv.Itoa(len(all)) {
		t.doubt("coupon_count")
	}
	if len(all) > 0 && charge.Sum(all) != fee {
		t.doubt("coupon_fee", "coupon_fee_0")
		return ""
	}
	return charge.ListOf(all)
}

// couponType is CASH or NO_CASH, and whatever comes to be beside them.
func couponType(text string) string { return field.Code(field.Cut(text, 16)) }
