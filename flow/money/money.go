package money

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"facetill/flow/field"
)

// Fen is money: a hundredth of a yuan, the unit of WeChat's total_fee.
type Fen int64

// String writes yuan with two decimals and no sign of the currency: 12.80.
func (f Fen) String() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	return fmt.Sprintf("%s%d.%02d", sign, f/100, f%100)
}

// Yuan writes an amount with its unit, for errors and logs: 12.80 yuan.
func (f Fen) Yuan() string { return f.String() + " yuan" }

// MaxFen is the largest amount that a till takes: 9,999,999.99 yuan.
const MaxFen Fen = 999_999_999

// ParseYuan reads an amount in yuan: one to seven ASCII digits, then at most
// two decimals, above zero. The error says what is wrong and what to write.
func ParseYuan(text string) (Fen, error) {
	whole, cents, dotted := strings.Cut(text, ".")
	if why := amountProblem(text, whole, cents, dotted); why != "" {
		return 0, fmt.Errorf("amount %s %s; write yuan such as 12.80", shown(text), why)
	}
	n, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("amount %s is not a number; write yuan such as 12.80", shown(text))
	}
	if n == 0 {
		return 0, errors.New("amount is 0; write at least " + Fen(1).Yuan())
	}
	return Fen(n), nil
}

// longestAmount is how many characters an amount can have.
const longestAmount = len("9999999.99")

// shown is what was given as an amount. What is longer than any amount may be a
// payment code or a telephone in the wrong place: those are never repeated.
func shown(text string) string {
	if n := utf8.RuneCountInString(text); n > longestAmount {
		return fmt.Sprintf("of %d characters", n)
	}
	return strconv.Quote(text)
}

func amountProblem(text, whole, cents string, dotted bool) string {
	switch {
	case text == "":
		return "is empty"
	case strings.HasPrefix(text, "-"):
		return "is negative"
	case strings.ContainsAny(text, ",，"):
		return "has a comma"
	case strings.ContainsAny(text, "eE") && strings.Trim(text, "0123456789.eE+-") == "" && field.IsDigits(text[:1]):
		return "has an exponent"
	case strings.ContainsAny(text, "０１２３４５６７８９．"):
		return "has full-width digits"
	case !field.IsDigits(whole) || dotted && cents != "" && !field.IsDigits(cents):
		return "is not a plain number"
	case dotted && cents == "":
		return "ends in a point"
	case len(cents) > 2:
		return "has more than two decimals"
	case len(whole) > 7:
		return "is above " + MaxFen.String()
	}
	return ""
}
