package wire

import "slices"

// APIs returns every API of this package, as the documents have them.
func APIs() []API {
	return []API{
		Micropay, Orderquery, Reverse,
		Facepay, Facepayquery, Facepayreverse,
		Refund, Refundquery, Downloadbill, Authcodetoopenid,
		Closeorder, Report, Authinfo,
	}
}

// The paths that need a client certificate are those below /secapi.
var (
	// Micropay charges a payment code, or a face code of type "1".
	Micropay = API{Name: "micropay", Path: "/pay/micropay", Request: micropayRules}
	// Orderquery asks for the state of a micropay order.
	Orderquery = API{Name: "orderquery", Path: "/pay/orderquery", Request: orderRules}
	// Reverse closes or pays back a micropay order, for 7 days.
	Reverse = API{Name: "reverse", Path: "/secapi/pay/reverse", Cert: true, Request: orderRules}

	// Facepay charges a face code of type "0"; the three of its family belong
	// together.
	Facepay        = API{Name: "facepay", Path: "/pay/facepay", Request: facepayRules}
	Facepayquery   = API{Name: "facepayquery", Path: "/pay/facepayquery", Request: orderRules}
	Facepayreverse = API{Name: "facepayreverse", Path: "/secapi/pay/facepayreverse", Cert: true, Request: orderRules}

	// Refund pays back an order or a part of it, for one year.
	Refund = API{Name: "refund", Path: "/secapi/pay/refund", Cert: true, Request: refundRules}
	// Refundquery asks what became of a refund.
	Refundquery = API{Name: "refundquery", Path: "/pay/refundquery", Request: refundqueryRules}
	// Downloadbill fetches a day's bill: a text table, without a sign.
	Downloadbill = API{Name: "downloadbill", Path: "/pay/downloadbill", Unsigned: true, Request: downloadbillRules}
	// Authcodetoopenid asks who shows a payment code.
	Authcodetoopenid = API{Name: "authcodetoopenid", Path: "/tools/authcodetoopenid", MD5Only: true, Request: authcodeRules}
	// Closeorder closes an unpaid order of other products. One that a code was shown for
	// can be reversed only.
	Closeorder = API{Name: "closeorder", Path: "/pay/closeorder", Request: closeorderRules}
	// Report tells WeChat how calls went: of use to WeChat alone.
	Report = API{Name: "report", Path: "/payitil/report", Unsigned: true, Request: reportRules}

	// Authinfo exchanges the device's rawdata for the credential of its SDK.
	Authinfo = API{Name: "get_wxpayface_authinfo", Path: "/face/get_wxpayface_authinfo", FaceHost: true, Request: authinfoRules}
)

// The request tables. Lengths are the documents' String(n), in bytes; where two
// pages differ (body 127 or 128) the smaller one stands here. "sign" is bounded
// but not required: whether a message is signed is Verify's question.

// merchantRules are the fields that every request has.
var merchantRules = []Rule{
	{Name: "appid", Required: true, Max: 32, Class: Token},
	{Name: "mch_id", Required: true, Max: 32, Class: Token},
	{Name: "sub_appid", Max: 32, Class: Token},
	{Name: "sub_mch_id", Max: 32, Class: Token},
	{Name: "nonce_str", Required: true, Max: 32, Class: Token},
	{Name: "sign", Max: hmacHex, Class: Token},
	{Name: "sign_type", Max: 32, Class: OneOf, Values: []string{string(MD5), string(HMACSHA256)}},
}

func rules(own ...Rule) []Rule { return slices.Concat(merchantRules, own) }

// saleRules are what micropay and facepay have in common.
var saleRules = []Rule{
	{Name: "device_info", Max: 32},
	{Name: "body", Required: true, Max: 127},
	{Name: "detail", Max: 6000, Class: JSON},
	{Name: "attach", Max: 127},
	{Name: "out_trade_no", Required: true, Max: 32, Class: OrderNo},
	{Name: "total_fee", Required: true, Max: 10, Class: Fen},
	{Name: "goods_tag", Max: 32},
	{Name: "limit_pay", Max: 32, Class: OneOf, Values: []string{"no_credit"}},
	{Name: "time_start", Max: 14, Class: Time},
	{Name: "time_expire", Max: 14, Class: Time},
}

var micropayRules = rules(slices.Concat(saleRules, []Rule{
	{Name: "version", Max: 32, Class: Token},
	{Name: "fee_type", Max: 16, Class: OneOf, Values: []string{"CNY"}},
	{Name: "spbill_create_ip", Required: true, Max: 64, Class: IP},
	{Name: "receipt", Max: 8, Class: OneOf, Values: []string{"Y"}},
	{Name: "profit_sharing", Max: 1, Class: OneOf, Values: []string{"Y", "N"}},
	{Name: "deposit", Max: 1, Class: OneOf, Values: []string{"Y", "N"}},
	// What a code looks like is answered by AUTH_CODE_INVALID, not by a length.
	{Name: "auth_code", Required: true, Max: 128, Class: Token},
	{Name: "scene_info", Max: 256, Class: JSON},
})...)

var facepayRules = rules(slices.Concat(saleRules, []Rule{
	{Name: "fee_type", Required: true, Max: 16, Class: OneOf, Values: []string{"CNY"}},
	{Name: "spbill_create_ip", Required: true, Max: 16, Class: IP},
	{Name: "openid", Required: true, Max: 128, Class: Token},
	{Name: "face_code", Required: true, Max: 128, Class: Token},
})...)

// orderRules serve the queries and reversals of both families: one of two
// numbers tells the order, transaction_id wins.
var orderRules = rules(
	Rule{Name: "version", Max: 32, Class: Token},
	Rule{Name: "transaction_id", Group: "order", Max: 32, Class: Token},
	Rule{Name: "out_trade_no", Group: "order", Max: 32, Class: OrderNo},
)

var refundRules = rules(
	Rule{Name: "transaction_id", Group: "order", Max: 32, Class: Token},
	Rule{Name: "out_trade_no", Group: "order", Max: 32, Class: OrderNo},
	Rule{Name: "out_refund_no", Required: true, Max: 64, Class: Token},
	Rule{Name: "total_fee", Required: true, Max: 10, Class: Fen},
	Rule{Name: "refund_fee", Required: true, Max: 10, Class: Fen},
	Rule{Name: "refund_fee_type", Max: 8, Class: OneOf, Values: []string{"CNY"}},
	Rule{Name: "refund_desc", Max: 80},
	Rule{Name: "refund_account", Max: 30, Class: OneOf,
		Values: []string{"REFUND_SOURCE_UNSETTLED_FUNDS", "REFUND_SOURCE_RECHARGE_FUNDS"}},
	Rule{Name: "notify_url", Max: 256, Class: Token},
)

var refundqueryRules = rules(
	Rule{Name: "refund_id", Group: "refund", Max: 32, Class: Token},
	Rule{Name: "out_refund_no", Group: "refund", Max: 64, Class: Token},
	Rule{Name: "transaction_id", Group: "refund", Max: 32, Class: Token},
	Rule{Name: "out_trade_no", Group: "refund", Max: 32, Class: OrderNo},
	Rule{Name: "offset", Max: 10, Class: Digits},
)

var downloadbillRules = rules(
	Rule{Name: "bill_date", Required: true, Max: 8, Class: Day},
	Rule{Name: "bill_type", Max: 16, Class: OneOf,
		Values: []string{"ALL", "SUCCESS", "REFUND", "RECHARGE_REFUND"}},
	Rule{Name: "tar_type", Max: 8, Class: OneOf, Values: []string{"GZIP"}},
)

var authcodeRules = rules(
	Rule{Name: "auth_code", Required: true, Max: 128, Class: Token},
)

var closeorderRules = rules(
	Rule{Name: "out_trade_no", Required: true, Max: 32, Class: OrderNo},
)

var reportRules = rules(
	Rule{Name: "device_info", Max: 32},
	Rule{Name: "interface_url", Required: true, Max: 127, Class: Token},
	Rule{Name: "user_ip", Required: true, Max: 16, Class: IP},
	Rule{Name: "trades", Required: true, Max: 1024, Class: JSON},
)

var authinfoRules = rules(
	Rule{Name: "store_id", Required: true, Max: 32},
	Rule{Name: "store_name", Required: true, Max: 128},
	Rule{Name: "device_id", Required: true, Max: 32},
	Rule{Name: "attach", Class: JSON},
	Rule{Name: "rawdata", Required: true, Max: 2048, Class: Token},
	Rule{Name: "now", Required: true, Max: 10, Class: Digits},
	Rule{Name: "version", Required: true, Max: 32, Class: OneOf, Values: []string{"1"}},
)
