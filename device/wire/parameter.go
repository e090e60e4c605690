package wire

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"facetill/flow/field"
	"facetill/flow/secret"
)

// parameter is one row of a command's table with this request's value.
type parameter struct {
	name     string
	text     string
	number   bool // written as a JSON number
	required bool
	secret   bool     // the value may not appear in an error
	max      int      // bytes; 0: no limit
	oneOf    []string // allowed values; nil: any
	form     form     // nil: any text
	hint     string   // what to do when it is wrong
}

// form checks one value: "" when it is fine, else the problem.
type form func(s string) string

func (p parameter) check(cmd Command) error {
	problem := p.problem()
	if problem == "" {
		return nil
	}
	return &field.Error{Of: string(cmd), Field: p.name, Problem: problem, Try: p.hint}
}

func (p parameter) problem() string {
	switch {
	case p.text == "" && p.required:
		return "is missing"
	case p.text == "":
		return ""
	case p.max > 0 && len(p.text) > p.max:
		return fmt.Sprintf("has %d bytes, more than %d", len(p.text), p.max)
	case !utf8.ValidString(p.text):
		return "is not UTF-8"
	case p.oneOf != nil && !slices.Contains(p.oneOf, p.text):
		return p.shown() + " is none of " + strings.Join(p.oneOf, " ")
	case p.form != nil:
		if problem := p.form(p.text); problem != "" {
			return p.shown() + " " + problem
		}
	}
	return ""
}

// shown is the value as an error may show it.
func (p parameter) shown() string {
	if p.secret {
		return "(hidden)"
	}
	return strconv.QuoteToASCII(p.text[:min(len(p.text), 40)])
}

func digits(s string) string {
	if !field.IsDigits(s) {
		return "is not digits only"
	}
	return ""
}

// tradeNo is WeChat's rule for out_trade_no: 6 to 32 of digits, letters and
// _ - | *. The @ that some pages add is left out.
func tradeNo(s string) string {
	switch {
	case !tradeNoText.MatchString(s):
		return "holds a character other than letters, digits and _-|*"
	case len(s) < 6:
		return "is shorter than 6"
	}
	return ""
}

var tradeNoText = regexp.MustCompile(`^[0-9A-Za-z_|*-]*$`)

// mobile accepts what the phone box takes: 5 to 20 digits.
func mobile(s string) string {
	if !field.IsDigits(s) || len(s) < 5 || len(s) > 20 {
		return "is not a phone number of 5 to 20 digits"
	}
	return ""
}

// id is a required name given by WeChat or by the merchant.
func id(name, value string) parameter {
	return parameter{name: name, text: value, required: true, max: MaxID, hint: "set it in the configuration"}
}

// optionalID is an id that service providers alone have.
func optionalID(name, value string) parameter {
	p := id(name, value)
	p.required = false
	return p
}

func authInfo(value secret.Secret) parameter {
	return parameter{name: "authinfo", text: value.Reveal(), required: true, secret: true, max: MaxAuthInfo,
		hint: "fetch it with rawdata from get_wxpayface_authinfo"}
}

// number writes n as text; 0 is left out.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
