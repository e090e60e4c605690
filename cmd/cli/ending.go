package cli

import (
	"errors"
	"fmt"

	"facetill/cmd/config"
	"facetill/flow"
)

// ending is how a command ends: a code, what to say on stderr, and lines that
// say what to try. told marks one whose result line is out already.
type ending struct {
	code  exitCode
	text  string // "" says nothing
	hints []string
	told  bool
	// outcome and attempt are for the result line of pay and status.
	outcome flow.Outcome
	attempt flow.Attempt
}

func (e *ending) Error() string { return e.text }

func usage(format string, args ...any) *ending {
	return &ending{code: exitUsage, text: fmt.Sprintf(format, args...)}
}

func failed(err error) *ending {
	return &ending{code: exitFailed, text: err.Error()}
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
	if e, ok := errors.AsType[*flow.FieldError](err); ok {
		return usage("%s", e)
	}
	if e, ok := errors.AsType[*flow.HaltedError](err); ok {
		return usage("%s", e)
	}
	if e, ok := errors.AsType[*flow.StoppedError](err); ok {
		out := &ending{code: exitOpen, text: e.Error(), outcome: flow.OutcomeOpen, attempt: e.Other}
		return out.hint("facetill status %s", e.Other.OutTradeNo.LastDigits(6)).
			hint("--new, when a person says that this is another customer")
	}
	if e, ok := errors.AsType[*flow.FinishedError](err); ok {
		out := &ending{code: exitFinished, text: e.Error(), attempt: e.Attempt}
		if out.outcome, _ = verdict(e.Attempt); e.Attempt.Open() || out.outcome == flow.OutcomeOpen {
			out.code = exitOpen
		}
		return out.hint("another reference for another sale")
	}
	if errors.Is(err, flow.ErrBlocked) || errors.Is(err, flow.ErrOwned) {
		return &ending{code: exitOpen, text: err.Error(), outcome: flow.OutcomeOpen}
	}
	return unread(q, err)
}

// unread is a journal that could not be read. A new sale surely moved no money;
// a number or reference of before may be paid for all that anybody knows.
func unread(q flow.SaleRequest, err error) *ending {
	if !earlier(q) {
		return failed(err)
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

// configEnding is for what config.Open returns.
func configEnding(err error) *ending {
	e := usage("%s", err)
	if errors.Is(err, config.ErrNotFound) {
		return e
	}
	if _, is := errors.AsType[*config.Invalid](err); is {
		return e.hint("facetill config check")
	}
	return e
}
