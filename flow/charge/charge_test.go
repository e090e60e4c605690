package charge_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"facetill/flow/charge"
	"facetill/flow/field"
	"facetill/flow/money"
)

// What a coupon paid is WeChat's word, and without one what the payer did not give.
func TestCoupon(t *testing.T) {
	for _, c := range []struct {
		told              charge.Told
		total, cash, want money.Fen
	}{
		{charge.Told{}, 1280, 0, 0}, {charge.Told{}, 1280, 1280, 0}, {charge.Told{}, 1280, 980, 300}, {charge.Told{}, 1280, 1281, 0},
		{charge.Told{CouponFee: 300}, 1280, 980, 300}, {charge.Told{CouponFee: 1280}, 1280, 0, 1280}, {charge.Told{CouponFee: 1281}, 1280, 0, 0},
		{charge.Told{CashFeeType: "USD"}, 1280, 180, 0}, {charge.Told{CashFeeType: "USD", CouponFee: 5}, 1280, 180, 5},
	} {
		if got := c.told.Coupon(c.total, c.cash); got != c.want {
			t.Errorf("%+v of %d, cash %d: %d, want %d", c.told, c.total, c.cash, got, c.want)
		}
	}
}

// Coupons read back as they were written, and a text of somebody else's breaks nothing.
func TestList(t *testing.T) {
	all := []charge.Coupon{{ID: "10000", Type: "CASH", Fee: 100}, {Fee: 0}, {ID: "a_b", Fee: 200}}
	if got := charge.ListOf(all).All(); !slices.Equal(got, all) {
		t.Errorf("%+v", got)
	}
	if got := charge.ListOf(nil); got != "" || len(got.All()) != 0 {
		t.Errorf("of none %q", got)
	}
	if got := charge.ListOf([]charge.Coupon{{ID: "a b;c", Fee: 1}}).All(); len(got) != 1 || got[0].ID != "" {
		t.Errorf("%+v", got)
	}
	if got := charge.List("x;1 2;a b -1;a b 99999999999999999999;;a b c d;10 CASH 7").All(); len(got) != 1 || got[0].Fee != 7 || charge.Sum(got) != 7 {
		t.Errorf("%+v", got)
	}
}

// Promotions have their names, and none of them a name that draws on a terminal.
func TestPromotions(t *testing.T) {
	one := func(with string) string { return `{"promotion_detail":[{"promotion_id":"1",` + with + `}]}` }
	for text, want := range map[string][]charge.Promotion{
		"": nil, "{}": nil, "[]": nil, "nothing": nil,
		one(`"name":"满减","amount":100`):                                          {{Name: "满减", Fee: 100}},
		one(`"name":"a\u001b[2Jb","amount":100`):                                 {{Name: "a[2Jb", Fee: 100}},
		one(`"name":"满减","amount":"100"`):                                        nil,
		one(`"name":"满减","amount":1.5`):                                          nil,
		one(`"name":"满减","amount":0`):                                            nil,
		one(`"name":"满减","amount":-1`):                                           nil,
		one(`"amount":100`):                                                      nil,
		one(`"name":"\u001b","amount":100`):                                      nil,
		one(`"name":"满减","amount":9223372036854775807`):                          nil,
		`{"promotion_detail":[{"name":"a","amount":1},{"name":"b","amount":2}]}`: {{Name: "a", Fee: 1}, {Name: "b", Fee: 2}},
	} {
		if got := (charge.Told{Promotion: text}).Promotions(); !slices.Equal(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// What WeChat would answer PARAM_ERROR to, with the code spent, is refused before: the
// field, what is wrong with it, and what to try.
func TestBadGoods(t *testing.T) {
	piece := func(with string) string { return `{"goods_detail":[{"goods_id":"A1",` + with + `}]}` }
	for text, want := range map[string]string{
		``:                       "detail is not the JSON",
		`[]`:                     "detail is array, and has to be an object",
		`"x"`:                    "detail is string, and has to be an object",
		`{"goods_detail":[]} {}`: "detail has something behind",
		`{"goods_detail":[]}`:    "detail.goods_detail has no goods",
		`{"goods_detail":{}}`:    "detail.goods_detail is object, and has to be a list",
		`{"cost_price":12.80}`:   "detail.cost_price is number 12.80, and has to be a whole number",
		`{"cost_price":"1280"}`:  "detail.cost_price is string, and has to be a whole number",
		`{"price":1}`:            `unknown field "price"`,
		piece(`"quantity":2,"price":1,"price":640`):               "detail.goods_detail[0].price is given twice",
		piece(`"quantity":2,"price":1,"PRICE":640`):               "detail.goods_detail[0].PRICE is given twice",
		`{"receipt_id":"a","receipt_id":"a","goods_detail":[]}`:   "detail.receipt_id is given twice",
		piece(`"quantity":2,"price":640,"goods_name":"a\u0000b"`): "detail.goods_detail[0].goods_name has a character that moves",
		piece(`"quantity":2,"price":640,"goods_name":"a\u202eb"`): "detail.goods_detail[0].goods_name has a character that moves",
		piece(`"quantity":2,"price":640,"goods_name":"a\ud83db"`): "detail.goods_detail[0].goods_name has a character that is none",
		piece(`"price":1280`):                                     "detail.goods_detail[0].quantity is not a whole number from 1",
		piece(`"quantity":0,"price":1`):                           "detail.goods_detail[0].quantity is not",
		piece(`"quantity":1`):                                     "detail.goods_detail[0].price is not an amount",
		piece(`"quantity":1,"price":-1`):                          "detail.goods_detail[0].price is not an amount",
		piece(`"quantity":999999999,"price":999999999`):           "detail.goods_detail[0].price is too much",
		piece(`"quantity":1,"price":1279`):                        "detail has goods for 12.79, and the amount is 12.80",
		piece(`"quantity":1000000000,"price":0`):                  "detail.goods_detail[0].quantity is not a whole number",
		`{"goods_detail":[{"goods_id":"A1","quantity":1,"price":1},{"goods_id":"A2","quantity":1,"price":1280}]}`: "detail has goods for 12.81",
		piece(`"quantity":2,"price":1280`):                                                    "detail has goods for 25.60",
		`{"goods_detail":[{"goods_id":"A 1","quantity":1,"price":1280}]}`:                     "goods_detail[0].goods_id is not 1 to 32",
		`{"cost_price":1279,"goods_detail":[{"goods_id":"A","quantity":1,"price":1}]}`:        "detail.cost_price is 1279 fen, and the amount is 1280",
		`{"receipt_id":"` + strings.Repeat("1", 33) + `","goods_detail":[]}`:                  "detail.receipt_id has 33 bytes, 32",
		piece(`"quantity":1,"price":1280,"goods_name":"` + strings.Repeat("茶", 86) + `"`):     "goods_name has 258 bytes, 256",
		piece(`"quantity":1,"price":1280,"wxpay_goods_id":"` + strings.Repeat("1", 33) + `"`): "wxpay_goods_id is longer",
		`{"goods_detail":[` + strings.Repeat(`{"goods_id":"A1","goods_name":"`+strings.Repeat("x", 200)+`","quantity":1,"price":0},`, 26) + `{"goods_id":"A","quantity":1,"price":1280}]}`: "bytes, 6000 are allowed",
	} {
		_, err := charge.CheckDetail(text, 1280)
		e, is := errors.AsType[*field.Error](err)
		if !is || !strings.Contains(err.Error(), want) || e.Field == "" || e.Try == "" {
			t.Errorf("%.80s: %v, want %q", text, err, want)
		}
	}
}

// Good goods leave without blanks; a part of a slip, or one listed in part, has its price.
func TestGoods(t *testing.T) {
	for text, want := range map[string]string{
		" {\n\"goods_detail\": [ {\"goods_id\":\"A1\", \"quantity\": 2, \"price\": 640} ] }\n":                    `{"goods_detail":[{"goods_id":"A1","quantity":2,"price":640}]}`,
		`{"goods_detail":[{"goods_id":"A1","quantity":3,"price":400},{"goods_id":"A2","quantity":1,"price":80}]}`: "",
		`{"cost_price":1280,"receipt_id":"R1","goods_detail":[{"goods_id":"A1","quantity":1,"price":1}]}`:         "",
		`{"cost_price":9999,"goods_detail":[{"goods_id":"A1","goods_name":"茶 \"热\"","quantity":1,"price":9999}]}`: "",
	} {
		if want == "" {
			want = text
		}
		if got, err := charge.CheckDetail(text, 1280); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// No text makes the check panic, and what passes is one object of at most 6000 bytes.
func FuzzCheckDetail(f *testing.F) {
	f.Add(`{"goods_detail":[{"goods_id":"A1","quantity":1,"price":1280}]}`, 1280)
	f.Fuzz(func(t *testing.T, text string, total int) {
		got, err := charge.CheckDetail(text, money.Fen(total))
		if err == nil && (len(got) > charge.MostDetail || !strings.HasPrefix(got, "{") || strings.ContainsAny(got, "\n\r")) {
			t.Errorf("%q", got)
		}
		_ = fmt.Sprint(charge.List(text).All())
	})
}
