package cli

import (
	"errors"
	"fmt"
	"strings"

	"facetill/flow"
)

// beside is --new [NUMBER,...]: a person's word that this is another customer
// than those of the sales that were shown (money rule 5.3).
type beside struct {
	list []flow.OutTradeNo
	all  bool // --new alone
}

// besideAll is what the flag package hands over for --new alone.
const besideAll = "all"

func (b *beside) String() string {
	if b.all {
		return besideAll
	}
	return numbersText(b.list)
}

func (b *beside) Type() string { return "numbers" }

func (b *beside) Set(text string) error {
	if text == besideAll {
		b.all = true
		return nil
	}
	nos, ok := orderNumbers(text)
	if !ok {
		return errors.New("give the numbers that were shown, with a comma between them, or none")
	}
	b.list = append(b.list, nos...)
	return nil
}

// take finds the numbers of --new among the arguments: the flag package hands a
// flag that may stand alone no value behind a blank. None can be taken for an
// amount, which has seven digits before its point at most.
func (b *beside) take(args []string) (rest []string) {
	for _, arg := range args {
		nos, ok := orderNumbers(arg)
		if ok && b.all && len(arg) >= fewestOfNew {
			b.list = append(b.list, nos...)
			continue
		}
		rest = append(rest, arg)
	}
	if len(b.list) > 0 {
		b.all = false // those, and no others
	}
	return rest
}

// fewestOfNew is the shortest list of numbers that is not an amount.
const fewestOfNew = 8

// numbersText is what orderNumbers reads.
func numbersText(nos []flow.OutTradeNo) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(nos), "[]"), " ", ",")
}

// orderNumbers reads numbers with commas between them.
func orderNumbers(text string) (nos []flow.OutTradeNo, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		if checkOutTradeNo(part) != nil {
			return nil, false
		}
		nos = append(nos, flow.OutTradeNo(part))
	}
	return nos, true
}
