package sim_test

import (
	"fmt"

	"facetill/wx/sim"
	"facetill/wx/wire"
)

// A simulator without a network: a signed request in, WeChat's answer out.
// wx/sim/host is the same behind HTTPS.
func Example() {
	server, err := sim.New(sim.Config{})
	if err != nil {
		panic(err)
	}
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		panic(err)
	}
	call := func(api *wire.API, own ...wire.Field) wire.Message {
		m := append(wire.Message{{Name: "appid", Value: sim.DefaultAppID}, {Name: "mch_id", Value: sim.DefaultMchID}, {Name: "nonce_str", Value: "ONCE"}}, own...)
		m.Set("sign", key.Sign(m, wire.MD5))
		answer, err := wire.Decode(server.Do(api.Path, m.Append(nil), false).Body)
		if err != nil {
			panic(err)
		}
		return answer
	}
	number := wire.Field{Name: "out_trade_no", Value: "20000001"}
	fmt.Println(call(&wire.Orderquery, number).Get("err_code"))
	call(&wire.Micropay, number, wire.Field{Name: "body", Value: "tea"}, wire.Field{Name: "total_fee", Value: "1280"},
		wire.Field{Name: "spbill_create_ip", Value: "127.0.0.1"}, wire.Field{Name: "auth_code", Value: sim.Code(0, 1)})
	fmt.Println(call(&wire.Orderquery, number).Get("trade_state"))
	// Output:
	// ORDERNOTEXIST
	// SUCCESS
}
