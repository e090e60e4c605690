package wx

import (
	"errors"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/field"
	"facetill/flow/secret"
	"facetill/wx/sim"
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
		{"a coupon and no cash_fee", []string{"coupon_fee", "100"}, 0, 100, "", ""},
		{"three coupons, one without a number of its own", []string{"cash_fee", "1400", "coupon_fee_0", "30", "coupon_id_0", "1", "coupon_fee_1", "30", "coupon_id_2", "3", "coupon_fee_2", "40"}, 1400, 100, "1 - 30;- - 30;3 - 40", ""},
		{"sums that cannot be", []string{"cash_fee", "1400", "coupon_fee", "200"}, 0, 0, "", "cash_fee=1400 coupon_fee=200"},
		{"more than all", []string{"cash_fee", "1501", "coupon_fee", "1501"}, 0, 0, "", "cash_fee=1501 coupon_fee=1501"},
		{"settled for more", []string{"cash_fee", "1500", "settlement_total_fee", "1501"}, 1500, 0, "", "settlement_total_fee=1501"},
		{"no numbers", []string{"cash_fee", "-5", "coupon_fee", "1.00", "settlement_total_fee", "\u202eabc"}, 0, 0, "", "cash_fee=-5 coupon_fee=1.00 settlement_total_fee=????"},
		{"another currency", []string{"cash_fee", "200", "cash_fee_type", "USD"}, 0, 0, "", "cash_fee=200 cash_fee_type=USD"},
		{"a count that cannot be", with("coupon_count", "3"), 1400, 100, list, "coupon_count=3"},
		{"coupons that do not come to it", with("coupon_fee_1", "71"), 1400, 100, "", "coupon_fee=100 coupon_fee_0=30"},
		{"coupons that come to less", with("coupon_fee_1", "69"), 1400, 100, "", "coupon_fee=100 coupon_fee_0=30"},
		{"a coupon without a number", with("coupon_fee_1", "x"), 1400, 100, "", "coupon_fee_1=?"},
		{"coupons and no coupon_fee", append([]string{"cash_fee", "1500"}, two...), 1500, 0, "", "coupon_fee= coupon_fee_0=30"},
		{"no json", []string{"cash_fee", "1500", "promotion_detail", "{"}, 1500, 0, "", "promotion_detail"},
		{"json that hides", []string{"cash_fee", "1500", "promotion_detail", "{\"a\":\"\u202e\"}"}, 1500, 0, "", "promotion_detail"},
		{"json that is too long", []string{"cash_fee", "1500", "promotion_detail", `{"a":"` + strings.Repeat("a", 6000) + `"}`}, 1500, 0, "", "promotion_detail"},
	} {
		for _, api := range []*wire.API{&wire.Micropay, &wire.Facepay, &wire.Orderquery, &wire.Facepayquery} {
			got := readAs(api, success(append([]string{"cash_fee", "", "coupon_fee", "", "settlement_total_fee", ""}, c.fields...)...))
			if got.Kind != flow.AnswerPaid {
				t.Errorf("%s, %s: a good sale became %s %s", api.Name, c.name, got.Kind, got.Code)
			}
			g := got.Charge
			if foreign := c.name == "another currency"; foreign != (g.CashFeeType == "USD") {
				t.Errorf("%s, %s: cash_fee_type %q", api.Name, c.name, g.CashFeeType)
			}
			if coupon := g.Coupon(1500, g.CashFee); g.CashFee != c.cash || coupon != c.coupon || g.Coupons != c.list || g.Odd != c.odd || g.SettlementFee != 0 || g.Promotion != "" {
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

// What a sale is asked for with beside its amount leaves as it is in the attempt; facepay
// has no field for an invoice, for sharing and for a version.
func TestTermsOnTheWire(t *testing.T) {
	s := newServer(t, paying(t))
	g := testGateway(t, testConfig(t, s))
	p := payRequest()
	p.Attempt.Terms = flow.Terms{Detail: `{"goods_detail":[{"goods_id":"A<1>&","quantity":1,"price":1500}]}`, LimitPay: "no_credit", Receipt: "Y", ProfitSharing: "Y"}
	for family, want := range map[flow.Family][]string{
		flow.FamilyMicropay: {"no_credit", "Y", "Y", "1.0"},
		flow.FamilyFacepay:  {"no_credit", "", "", ""},
	} {
		p.Attempt.Family, p.OpenID = family, secret.New("oPayer")
		if err := g.CheckPay(p); err != nil {
			t.Errorf("%s: %v", family, err)
		}
		g.Pay(t.Context(), p)
		got := s.last()
		for i, name := range []string{"limit_pay", "receipt", "profit_sharing", "version"} {
			if got.Get(name) != want[i] {
				t.Errorf("%s: %s is %q, want %q", family, name, got.Get(name), want[i])
			}
		}
		if got.Get("detail") != p.Attempt.Detail {
			t.Errorf("%s: detail is %q", family, got.Get("detail"))
		}
	}
	// A sale without goods is none for single articles.
	p.Attempt.Family, p.Attempt.Terms = flow.FamilyMicropay, flow.Terms{}
	g.Pay(t.Context(), p)
	for _, name := range []string{"detail", "version", "limit_pay", "receipt", "profit_sharing"} {
		if got := s.last(); got.Has(name) {
			t.Errorf("%s goes along: %q", name, got.Get(name))
		}
	}
	// What the field table forbids is refused before anything is sent (money rule 1.8).
	for name, terms := range map[string]flow.Terms{"detail": {Detail: "{"}, "limit_pay": {LimitPay: "no_debit"}, "receipt": {Receipt: "N"}, "profit_sharing": {ProfitSharing: "X"}} {
		p.Attempt.Terms = terms
		if e, is := errors.AsType[*field.Error](g.CheckPay(p)); !is || e.Field != name {
			t.Errorf("%s: %v", name, e)
		}
	}
}

// The simulator's coupons: a payment tells what they were, a query names each; and its
// numbers that cannot be leave a paid sale paid.
func TestCouponsOfTheSimulator(t *testing.T) {
	g, _ := simGateway(t)
	for _, family := range []flow.Family{flow.FamilyMicropay, flow.FamilyFacepay} {
		named, odd := simSale(family, 72), simSale(family, 73)
		if family == flow.FamilyFacepay {
			named.Attempt.OutTradeNo, odd.Attempt.OutTradeNo = named.Attempt.OutTradeNo+"F", odd.Attempt.OutTradeNo+"F"
			named.Credential, odd.Credential = secret.New(sim.FaceCode(72, 1072)), secret.New(sim.FaceCode(73, 1073))
		}
		for _, ans := range []flow.Answer{g.Pay(t.Context(), named), g.Query(t.Context(), named.Attempt, flow.Try{})} {
			c := ans.Charge
			if ans.Kind != flow.AnswerPaid || c.CashFee != 1200 || c.CouponFee != 300 || c.SettlementFee != 1200 || c.Odd != "" || !strings.Contains(c.Promotion, "109519") {
				t.Errorf("%s: %s %s, %+v", family, ans.Kind, ans.Code, c)
			}
		}
		if all := g.Query(t.Context(), named.Attempt, flow.Try{}).Charge.Coupons.All(); len(all) != 2 || charge.Sum(all) != 300 || all[1].Type != "NO_CASH" {
			t.Errorf("%s: %+v", family, all)
		}
		for _, ans := range []flow.Answer{g.Pay(t.Context(), odd), g.Query(t.Context(), odd.Attempt, flow.Try{})} {
			if c := ans.Charge; ans.Kind != flow.AnswerPaid || c.CashFee != 0 || c.CouponFee != 0 || c.Odd != "cash_fee=1500 coupon_fee=300" {
				t.Errorf("%s: %s %s, %+v", family, ans.Kind, ans.Code, c)
			}
		}
	}
}
