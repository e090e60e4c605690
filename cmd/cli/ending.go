package cli

import (
	"errors"
	"fmt"
	"strings"

	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/field"
)

// ending is how a command ends: a code, what to say on stderr, and lines that
// say what to try. told marks one whose result line is out already.
type ending struct {
	code  exitCode
	text  string // "" says nothing
	hints []string
	told  bool
	// errCode is of the closed list; "" is USAGE for 64 and FAILED for 69.
	errCode errCode
	// outcome and attempt are for the result line of pay and status.
	outcome flow.Outcome
	attempt flow.Attempt
	payer   flow.Payer // of pay's result line alone
	// stoppedBy are the sales that the result line names beside (money rule 5.3).
	stoppedBy []flow.Attempt
}

func (e *ending) Error() string { return e.text }

func usage(format string, args ...any) *ending {
	return &ending{code: exitUsage, text: fmt.Sprintf(format, args...)}
}

func failed(err error) *ending {
	return &ending{code: exitFailed, text: err.Error()}
}

// as gives the reason its word of the closed list.
func (e *ending) as(code errCode) *ending {
	e.errCode = code
	return e
}

// why is the word of the closed list, "" where the exit code has none.
func (e *ending) why() errCode {
	switch {
	case e.errCode != "" || e.code != exitUsage && e.code != exitFailed:
		return e.errCode
	case e.code == exitUsage:
		return whyUsage
	}
	return whyFailed
}

// hint adds a line that says what to try.
func (e *ending) hint(format string, args ...any) *ending {
	e.hints = append(e.hints, fmt.Sprintf(format, args...))
	return e
}

// endingOf gives every error its code. What nobody made into an ending comes
// from cobra: an unknown command, flag or number of arguments.
func endingOf(err error) *ending {
	if e, ok := errors.AsType[*ending](err); ok {
		return e
	}
	return usage("%s", err).hint("facetill help")
}

// refusal gives the errors of a Begin their codes: nothing was started.
func refusal(q flow.SaleRequest, err error) *ending {
	if e, ok := errors.AsType[*field.Error](err); ok {
		return usage("%s", e).as(fieldCode(e.Field))
	}
	if e, ok := errors.AsType[*flow.HaltedError](err); ok {
		return usage("%s", e).as(whySuspended)
	}
	_, followed := errors.AsType[*flow.UnreadError](err) // then others are at the reference, too
	if e, ok := errors.AsType[*flow.UnaskedError](err); ok && !followed {
		return failed(e).as(whyWeChat)
	}
	if e, ok := errors.AsType[*flow.StoppedError](err); ok {
		return stopped(q, e)
	}
	if e, ok := errors.AsType[*flow.FinishedError](err); ok {
		out := &ending{code: exitFinished, text: e.Error(), outcome: e.Attempt.Outcome(), attempt: e.Attempt}
		if out.outcome == flow.OutcomeOpen {
			out.code = exitOpen
		}
		return out.hint("another reference for another sale")
	}
	if errors.Is(err, flow.ErrBlocked) || errors.Is(err, flow.ErrOwned) {
		return &ending{code: exitOpen, text: err.Error(), outcome: flow.OutcomeOpen}
	}
	return unread(q, err)
}

// stopped is a sale that may be another one's customer (money rule 5.3): it has
// no number of its own, and what stops it stands apart.
// The hint names what the call named, too: those stop it again where it does not.
func stopped(q flow.SaleRequest, e *flow.StoppedError) *ending {
	out := &ending{code: exitOpen, text: e.Error(), outcome: flow.OutcomeOpen, stoppedBy: e.Others, errCode: flow.CodePossibleDuplicate}
	var nos []string
	for _, no := range q.New {
		nos = append(nos, string(no))
	}
	for _, a := range e.Others {
		nos = append(nos, string(a.OutTradeNo))
	}
	return out.hint("facetill status %s", e.Others[0].OutTradeNo).
		hint("facetill pay %s --new %s  (when a person says that this is another customer)", e.Others[0].TotalFee, strings.Join(nos, ","))
}

// turnedAway reports whether a sale that had begun ended as one that Begin
// refuses: it was stopped at its own intent, or followed a reference that has
// another end by now.
func turnedAway(err error) bool {
	_, stop := errors.AsType[*flow.StoppedError](err)
	_, finished := errors.AsType[*flow.FinishedError](err)
	_, halted := errors.AsType[*flow.HaltedError](err)
	_, elsewhere := errors.AsType[*field.Error](err)
	_, unasked := errors.AsType[*flow.UnaskedError](err)
	_, unread := errors.AsType[*flow.UnreadError](err)
	return stop || finished || halted || elsewhere || unasked || unread || errors.Is(err, flow.ErrBlocked)
}

// fieldCode is the word for a field that flow or an adapter refused.
func fieldCode(name string) errCode {
	switch name {
	case "amount":
		return whyAmount
	case "reference", "attempt": // of another WeChat
		return whyReference
	case "payment code", "face code":
		return whyPayCode
	case "out_trade_no":
		return whyField
	case "method":
		return whyNoDevice
	}
	return whyText
}

// unread is a journal that could not be read. A new sale surely moved no money;
// a number or reference of before may be paid for all that anybody knows.
func unread(q flow.SaleRequest, err error) *ending {
	if !earlier(q) {
		return failed(err).as(whyJournal)
	}
	return &ending{code: exitOpen, text: err.Error(), outcome: flow.OutcomeOpen}
}

// unopened is a till that did not open for a sale. What has to be mended first
// stays 64, but of a reference it says no more than unread does.
func unopened(q flow.SaleRequest, err error) *ending {
	e := endingOf(err)
	if !earlier(q) {
		return e
	}
	if e.outcome = flow.OutcomeOpen; e.code == exitFailed {
		e.code = exitOpen
	}
	return e
}

// earlier says that an earlier call may have begun what is asked for.
func earlier(q flow.SaleRequest) bool { return q.Ref != "" || q.OutTradeNo != "" }

// ofSale is for commands that say what became of sales: what they could not read or
// ask says nothing about the money, and 69 is "surely no money moved" (money rule
// 7.1). What was told about a sale keeps its code.
func ofSale(err error) error {
	if e, is := errors.AsType[*ending](err); is && !e.told && e.code == exitFailed {
		e.errCode = e.why()
		e.code, e.outcome = exitOpen, flow.OutcomeOpen
	}
	return err
}

// personsTurn reports whether an open attempt waits for a person's word: no program
// can end it.
func personsTurn(a flow.Attempt) bool { return a.State == flow.NeedsPerson || a.State == flow.Paid }

// whatHelps is what to try about an open attempt.
func whatHelps(a flow.Attempt) string {
	switch {
	case a.State == flow.Paid:
		return fmt.Sprintf("facetill resolve %s --as given (or give-back) --by NAME --reason TEXT, when a person knows whether the goods were given", a.OutTradeNo)
	case personsTurn(a):
		return fmt.Sprintf("facetill resolve %s --as paid (or not-charged) --by NAME --reason TEXT, when a person has looked at WeChat's merchant platform", a.OutTradeNo)
	}
	return "facetill recover"
}

// configEnding is for what config.Open returns.
func configEnding(err error) *ending {
	e := usage("%s", err).as(whyConfig)
	if errors.Is(err, config.ErrNotFound) {
		return e.as(whyNoConfig)
	}
	if _, is := errors.AsType[*config.Invalid](err); is {
		return e.hint("facetill config check")
	}
	return e
}
