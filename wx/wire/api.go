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
	Unsigned bool   // its answers have no sign, whatever they say
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
