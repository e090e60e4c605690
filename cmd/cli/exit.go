package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/numbers"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/cli/wxcall"
	"facetill/cmd/config"
	"facetill/device"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/field"
	"facetill/flow/ledger"
	"facetill/flow/secret"
	"facetill/flow/till"
)

// ending is how a command ends: a code, what to say on stderr, and lines that
// say what to try. told marks one whose result line is out already.
type ending struct {
	code  codes.Exit
	text  string // "" says nothing
	hints []string
	told  bool
	// errCode is of the closed list; "" is USAGE for 64 and FAILED for 69.
	errCode codes.Why
	// outcome and attempt are for the result line of pay and status.
	outcome flow.Outcome
	attempt flow.Attempt
	payer   flow.Payer    // of pay's result line alone
	faceSID secret.Secret // likewise
	// stoppedBy are the sales that the result line names beside (money rule 5.3).
	stoppedBy []flow.Attempt
	refund    refundSaid // for the result line of refund
}

func (e *ending) Error() string { return e.text }

func usage(format string, args ...any) *ending {
	return &ending{code: codes.ExitUsage, text: fmt.Sprintf(format, args...)}
}

func failed(err error) *ending {
	return &ending{code: codes.ExitFailed, text: err.Error()}
}

// orNone is no error where the command did what it was asked for.
func (e *ending) orNone() error {
	if e.code == codes.ExitDone {
		return nil
	}
	return e
}

// as names the reason's word of the closed list.
func (e *ending) as(code codes.Why) *ending {
	e.errCode = code
	return e
}

// why is the word of the closed list, "" where the exit code has none.
func (e *ending) why() codes.Why {
	switch {
	case e.errCode != "" || e.code != codes.ExitUsage && e.code != codes.ExitFailed:
		return e.errCode
	case e.code == codes.ExitUsage:
		return codes.WhyUsage
	}
	return codes.WhyFailed
}

// tries are its hints on one line.
func (e *ending) tries() string { return strings.Join(e.hints, "; ") }

// hint adds a line that says what to try.
func (e *ending) hint(format string, args ...any) *ending {
	e.hints = append(e.hints, fmt.Sprintf(format, args...))
	return e
}

// origin is where an error came from: what it means where it does not say itself
// what it is, and which kinds it may be of.
type origin struct {
	code    codes.Exit
	errCode codes.Why
	outcome flow.Outcome
	asks    question
	// Of a pay: what it asks for, whether its till is just being opened, and whether
	// a signal had come by then.
	sale             flow.SaleRequest
	opening, stopped bool
	attempt          flow.Attempt // of resolve
	undoes           bool         // of reverse
	// records marks a command that says what became of sales: what it could not read
	// or ask says nothing about the money, and 69 is "surely no money moved" (money
	// rule 7.1). What was told about a sale keeps its code.
	records bool
	hint    string
}

// question is what a command was about to find out.
type question int

const (
	anything question = iota
	aSale
	aWord
	aRefund
	aDevice
)

var (
	// fromCommand is cobra's refusal: what nobody made into an ending or a kind.
	fromCommand = origin{code: codes.ExitUsage, hint: "facetill help"}
	fromConfig  = origin{code: codes.ExitUsage, errCode: codes.WhyConfig}
	fromJournal = origin{code: codes.ExitFailed, errCode: codes.WhyJournal}
	fromServer  = origin{code: codes.ExitFailed, errCode: codes.WhyServe}
	fromDevice  = origin{code: codes.ExitFailed, asks: aDevice}
	// fromOpen is a journal that does not say what is open, or not to the end.
	fromOpen = origin{code: codes.ExitOpen, outcome: flow.OutcomeOpen}
)

// fromWord is a person's word about an attempt. What the journal did not take was
// not said.
func fromWord(a flow.Attempt) origin {
	return origin{code: codes.ExitOpen, outcome: flow.OutcomeOpen, asks: aWord, attempt: a}
}

// fromRefund is money that is to be given back. What the journal did not say or take may
// have been begun all the same.
func fromRefund(a flow.Attempt) origin {
	return origin{code: codes.ExitOpen, outcome: flow.OutcomeOpen, asks: aRefund, attempt: a}
}

// fromSale is a pay that begins. A new sale surely moved no money where the journal
// cannot be read; a number or reference of before may be paid for all that anybody
// knows.
func fromSale(ctx context.Context, q flow.SaleRequest) origin {
	from := fromJournal
	if earlier(q) {
		from = fromOpen
	}
	from.asks, from.sale, from.stopped = aSale, q, interrupted(ctx)
	return from
}

// fromOpening is a pay whose till did not open. What has to be mended first stays
// 64, but of a reference it says no more than a journal that cannot be read.
func fromOpening(ctx context.Context, q flow.SaleRequest) origin {
	return origin{code: codes.ExitUsage, asks: aSale, sale: q, opening: true, stopped: interrupted(ctx)}
}

// earlier reports whether an earlier call may have begun what is asked for.
func earlier(q flow.SaleRequest) bool { return q.Ref != "" || q.OutTradeNo != "" }

// endingOf returns how a command ends that an error ended: the one way from an error
// to an exit code. What is an *ending already was decided where it happened.
func endingOf(from origin, err error) *ending {
	e, is := errors.AsType[*ending](err)
	if !is {
		e = from.kindOf(err)
	}
	if from.records && !e.told && e.code == codes.ExitFailed {
		e.errCode, e.code, e.outcome = e.why(), codes.ExitOpen, flow.OutcomeOpen
	}
	if from.asks != aSale {
		return e
	}
	wrong := is && e.code == codes.ExitUsage // the call itself, as what check finds: nothing was done by it
	if from.opening && earlier(from.sale) && !wrong {
		if e.outcome = flow.OutcomeOpen; e.code == codes.ExitFailed {
			e.code = codes.ExitOpen
		}
	}
	// Of a reference that may be charged, or is, a signal says nothing.
	if from.stopped && e.outcome != flow.OutcomeOpen && e.code != codes.ExitFinished {
		return &ending{code: codes.ExitInterrupted, text: "interrupted before anything was submitted", outcome: flow.OutcomeCancelled}
	}
	if from.stopped && among(context.Canceled, context.DeadlineExceeded)(err) { // the journal was just being read
		e.text = "stopped by a signal before the journal had told of this reference"
	}
	e.outcome = cmp.Or(e.outcome, flow.OutcomeFailed)
	return e
}

// kindOf is the ending of the first kind that an error is of, or of one that is of none.
func (from origin) kindOf(err error) *ending {
	for _, k := range kinds {
		if (k.asks == anything || k.asks == from.asks) && k.is(err) && k.ending != nil {
			return k.ending(from, err)
		}
	}
	return from.other(err)
}

func (from origin) other(err error) *ending {
	e := &ending{code: from.code, text: err.Error(), errCode: from.errCode, outcome: from.outcome, attempt: from.attempt}
	if from.hint != "" {
		e.hint("%s", from.hint)
	}
	return e
}

// kinds are the errors that say themselves what they are, in the sequence of asking.
var kinds = []struct {
	asks   question
	is     func(error) bool
	ending func(origin, error) *ending // nil: it is of no kind
	// midway marks what ends a sale that had begun as Begin would have refused it:
	// stopped at its own intent, or following a reference that has another end by now.
	midway bool
}{
	{is: typed[*wiring.Problem], ending: ofProblem},
	{is: among(config.ErrNotFound), ending: with(codes.ExitUsage, codes.WhyNoConfig)},
	{is: typed[*config.Invalid], ending: with(codes.ExitUsage, codes.WhyConfig, "facetill config check")},
	{is: typed[*flow.ArchivedError], ending: ofArchived},
	{asks: aSale, is: typed[*field.Error], ending: ofField, midway: true},
	{asks: aSale, is: typed[*flow.SalesSuspendedError], ending: with(codes.ExitUsage, codes.WhySuspended), midway: true},
	{asks: aSale, is: unasked, ending: ofUnasked, midway: true},
	{asks: aSale, is: typed[*flow.PossibleDuplicateError], ending: ofStopped, midway: true},
	{asks: aSale, is: typed[*flow.FinishedError], ending: ofFinished, midway: true},
	{asks: aSale, is: typed[*till.NoSuchSaleError], ending: ofNoSuchSale},
	{asks: aSale, is: among(flow.ErrBlocked), ending: ofBlocked, midway: true},
	{asks: aSale, is: among(flow.ErrOwned), ending: ofBlocked},
	{asks: aSale, is: typed[*flow.UnreadError], midway: true},
	{is: among(till.ErrPIN, till.ErrCashierPIN), ending: with(codes.ExitUsage, codes.WhyPIN)},
	{is: typed[*till.PauseError], ending: with(codes.ExitUsage, codes.WhyPIN)},
	{is: typed[*till.NoCashierError], ending: with(codes.ExitUsage, codes.WhyCashier, "a number of [[cashiers]] in the configuration")},
	{is: typed[*till.AbsentError], ending: with(codes.ExitUsage, codes.WhyCashier, "no --by: then it is who is signed in", "facetill shift handover, with the number of who comes")},
	{is: typed[*till.SignedInError], ending: with(codes.ExitUsage, codes.WhyCashier, "facetill shift handover, with the number of who comes", "facetill shift end, with a manager's PIN")},
	{is: typed[*till.OvertakenError], ending: with(codes.ExitUsage, codes.WhyCashier, "facetill shift")},
	{is: among(till.ErrNobody), ending: with(codes.ExitUsage, codes.WhyCashier, "facetill shift in, with a number")},
	{is: among(till.ErrNoCashiers), ending: with(codes.ExitUsage, codes.WhyCashier, "a table [[cashiers]] for each in the configuration; facetill help people")},
	{asks: aWord, is: typed[*field.Error], ending: with(codes.ExitUsage, codes.WhyWord)},
	{asks: aWord, is: among(flow.ErrOwned, flow.ErrFenced), ending: ofOwned},
	{asks: aRefund, is: typed[*flow.RefundStoppedError], ending: ofRefundStopped},
	{asks: aRefund, is: typed[*flow.TooLateError], ending: with(codes.ExitFailed, codes.WhyFailed, "the same again")},
	{asks: aRefund, is: typed[*flow.RefundUnaskedError], ending: with(codes.ExitFailed, codes.WhyWeChat, "the same again")},
	{asks: aRefund, is: typed[*flow.SalesSuspendedError], ending: with(codes.ExitUsage, codes.WhySuspended)},
	{asks: aRefund, is: typed[*field.Error], ending: ofRefundField},
	{asks: aRefund, is: among(flow.ErrOwned, flow.ErrFenced), ending: ofOwned},
	{asks: aDevice, is: refusedUnsent, ending: with(codes.ExitUsage, codes.WhyDevice)},
	{asks: aDevice, is: func(error) bool { return true }, ending: ofDevice},
	{is: typed[*day.NotOverError], ending: ofDay},
	{is: typed[*day.OrderError], ending: ofDay},
	{is: typed[*day.ClosedError], ending: ofDay},
	{is: among(day.ErrNothingDue), ending: ofDay},
	{is: among(ledger.ErrNoClose), ending: with(codes.ExitUsage, codes.WhyNotFound, "facetill day --date, which tells the number of its close")},
	{is: typed[*flags.Error], ending: ofFlags},
	{is: typed[*wxcall.Error], ending: ofCall},
}

// turnedAway reports whether a sale that had begun ended as one that Begin refuses.
func turnedAway(err error) bool {
	for _, k := range kinds {
		if k.midway && k.is(err) {
			return true
		}
	}
	return false
}

// typed reports whether an error is of a type.
func typed[E error](err error) bool {
	_, is := errors.AsType[E](err)
	return is
}

// among reports whether an error is one of some.
func among(some ...error) func(error) bool {
	return func(err error) bool {
		return slices.ContainsFunc(some, func(one error) bool { return errors.Is(err, one) })
	}
}

// with is the ending of a kind that needs no word of its own.
func with(code codes.Exit, why codes.Why, hints ...string) func(origin, error) *ending {
	return func(_ origin, err error) *ending {
		return &ending{code: code, text: err.Error(), errCode: why, hints: hints}
	}
}

// problemCodes are the words for each kind of problem. All end with 64 but those that
// another try may mend.
var problemCodes = map[wiring.Kind]codes.Why{
	wiring.BadConfig: codes.WhyConfig, wiring.BadLog: codes.WhyUsage, wiring.NoJournal: codes.WhyNoJournal, wiring.BadJournal: codes.WhyJournal,
	wiring.JournalFailed: codes.WhyJournal, wiring.JournalCopied: codes.WhyCopy, wiring.BadWeChat: codes.WhyWeChat, wiring.BadDevice: codes.WhyDevice,
	wiring.BadServer: codes.WhyServe, wiring.CannotServe: codes.WhyServe, wiring.FileThere: codes.WhyUsage, wiring.BadFlag: codes.WhyUsage,
}

func ofProblem(_ origin, err error) *ending {
	p, _ := errors.AsType[*wiring.Problem](err)
	e := &ending{code: codes.ExitUsage, text: p.Error(), errCode: problemCodes[p.Kind], hints: p.Try}
	if p.Kind == wiring.JournalFailed || p.Kind == wiring.CannotServe {
		e.code = codes.ExitFailed
	}
	return e
}

func ofField(_ origin, err error) *ending {
	e, _ := errors.AsType[*field.Error](err)
	return usage("%s", e).as(cmp.Or(fieldCodes[e.Field], codes.WhyText))
}

// unasked leaves out who followed a reference: then others are at it, too.
func unasked(err error) bool { return typed[*flow.UnaskedError](err) && !typed[*flow.UnreadError](err) }

// ofUnasked is a number that may be charged by somebody else, or that nobody knows of. Nothing
// was sent under it here, and only of the second is that the whole truth.
func ofUnasked(_ origin, err error) *ending {
	e, _ := errors.AsType[*flow.UnaskedError](err)
	if !e.Used() {
		return (&ending{code: codes.ExitFailed, text: err.Error(), errCode: codes.WhyWeChat}).hint("the same again, when WeChat can be reached")
	}
	return (&ending{code: codes.ExitOpen, text: err.Error(), outcome: flow.OutcomeOpen, errCode: "ORDER_ELSEWHERE"}).
		hint("facetill wx query --out-trade-no %s", e.OutTradeNo).hint("whoever made that order: it may be this customer's, and paid")
}

func ofFinished(_ origin, err error) *ending {
	e, _ := errors.AsType[*flow.FinishedError](err)
	out := &ending{code: codes.ExitFinished, text: e.Error(), outcome: e.Attempt.Outcome(), attempt: e.Attempt}
	if out.outcome == flow.OutcomeOpen {
		out.code = codes.ExitOpen
		out.hint("%s", print.WhatHelps(e.Attempt))
	}
	return out.hint("another reference for another sale")
}

func ofNoSuchSale(_ origin, err error) *ending {
	return usage("--new %s", err).as(codes.WhyNotFound).hint("the numbers as they were shown (stopped_by), with a comma between them")
}

func ofBlocked(_ origin, err error) *ending { return fromOpen.other(err) }

func ofOwned(from origin, err error) *ending {
	e := from.other(err)
	e.text = "another process is at work on it; nothing was done"
	return e.hint("the same again")
}

// refusedUnsent tells a device command that was refused before it was sent from one
// that the terminal did not do: a field of the request, and not of an answer.
func refusedUnsent(err error) bool {
	return (typed[*field.Error](err) || typed[*wire.GateError](err)) && device.Code(err) != device.CodeAnswer
}

func ofDevice(_ origin, err error) *ending {
	code := device.Code(err)
	closed, _ := codes.Closed(code)
	return failed(fmt.Errorf("%s: %w", code, err)).as(closed)
}

func ofFlags(_ origin, err error) *ending {
	e, _ := errors.AsType[*flags.Error](err)
	return usage("%s", e.Text).hint("%s", e.Hint)
}

// ofStopped is a sale that may be another one's customer (money rule 5.3): it has
// no number of its own, and what stops it stands apart.
// The hint names what the call named, too: those stop it again where it does not.
func ofStopped(from origin, err error) *ending {
	e, _ := errors.AsType[*flow.PossibleDuplicateError](err)
	out := &ending{code: codes.ExitOpen, text: e.Error(), outcome: flow.OutcomeOpen, stoppedBy: e.Others, errCode: flow.CodePossibleDuplicate}
	nos := slices.Clone(from.sale.New)
	for _, a := range e.Others {
		nos = append(nos, a.OutTradeNo)
	}
	return out.hint("facetill status %s", e.Others[0].OutTradeNo).
		hint("facetill pay %s --new %s  (when a person says that this is another customer)", e.Others[0].TotalFee, numbers.Text(nos))
}

// fieldCodes are the words for the fields that flow or an adapter refuses, where it is
// not one of the texts.
var fieldCodes = map[string]codes.Why{
	"amount": codes.WhyAmount, "reference": codes.WhyReference, "attempt": codes.WhyReference, // of another WeChat
	"refund": codes.WhyRefund, "payment code": codes.WhyPayCode, "face code": codes.WhyPayCode, "out_trade_no": codes.WhyField, "method": codes.WhyNoDevice,
}
