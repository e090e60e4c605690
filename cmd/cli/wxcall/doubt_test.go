package wxcall

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"facetill/wx"
	"facetill/wx/wire"
)

// A query by the line of a payment is held against its amount, too.
func TestQueryHoldsTheAmount(t *testing.T) {
	answer := func(fee string, signed bool) wx.Single {
		s := wx.Single{Fields: wire.Message{{Name: "return_code", Value: "SUCCESS"}}}
		if fee != "" {
			s.Fields = append(s.Fields, wire.Field{Name: "total_fee", Value: fee})
		}
		if signed {
			s.Verified = []wx.Claim{wx.ClaimSign}
		} else {
			s.Code = "BAD_SIGN"
		}
		return s
	}
	dollars := answer("1280", true)
	dollars.Code, dollars.Fields = "WRONG_CURRENCY", append(dollars.Fields, wire.Field{Name: "fee_type", Value: "USD"})
	for _, c := range []struct {
		fee      string
		s        wx.Single
		code     string
		verified bool
		doubtful bool
	}{
		{"1280", answer("1280", true), "", true, false},
		{"1280", answer("777", true), "WRONG_AMOUNT", false, true},
		{"1280", answer("", true), "", false, true},
		{"1280", answer("777", false), "BAD_SIGN", false, true},
		{"1280", answer("1280", false), "BAD_SIGN", false, true},
		{"", answer("777", true), "", false, false},
		{"1280", dollars, "WRONG_CURRENCY", false, true},
	} {
		call := &Call{Command: &Command{api: &wire.Orderquery, tells: true}, given: map[string]string{}, fee: c.fee}
		call.hold(&c.s)
		if c.s.Code != c.code || slices.Contains(c.s.Verified, wx.ClaimAmount) != c.verified || slices.Contains(c.s.Doubtful, wx.ClaimAmount) != c.doubtful {
			t.Errorf("%s: %+v", c.fee, c.s)
		}
	}
}

// Where no answer came, nothing of it is verified, and the line says so.
func TestNothingIsVerified(t *testing.T) {
	c := &Call{Command: &Command{api: &wire.Micropay}, given: map[string]string{"out_trade_no": "20260131001", "total_fee": "1280"}}
	l := c.line(true)
	l.tell(c, wx.Single{Code: "CONNECT", Unsent: true})
	if got := strings.Join(l.Unverified, " "); got != "sign merchant order amount" || l.Answer != nil {
		t.Errorf("%q, %s", got, l.Answer)
	}
}

// No hint of a call that tells nothing says to charge again: each is a command that asks.
func TestHintsOfDoubt(t *testing.T) {
	for _, name := range []string{"query", "refundquery", "micropay", "facepay", "reverse", "refund"} {
		i := slices.IndexFunc(Commands(), func(c Command) bool { return c.Name == name })
		for _, no := range []string{"20260131001", ""} {
			c := &Call{Command: &Commands()[i], given: map[string]string{"out_trade_no": no, "transaction_id": "42", "out_refund_no": "R1"}}
			e, _ := errors.AsType[*Error](c.end(t.Context(), wx.Single{Code: "ORDERNOTEXIST"}))
			for _, hint := range e.Hints {
				if !strings.HasPrefix(hint, "facetill wx query --") && !strings.HasPrefix(hint, "facetill wx refundquery --") || strings.ContainsAny(hint, ",;") {
					t.Errorf("%s: %q", name, hint)
				}
			}
		}
	}
}

// The ticket that tells who a payer is stands for the payer, as does a field of the SDK's
// that WeChat is not known to send.
func TestTicketsOfAPayerAreMasked(t *testing.T) {
	c := Call{Command: &Commands()[2]}
	for _, name := range []string{"face_sid", "token", "telephone", "nickname", "code_msg"} {
		if got := c.shown(wire.Field{Name: name, Value: "who"}); got.Value != mask {
			t.Errorf("%s is shown: %v", name, got)
		}
	}
}
