package text

import (
	"context"
	"errors"
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/day"
	outside "facetill/flow/field"
	"facetill/flow/till"
)

// knownError is what a cashier can meet on a good day, in the screen's language;
// "" for everything else.
func (w *Words) knownError(err error) string {
	var field *outside.Error
	var pause *till.PauseError
	if limit := w.RefundLimit(err); limit != "" {
		return limit
	}
	switch {
	case errors.As(err, &pause):
		return fmt.Sprintf(w.ErrPaused, pause.Wrong, pause.Wait())
	case errors.Is(err, till.ErrPIN):
		return w.ErrPIN
	case errors.Is(err, till.ErrCashierPIN):
		return w.ErrCashierPIN
	case errors.Is(err, till.ErrNoCashiers):
		return w.ErrNoCashiers
	case errors.Is(err, till.ErrNobody):
		return w.ErrNobody
	case errors.Is(err, flow.ErrOwned), errors.Is(err, flow.ErrFenced):
		return w.ErrOwned
	case errors.Is(err, flow.ErrBlocked):
		return w.ErrBlocked
	case errors.Is(err, flow.ErrUnknown):
		return w.ErrUnknown
	case errors.Is(err, flow.ErrArchived):
		return w.ErrArchived
	case errors.Is(err, context.DeadlineExceeded):
		return w.ErrLate
	case errors.As(err, &field) && (field.Field == "name" || field.Field == "reason"):
		return w.ErrWritten
	case errors.As(err, &field) && field.Field == "attempt":
		return w.ErrChanged
	case errors.As(err, &field) && field.Field == "refund":
		return w.RefundState
	}
	if none, is := errors.AsType[*till.NoCashierError](err); is {
		return fmt.Sprintf(w.ErrNoCashier, outside.Plain(none.Name+none.Number))
	}
	if absent, is := errors.AsType[*till.AbsentError](err); is {
		return fmt.Sprintf(w.ErrOvertaken, outside.Plain(absent.SignedIn))
	}
	if other, is := errors.AsType[*till.OvertakenError](err); is && other.Cashier == "" {
		return w.ErrNobody
	} else if is {
		return fmt.Sprintf(w.ErrOvertaken, outside.Plain(other.Cashier))
	}
	if refused := w.notClosed(err); refused != "" {
		return refused
	}
	if _, stopped := errors.AsType[*flow.RefundStoppedError](err); stopped {
		return w.BesideTitle
	}
	if _, late := errors.AsType[*flow.TooLateError](err); late {
		return w.RefundLate
	}
	if _, unasked := errors.AsType[*flow.RefundUnaskedError](err); unasked {
		return w.RefundUnasked
	}
	return ""
}

// notClosed is why a day was not closed, "" where an error is about something else.
func (w *Words) notClosed(err error) string {
	var open *day.OpenError
	var running *day.NotOverError
	var order *day.OrderError
	var closed *day.ClosedError
	switch {
	case errors.As(err, &open):
		return fmt.Sprintf(w.DayWithheld, len(open.Open))
	case errors.As(err, &running):
		return fmt.Sprintf(w.DayRuns, running.Ends.In(flow.Beijing).Format("01-02 15:04"))
	case errors.As(err, &order):
		return fmt.Sprintf(w.CloseFirstDay, order.Due)
	case errors.As(err, &closed):
		return fmt.Sprintf(w.DayClosed, closed.Number)
	case errors.Is(err, day.ErrNothingDue):
		return w.NothingDue
	}
	return ""
}

// Failure is what did not work. What no word is for has the error
// itself behind it, for the manager.
func (w *Words) Failure(err error) string {
	if known := w.knownError(err); known != "" {
		return known
	}
	return w.ErrOther + " (" + short(err) + ")"
}

// Because is the reason behind a sentence that stands already.
func (w *Words) Because(err error) string {
	if known := w.knownError(err); known != "" {
		return " (" + known + ")"
	}
	return " (" + short(err) + ")"
}

// short is an error in one line, for the manager.
func short(err error) string {
	return ansi.Truncate(outside.Plain(err.Error()), 120, "")
}

// Notice is the sentence of a notice of an attempt, "" where there is none. Money of which
// nobody knows that it was charged does not come back by itself.
func (w *Words) Notice(a flow.Attempt, n flow.Notice) string {
	if n == flow.NoticeSlow && a.Expired && !flow.Charged(a) {
		return w.SlowUnknown
	}
	return map[flow.Notice]string{flow.NoticeSlow: w.SlowSay, flow.NoticeLate: w.LateSay}[n]
}

// Displaced is the sentence about a journal that is not the till's any more.
func (w *Words) Displaced(err error) string {
	if errors.Is(err, flow.ErrCopy) {
		return w.CopySay
	}
	return w.GoneSay
}
