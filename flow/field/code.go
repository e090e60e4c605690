package field

import (
	"fmt"
	"strings"
)

// OddCode stands for a code that has not the form of one.
const OddCode = "ODD_CODE"

// mostCode is the longest code, in characters. WeChat's longest has 24.
const mostCode = 32

// IsCode reports whether a text has the form of a code: capital letters, digits
// and _, from 1 to 32 of them.
func IsCode(text string) bool {
	return text != "" && len(text) <= mostCode && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// Code returns a code from outside, OddCode for what has not its form, and ""
// for nothing.
func Code(text string) string {
	if text == "" || IsCode(text) {
		return text
	}
	return OddCode
}

// Number returns the letters and digits of an identifier from outside, such as a
// transaction_id, at most so many: nothing else is ever in one.
func Number(text string, most int) string {
	kept := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, text)
	return kept[:min(len(kept), most)]
}

// IsDigits reports whether a text is decimal digits, at least one.
func IsDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// IsPaymentCode reports whether a text has the form of a WeChat payment code, and
// of a face_code of face_code_type "1": 18 digits that begin with 10 to 15.
func IsPaymentCode(text string) bool {
	return len(text) == 18 && IsDigits(text) && text[0] == '1' && text[1] <= '5'
}

// CheckPaymentCode refuses what is not a WeChat payment code. A code of another
// wallet is named; no digit of it is repeated.
func CheckPaymentCode(code string) error {
	e := &Error{Field: "payment code", Try: "scan the 18-digit WeChat payment code (it begins with 10 to 15)"}
	wallet := otherWallet(code)
	switch {
	case IsPaymentCode(code):
		return nil
	case code == "":
		e.Problem = "is empty"
	case !IsDigits(code):
		e.Problem = "has characters that are not digits"
	case wallet != "":
		e.Problem = "is one of " + wallet
	case len(code) != 18:
		e.Problem = fmt.Sprintf("has %d digits", len(code))
	default:
		e.Problem = "does not begin with 10 to 15"
	}
	return e
}

// otherWallet names the wallet of digits by its codes' published prefixes, "" where
// they tell nothing.
func otherWallet(digits string) string {
	switch n := len(digits); {
	case n >= 16 && n <= 24 && digits[:2] >= "25" && digits[:2] <= "30":
		return "Alipay"
	case n == 19 && digits[:2] == "62":
		return "UnionPay"
	}
	return ""
}
