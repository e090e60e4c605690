package wire

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	outside "facetill/flow/field"
	"facetill/flow/secret"
)

// field is one row of a command's field table with this request's value.
type field struct {
	name     string
	text     string
	number   bool // written as a JSON number
	required bool
	secret   bool   // the value may not appear in an error
	max      int    // bytes; 0: no limit
	oneOf    string // allowed values, separated by blanks; "": any
	form     form   // nil: any text
	hint     string // what to do when it is wrong
}

// form judges one value: "" when it is fine, else the problem.
type form func(s string) string

func (f field) check(cmd Command) error {
	problem := f.problem()
	if problem == "" {
		return nil
	}
	return &outside.Error{Of: string(cmd), Field: f.name, Problem: problem, Try: f.hint}
}

func (f field) problem() string {
	switch {
	case f.text == "" && f.required:
		return "is missing"
	case f.text == "":
		return ""
	case f.max > 0 && len(f.text) > f.max:
		return fmt.Sprintf("has %d bytes, more than %d", len(f.text), f.max)
	case !utf8.ValidString(f.text):
		return "is not UTF-8"
	case f.oneOf != "" && !contains(f.oneOf, f.text):
		return fmt.Sprintf("%s is none of %s", f.shown(), f.oneOf)
	case f.form != nil:
		if p := f.form(f.text); p != "" {
			return f.shown() + " " + p
		}
	}
	return ""
}

// shown is the value as an error may show it.
func (f field) shown() string {
	if f.secret {
		return "(hidden)"
	}
	return strconv.QuoteToASCII(f.text[:min(len(f.text), 40)])
}

func contains(list, value string) bool {
	for item := range strings.FieldsSeq(list) {
		if item == value {
			return true
		}
	}
	return false
}

func digits(s string) string {
	if !outside.IsDigits(s) {
		return "is not digits only"
	}
	return ""
}

// tradeNo is WeChat's rule for out_trade_no: 6 to 32 of digits, letters and
// _ - | *. The @ that some pages add is left out.
func tradeNo(s string) string {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && !isLetter(c) && !strings.ContainsRune("_-|*", rune(c)) {
			return "holds a character other than letters, digits and _-|*"
		}
	}
	if len(s) < 6 {
		return "is shorter than 6"
	}
	return ""
}

// mobile accepts what the phone box takes: 5 to 20 digits.
func mobile(s string) string {
	if !outside.IsDigits(s) || len(s) < 5 || len(s) > 20 {
		return "is not a phone number of 5 to 20 digits"
	}
	return ""
}

// id is a required name given by WeChat or by the merchant.
func id(name, value string) field {
	return field{name: name, text: value, required: true, max: MaxID, hint: "set it in the configuration"}
}

// optionalID is an id that service providers alone have.
func optionalID(name, value string) field {
	f := id(name, value)
	f.required = false
	return f
}

func authInfo(value secret.Secret) field {
	return field{name: "authinfo", text: value.Reveal(), required: true, secret: true, max: MaxAuthInfo,
		hint: "fetch it with rawdata from get_wxpayface_authinfo"}
}

// number writes n as text; 0 is left out.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
