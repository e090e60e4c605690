package numbers

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"facetill/flow"
)

// Beside is --new [NUMBER,...]: a person's word that this is another customer
// than those of the sales that were shown (money rule 5.3).
type Beside struct {
	List []flow.OutTradeNo
	All  bool // --new alone
}

// Alone is what the flag package hands over for --new alone.
const Alone = "all"

func (b *Beside) String() string {
	if b.All {
		return Alone
	}
	return Text(b.List)
}

func (b *Beside) Type() string { return "numbers" }

func (b *Beside) Set(text string) error {
	if text == Alone {
		b.All = true
		return nil
	}
	nos, ok := list(text)
	if !ok {
		return errors.New("give the numbers that were shown, with a comma between them, or none")
	}
	b.List = append(b.List, nos...)
	return nil
}

// Take finds the numbers of --new among the arguments: the flag package hands a
// flag that may stand alone no value behind a blank. None can be taken for an
// amount, which has seven digits before its point at most.
func (b *Beside) Take(args []string) (rest []string) {
	for _, arg := range args {
		nos, ok := list(arg)
		if ok && b.All && len(arg) >= fewestOfNew {
			b.List = append(b.List, nos...)
			continue
		}
		rest = append(rest, arg)
	}
	if len(b.List) > 0 {
		b.All = false // those, and no others
	}
	return rest
}

// fewestOfNew is the shortest list of numbers that is not an amount.
const fewestOfNew = 8

// Text is what Set reads.
func Text(nos []flow.OutTradeNo) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(nos), "[]"), " ", ",")
}

// list reads numbers with commas between them.
func list(text string) (nos []flow.OutTradeNo, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		if !IsOrder(part) {
			return nil, false
		}
		nos = append(nos, flow.OutTradeNo(part))
	}
	return nos, true
}

var order = regexp.MustCompile(`\A[0-9A-Za-z_|*-]{6,32}\z`)

// IsOrder reports whether a text from outside has the form of an out_trade_no.
func IsOrder(text string) bool { return order.MatchString(text) }
