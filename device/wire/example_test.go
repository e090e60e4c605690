package wire_test

import (
	"fmt"
	"time"

	"facetill/device/wire"
	"facetill/flow/secret"
)

// A request is written by what the SDK knows; an answer is read as it comes.
func Example() {
	shop := wire.Merchant{AppID: "wxapp", MchID: "1230000109", StoreID: "S1"}
	done := wire.Update{Merchant: shop, AuthInfo: secret.New("AUTHINFO"), Result: wire.PaySuccess}
	at := time.Unix(1_800_000_000, 0)
	request, err := wire.Encode(done, wire.SDK{Dialect: wire.Windows}, at)
	fmt.Printf("%s\n%v\n", request, err)
	_, err = wire.Encode(done, wire.SDK{Dialect: wire.Android, Version: wire.Version{2, 13}}, at)
	fmt.Println(err)
	answer, err := wire.ReadAnswer(wire.CmdUpdate, []byte("{\"return_code\":\"SUCCESS\"}\x00"))
	fmt.Println(answer.ReturnCode, err)
	// Output:
	// {"cmd":"updateWxpayfacePayResult","version":"1","now":1800000000,"appid":"wxapp","mch_id":"1230000109","store_id":"S1","payresult":"SUCCESS","authinfo":"AUTHINFO"}
	// <nil>
	// updateWxpayfacePayResult was withdrawn in android SDK 2.13; the configured SDK is android 2.13: leave it out, or update the SDK and sdk_version
	// SUCCESS <nil>
}
