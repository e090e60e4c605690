package wx

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/wx/wire"
)

// What an answer says of a charge beside its proof: read where it can be, named where it
// cannot, and never what makes a paid sale uncertain.
func TestTold(t *testing.T) {
	two := []string{"coupon_count", "2", "coupon_id_0", "10000", "coupon_type_0", "CASH", "coupon_fee_0", "30", "coupon_id_1", "10001", "coupon_type_1", "NO_CASH", "coupon_fee_1", "70"}
	with := func(more ...string) []string {
		return append(append([]string{"cash_fee", "1400", "coupon_fee", "100"}, two...), more...)
	}
	list := charge.ListOf([]charge.Coupon{{ID: "10000", Type: "CASH", Fee: 30}, {ID: "10001", Type: "NO_CASH", Fee: 70}})
	for _, c := range []struct {
		name   string
		fields []string
		cash   flow.Fen
		coupon flow.Fen
		list   charge.List
		odd    string
	}{
		{"a coupon", []string{"cash_fee", "1400", "coupon_fee", "100"}, 1400, 100, "", ""},
		{"no coupon_fee", []string{"cash_fee", "1400"}, 1400, 100, "", ""},
		{"all of it", []string{"cash_fee", "0", "coupon_fee", "1500"}, 0, 1500, "", ""},
		{"coupons by name", with(), 1400, 100, list, ""},
		{"coupons without their sum", append([]string{"cash_fee", "1400"}, two...), 1400, 100, list, ""},
		{"sums that cannot be", []string{"cash_fee", "1400", "coupon_fee", "200"}, 0, 0, "", "cash_fee=1400 coupon_fee=200"},
		{"more than all", []string{"cash_fee", "1501", "coupon_fee", "1501"}, 0, 0, "", "cash_fee=1501 coupon_fee=1501"},
		{"no numbers", []string{"cash_fee", "-5", "coupon_fee", "1.00", "settlement_total_fee", "\u202eabc"}, 0, 0, "", "cash_fee=-5 coupon_fee=1.00 settlement_total_fee=????"},
		{"another currency", []string{"cash_fee", "200", "cash_fee_type", "USD"}, 0, 0, "", "cash_fee=200 cash_fee_type=USD"},
		{"a count that cannot be", with("coupon_count", "3"), 1400, 100, list, "coupon_count=3"},
		{"coupons that do not come to it", with("coupon_fee_1", "71"), 1400, 100, "", "coupon_fee=100 coupon_fee_0=30"},
		{"a coupon without a number", with("coupon_fee_1", "x"), 1400, 100, "", "coupon_fee_1=?"},
		{"coupons and no coupon_fee", append([]string{"cash_fee", "1500"}, two...), 1500, 0, "", "coupon_fee= coupon_fee_0=30"},
		{"no json", []string{"cash_fee", "1500", "promotion_detail", "{"}, 1500, 0, "", "promotion_detail"},
		{"json that is too long", []string{"cash_fee", "1500", "promotion_detail", `{"a":"` + strings.Repeat("a", 6000) + `"}`}, 1500, 0, "", "promotion_detail"},
	} {
		for _, api := range []*wire.API{&wire.Micropay, &wire.Facepay, &wire.Orderquery, &wire.Facepayquery} {
			got := readAs(api, success(append([]string{"cash_fee", "", "coupon_fee", "", "settlement_total_fee", ""}, c.fields...)...))
			if got.Kind != flow.AnswerPaid {
				t.Errorf("%s, %s: a good sale became %s %s", api.Name, c.name, got.Kind, got.Code)
			}
			g := got.Charge
			if coupon := g.Coupon(1500, g.CashFee); g.CashFee != c.cash || coupon != c.coupon || g.Coupons != c.list || g.Odd != c.odd {
				t.Errorf("%s, %s: cash %d, coupon %d, list %q, odd %q", api.Name, c.name, g.CashFee, coupon, g.Coupons, g.Odd)
			}
		}
	}
}

// promotion_detail is kept as WeChat wrote it.
func TestPromotionIsKept(t *testing.T) {
	const text = `{"promotion_detail":[{"promotion_id":"109519","name":"单品惠-6","type":"DISCOUNT","amount":5}]}`
	if got := readAs(&wire.Micropay, success("promotion_detail", text, "bank_type", "OTHERS")).Charge; got.Promotion != text || got.BankType != "OTHERS" || got.Odd != "" {
		t.Errorf("%+v", got)
	}
}
