package wire_test

import (
	"fmt"

	"facetill/wx/wire"
)

// A request is checked, signed and written; an answer is read and verified.
func Example() {
	key, err := wire.NewKey("0123456789abcdef0123456789abcdef")
	if err != nil {
		panic(err)
	}
	query := wire.Message{
		{Name: "appid", Value: "wx2421b1c4370ec43b"},
		{Name: "mch_id", Value: "1900000109"},
		{Name: "nonce_str", Value: "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"},
		{Name: "sign_type", Value: string(wire.HMACSHA256)},
	}
	fmt.Println(wire.Orderquery.Check(query))
	query.Set("out_trade_no", "20000001")
	fmt.Println(wire.Orderquery.Check(query))
	query.Set("sign", key.Sign(query, wire.HMACSHA256))
	answer, err := wire.Decode(query.Append(nil)) // as it would come from WeChat
	fmt.Println(answer.Get("out_trade_no"), err, key.VerifyAs(answer, wire.HMACSHA256))
	// Output:
	// orderquery: transaction_id or out_trade_no is missing; set one of them
	// <nil>
	// 20000001 <nil> <nil>
}
