package wire

// Class is the set of values that a field accepts, beside its length.
type Class uint8

const (
	Text    Class = iota // one line of characters of up to 3 bytes each, no blank at either end
	Token                // printable ASCII without blanks
	JSON                 // a JSON document of such characters
	OrderNo              // a merchant's order number: digits, letters, _ - | * @, at least 6
	Fen                  // a whole number of fen, at least 1
	Digits               // decimal digits
	Time                 // yyyyMMddHHmmss, Beijing time
	Day                  // yyyyMMdd
	IP                   // an IPv4 or IPv6 address
	OneOf                // one of Rule.Values
)

// Rule is one line of a field table: pay.weixin.qq.com's request tables as data.
type Rule struct {
	Name     string
	Required bool
	Group    string   // of the fields with the same group at least one is required
	Max      int      // bytes of UTF-8; 0 where the tables give no limit
	Class    Class    // which values
	Values   []string // for OneOf
}

// API is one call of WeChat Pay v2.
type API struct {
	Name     string // as the documents call it: "micropay"
	Path     string // "/pay/micropay"
	Cert     bool   // needs the merchant's client certificate
	FaceHost bool   // lives on the face service's host, not on the payment host
	MD5Only  bool   // has no sign_type and accepts MD5 alone
	Request  []Rule
}

// Rule returns the rule of the named request field, and nil for a field that is
// not in the table.
func (a *API) Rule(name string) *Rule {
	for i := range a.Request {
		if a.Request[i].Name == name {
			return &a.Request[i]
		}
	}
	return nil
}

// APIs returns every API of this package, in the order of the documents.
func APIs() []API {
	return []API{
		Micropay, Orderquery, Reverse,
		Facepay, Facepayquery, Facepayreverse,
		Refund, Refundquery, Downloadbill, Authcodetoopenid,
		Authinfo,
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

	// Refund pays back a order or a part of it, for one year.
	Refund = API{Name: "refund", Path: "/secapi/pay/refund", Cert: true, Request: refundRules}
	// Refundquery asks what became of a refund.
	Refundquery = API{Name: "refundquery", Path: "/pay/refundquery", Request: refundqueryRules}
	// Downloadbill fetches a day's bill: a text table, without a sign.
	Downloadbill = API{Name: "downloadbill", Path: "/pay/downloadbill", Request: downloadbillRules}
	// Authcodetoopenid asks who shows a payment code.
	Authcodetoopenid = API{Name: "authcodetoopenid", Path: "/tools/authcodetoopenid", MD5Only: true, Request: authcodeRules}

	// Authinfo exchanges the device's rawdata for the credential of its SDK.
	Authinfo = API{Name: "get_wxpayface_authinfo", Path: "/face/get_wxpayface_authinfo", FaceHost: true, Request: authinfoRules}
)
