package wx_test

import (
	"context"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/sim/host"
	"facetill/wx/wire"
)

// A gateway charges a payment code and asks about the order. The simulator stands
// for WeChat; for the real one leave out MainURL and CAPEM.
func Example() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	shop, err := host.Serve(ctx, host.Options{})
	if err != nil {
		panic(err)
	}
	cert, err := wx.NewCertificate(shop.Certificates.Client())
	if err != nil {
		panic(err)
	}
	key, err := wire.NewKey(shop.Merchant.APIKey)
	if err != nil {
		panic(err)
	}
	merchant := flow.Merchant{AppID: shop.Merchant.AppID, MchID: shop.Merchant.MchID}
	gateway, err := wx.New(wx.Config{Merchant: merchant, Key: key, Cert: cert, MainURL: shop.URL, CAPEM: shop.Certificates.CAPEM})
	if err != nil {
		panic(err)
	}
	defer gateway.Close()
	now := time.Now()
	sale := flow.Attempt{IntentAt: now, TimeExpire: now.Add(2 * time.Minute), Order: flow.Order{
		Merchant: merchant, OutTradeNo: "20000001", TotalFee: 1280, Family: flow.FamilyMicropay, Lane: "1"}}
	paid := gateway.Pay(ctx, flow.PayRequest{Attempt: sale, Credential: secret.New(sim.Code(0, 1))})
	fmt.Println(paid.Kind, paid.Charge.CashFee)
	fmt.Println(gateway.Query(ctx, sale, flow.Try{}).Kind)
	// Output:
	// paid 12.80
	// paid
}
