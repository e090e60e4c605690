package field

import "testing"

// What each room says of a field is one line, and the same as before they had
// one type.
func TestError(t *testing.T) {
	for want, e := range map[string]*Error{
		"amount 0.00 is out of range; give 0.01 to 9999999.99 yuan": NewError("amount", "0.00 is out of range", "give 0.01 to 9999999.99 yuan"),
		"name is empty":                                               NewError("name", "is empty", ""),
		"micropay: body is missing; set it":                           {Of: "micropay", Field: "body", Problem: "is missing", Try: "set it"},
		"getWxpayfaceCode: telephone (hidden) is not digits only":     {Of: "getWxpayfaceCode", Field: "telephone", Problem: "(hidden) is not digits only"},
		"line 3: ui.theme is \"red\"; write one of auto, dark, light": {Line: 3, Field: "ui.theme", Problem: "is \"red\"", Try: "write one of auto, dark, light"},
		"line 7: column 2 is not valid TOML":                          {Line: 7, Problem: "column 2 is not valid TOML"},
		"the journal lies in /tmp":                                    {Problem: "the journal lies in /tmp"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestIsPaymentCode(t *testing.T) {
	for text, want := range map[string]bool{"": false, "100000000000000000": true, "159999999999999999": true, "160000000000000000": false,
		"090000000000000000": false, "10000000000000000": false, "1000000000000000000": false, "13000000000000000x": false, "280000000000000000": false} {
		if IsPaymentCode(text) != want {
			t.Errorf("%q is a payment code: %t", text, !want)
		}
	}
}

func TestIsDigits(t *testing.T) {
	for text, want := range map[string]bool{"": false, "0": true, "134567890123456789": true, "1 2": false, "１２": false, "-1": false, "1.5": false, "12\n": false} {
		if IsDigits(text) != want {
			t.Errorf("%q is digits: %t", text, !want)
		}
	}
}
