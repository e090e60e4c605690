package tui

import (
	"context"
	"errors"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/flow/till"
)

// knownError is what a cashier can meet on a good day, in the screen's language;
// "" for everything else.
func (m *model) knownError(err error) string {
	var field *outside.Error
	switch {
	case errors.Is(err, till.ErrPIN):
		return m.w.ErrPIN
	case errors.Is(err, flow.ErrOwned), errors.Is(err, flow.ErrFenced):
		return m.w.ErrOwned
	case errors.Is(err, flow.ErrBlocked):
		return m.w.ErrBlocked
	case errors.Is(err, flow.ErrUnknown):
		return m.w.ErrUnknown
	case errors.Is(err, context.DeadlineExceeded):
		return m.w.ErrLate
	case errors.As(err, &field) && (field.Field == "name" || field.Field == "reason"):
		return m.w.ErrWritten
	case errors.As(err, &field) && field.Field == "attempt":
		return m.w.ErrChanged
	}
	return ""
}

// errText says that something did not work. What no word is for has the error
// itself behind it, for the manager.
func (m *model) errText(err error) string {
	if known := m.knownError(err); known != "" {
		return known
	}
	return m.w.ErrOther + " (" + short(err) + ")"
}

// because is the reason behind a sentence that stands already.
func (m *model) because(err error) string {
	if known := m.knownError(err); known != "" {
		return " (" + known + ")"
	}
	return " (" + short(err) + ")"
}

// short is an error in one line, for the manager.
func short(err error) string {
	return ansi.Truncate(outside.Plain(err.Error()), 120, "")
}
