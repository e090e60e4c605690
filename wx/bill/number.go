package bill

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// beijing is the zone of every time in a bill.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// moment reads a time of the form 2026-11-25 12:00:00.
func moment(cell string) (time.Time, bool) {
	t, err := time.ParseInLocation(time.DateTime, cell, beijing)
	return t, err == nil && len(cell) == len(time.DateTime)
}

// maxWhole is how many digits of whole yuan are read: more than any sale has.
const maxWhole = 10

// decimal reads yuan as a whole number of units, places digits below the yuan. Digits
// below that have to be zeros.
func decimal(cell string, places int) (n int64, ok bool) {
	digits, negative := strings.CutPrefix(cell, "-")
	whole, part, dot := strings.Cut(digits, ".")
	if whole == "" || len(whole) > maxWhole || dot && part == "" || len(part) > maxWhole {
		return 0, false
	}
	if len(part) > places {
		if strings.Trim(part[places:], "0") != "" {
			return 0, false
		}
		part = part[:places]
	}
	for _, c := range []byte(whole + part + strings.Repeat("0", places-len(part))) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	if negative {
		n = -n
	}
	return n, true
}

// fen reads an amount. None is below zero.
func fen(cell string) (int64, bool) {
	n, ok := decimal(cell, 2)
	return n, ok && n >= 0
}

// fine reads a fee in thousandths of a fen; that of a refund is below zero.
func fine(cell string) (int64, bool) { return decimal(cell, 5) }

// isRate reports whether a cell is a rate such as 0.60%.
func isRate(cell string) bool {
	number, ok := strings.CutSuffix(cell, "%")
	if ok {
		_, ok = decimal(number, 5)
	}
	return ok
}

// sumForm is how the summary writes numbers. WeChat computes them in floating point:
// 45.0, 0.08, and 1.23456789E7 for a large merchant.
var sumForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?\d{1,14}(\.\d{1,20})?([eE]\d{1,2})?$`) })

// maxSum is the largest sum in yuan that is surely exact in floating point, with five
// digits below the yuan.
const maxSum = 1e10

// total reads a number of the summary in thousandths of a fen, or of one.
func total(cell string) (int64, bool) {
	if !sumForm().MatchString(cell) {
		return 0, false
	}
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.Abs(x) > maxSum {
		return 0, false
	}
	n := math.Round(x * 1e5)
	return int64(n), math.Abs(x*1e5-n) < 0.05 // what floating point leaves
}

// yuan writes thousandths of a fen: two digits below the yuan where they say it, else
// five.
func yuan(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	if n%1000 == 0 {
		return fmt.Sprintf("%s%d.%02d", sign, n/100000, n%100000/1000)
	}
	return fmt.Sprintf("%s%d.%05d", sign, n/100000, n%100000)
}
