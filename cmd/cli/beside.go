package cli

import (
	"context"
	"errors"
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
	var nos []string
	for _, no := range b.list {
		nos = append(nos, string(no))
	}
	return strings.Join(nos, ",")
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

// take finds the numbers of --new among the arguments: the flag package gives a
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

// pressShown makes the press of a call that names sales the one at which they were
// shown: the word is about those alone, and what was told since is not among them.
func (sh *shop) pressShown(ctx context.Context, q flow.SaleRequest) error {
	if len(q.New) == 0 || q.Ref != "" {
		return nil
	}
	p, is, err := sh.Journal.StoppedAt(ctx, sh.ID.Lane, q.TotalFee, sh.Ports.Clock.Now().Wall)
	if is { // the code may have been waited for, and the earlier press counts
		p = p.Or(*sh.Press)
		sh.Press = &p
	}
	return err
}

// wordOf writes down that a sale was stopped, or that a person's word went past what
// stopped it; err is what Begin or Run said. Where it cannot be written the next call
// has its own press, as if nothing had been shown.
func (sh *shop) wordOf(ctx context.Context, q flow.SaleRequest, err error) {
	ctx, now := context.WithoutCancel(ctx), sh.Ports.Clock.Now().Wall
	if q.Ref != "" {
		return
	}
	if e, is := errors.AsType[*flow.PossibleDuplicateError](err); is {
		err = sh.Journal.Stopped(ctx, sh.ID.Lane, q.TotalFee, e.Press, now)
	} else if err == nil && (q.NewAll || len(q.New) > 0) {
		err = sh.Journal.WentOn(ctx, sh.ID.Lane, q.TotalFee, now)
	} else {
		return
	}
	if err != nil {
		sh.Log.Warn("stopped", "error", err)
	}
}
