package charge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sync"

	"facetill/flow/field"
	"facetill/flow/money"
)

// MostDetail is how many bytes WeChat takes of the goods.
const MostDetail = 6000

// goods are what WeChat reads of detail.
type goods struct {
	CostPrice *int64  `json:"cost_price"`
	ReceiptID string  `json:"receipt_id"`
	Goods     []piece `json:"goods_detail"`
}

type piece struct {
	GoodsID      string `json:"goods_id"`
	WxpayGoodsID string `json:"wxpay_goods_id"`
	GoodsName    string `json:"goods_name"`
	Quantity     *int64 `json:"quantity"`
	Price        *int64 `json:"price"`
}

// goodsID is what WeChat takes for the code of an article.
var goodsID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\A[0-9A-Za-z_-]{1,32}\z`) })

// CheckDetail holds the goods of a sale against what WeChat reads of them, and returns
// them without blanks, as they are sent. It judges before anything is opened: WeChat would
// answer PARAM_ERROR with the customer's code spent.
func CheckDetail(text string, total money.Fen) (string, error) {
	var g goods
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&g); err != nil {
		return "", notGoods(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return "", wrong("detail", "has something behind its end", "give one JSON object")
	}
	if at, problem, try := field.OddJSON([]byte(text)); problem != "" {
		return "", wrong("detail"+at, problem, try)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		return "", notGoods(err)
	}
	switch n := b.Len(); {
	case n > MostDetail:
		return "", wrong("detail", fmt.Sprintf("has %d bytes, %d are allowed", n, MostDetail), "leave out the names of the goods, or the goods that no coupon is for")
	case len(g.ReceiptID) > 32:
		return "", wrong("detail.receipt_id", fmt.Sprintf("has %d bytes, 32 are allowed", len(g.ReceiptID)), "shorten it")
	case len(g.Goods) == 0:
		return "", wrong("detail.goods_detail", "has no goods", "give a list of goods_id, quantity and price")
	case g.CostPrice != nil && *g.CostPrice < int64(total):
		return "", wrong("detail.cost_price", fmt.Sprintf("is %d fen, and the amount is %d", *g.CostPrice, total), "give what the whole slip costs, or leave it out")
	}
	return b.String(), g.add(total)
}

// add holds each of the goods against its limits, and their sum against the amount.
func (g goods) add(total money.Fen) error {
	var sum int64
	for i, p := range g.Goods {
		at := fmt.Sprintf("detail.goods_detail[%d].", i)
		switch {
		case !goodsID().MatchString(p.GoodsID):
			return wrong(at+"goods_id", "is not 1 to 32 letters, digits, - or _", "give your own code of the article")
		case len(p.WxpayGoodsID) > 32:
			return wrong(at+"wxpay_goods_id", "is longer than 32 bytes", "give WeChat's code, or leave it out")
		case len(p.GoodsName) > 256:
			return wrong(at+"goods_name", fmt.Sprintf("has %d bytes, 256 are allowed", len(p.GoodsName)), "shorten it")
		case p.Quantity == nil || *p.Quantity <= 0 || *p.Quantity > int64(money.MaxFen):
			return wrong(at+"quantity", "is not a whole number from 1", "give how many were bought")
		case p.Price == nil || *p.Price < 0 || *p.Price > int64(money.MaxFen):
			return wrong(at+"price", "is not an amount in fen", "give the price of one, in fen, after the shop's own discount")
		}
		if *p.Price > 0 && *p.Quantity > int64(money.MaxFen) / *p.Price {
			return wrong(at+"price", "is too much with its quantity", "give fen, not yuan with zeros")
		}
		sum += *p.Price * *p.Quantity
	}
	if g.CostPrice == nil && sum != int64(total) {
		return wrong("detail", fmt.Sprintf("has goods for %s, and the amount is %s", money.Fen(sum), total),
			"give prices after the shop's own discount, or cost_price where a part of a slip is paid or listed")
	}
	return nil
}

// notGoods says what does not read, and where.
func notGoods(err error) error {
	if t, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		name := "detail"
		if t.Field != "" {
			name += "." + t.Field
		}
		return wrong(name, "is "+t.Value+", and has to be "+kindOf(t), "numbers are whole fen and stand without quotes")
	}
	return wrong("detail", "is not the JSON of goods: "+field.Plain(err.Error()), `try {"goods_detail":[{"goods_id":"A1","quantity":1,"price":1280}]}`)
}

func kindOf(t *json.UnmarshalTypeError) string {
	switch t.Type.Kind().String() {
	case "int64":
		return "a whole number"
	case "string":
		return "a text"
	case "slice":
		return "a list"
	}
	return "an object"
}

func wrong(name, problem, try string) error { return field.NewError(name, problem, try) }
