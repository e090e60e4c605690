package charge

import (
	"strconv"
	"strings"
	"time"

	"facetill/flow/money"
	"facetill/flow/secret"
)

// Charge is the proof of a payment, and what WeChat says beside it.
type Charge struct {
	TransactionID string
	TimeEnd       time.Time // WeChat's
	CashFee       money.Fen // what the payer gave, coupons off; 0 when not told
	SettlementFee money.Fen // what the merchant will get, 0 when not told
	Told
	Payer Payer // live only: a journal gets OpenIDTag
}

// Payer is who paid, as WeChat names them in the answer that proves it. It is in
// no fact and no attempt: it lives in the sale that heard it, and ends with it.
type Payer struct {
	OpenID    secret.Secret
	SubOpenID secret.Secret // with a sub_appid
}

// Told is what WeChat says of a charge beside its proof. What is zero was not said.
type Told struct {
	CouponFee   money.Fen `json:",omitzero"` // what coupons paid of it
	Coupons     List      `json:",omitzero"` // which, where a query named them
	CashFeeType string    `json:",omitzero"` // of what the payer gave, where it is not CNY
	Promotion   string    `json:",omitzero"` // promotion_detail, WeChat's JSON
	BankType    string    `json:",omitzero"`
	TradeType   string    `json:",omitzero"`
	// Odd are the fields whose numbers cannot be, as WeChat wrote them: "cash_fee=9
	// coupon_fee=9". None of them is in any other field.
	Odd string `json:",omitzero"`
}

// Coupon returns what coupons paid of a charge: as WeChat said it, else what its payer
// did not give, cash being that one's part. It is 0 where nobody knows of a coupon.
func (t Told) Coupon(total, cash money.Fen) money.Fen {
	switch {
	case t.CouponFee > 0 && t.CouponFee <= total:
		return t.CouponFee
	case t.CashFeeType == "" && cash > 0 && cash < total:
		return total - cash
	}
	return 0
}

// Coupon is one of those that paid a part.
type Coupon struct {
	ID   string    `json:"id,omitempty" doc:"WeChat's number of it"`
	Type string    `json:"type,omitempty" doc:"CASH was bought for money, NO_CASH is borne by who gave it out"`
	Fee  money.Fen `json:"fee" doc:"fen that it paid"`
}

// List are coupons as one text, "id type fee" each, with a semicolon between two. A part
// that is not known is "-".
type List string

// ListOf returns the text of coupons, whose texts are letters, digits, - and _ alone.
func ListOf(all []Coupon) List {
	var b strings.Builder
	for i, c := range all {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(part(c.ID) + " " + part(c.Type) + " " + strconv.FormatInt(int64(c.Fee), 10))
	}
	return List(b.String())
}

// All returns the coupons; what does not read is left out.
func (l List) All() (all []Coupon) {
	for text := range strings.SplitSeq(string(l), ";") {
		parts := strings.Fields(text)
		if len(parts) != 3 {
			continue
		}
		fee, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil || fee < 0 {
			continue
		}
		all = append(all, Coupon{ID: known(parts[0]), Type: known(parts[1]), Fee: money.Fen(fee)})
	}
	return all
}

// Sum returns what they paid together.
func Sum(all []Coupon) (sum money.Fen) {
	for _, c := range all {
		sum += c.Fee
	}
	return sum
}

// part is a text of a list, "-" for none.
func part(text string) string {
	if text == "" || strings.ContainsAny(text, " ;\t\n") {
		return "-"
	}
	return text
}

func known(text string) string {
	if text == "-" {
		return ""
	}
	return text
}
