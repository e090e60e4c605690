package cli

import (
	"context"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
)

// What a person types at a prompt for a PIN: keys, those that take one back, and those that
// end the command.
func TestTypedLine(t *testing.T) {
	for keys, want := range map[string]string{"4711\r": "4711", "4711\nrest": "4711", "47x\x7f11\r": "4711", "\x084\u5e97\x08711\r": "4711", "\r": ""} {
		if got, err := typedLine(strings.NewReader(keys)); got != want || err != nil {
			t.Errorf("%q: %q, %v", keys, got, err)
		}
	}
	for keys, want := range map[string]codes.Exit{"47\x03": codes.ExitInterrupted, "\x04": codes.ExitInterrupted, "47": codes.ExitUsage, "": codes.ExitUsage} {
		if _, err := typedLine(strings.NewReader(keys)); err == nil || endingOf(fromCommand, err).code != want {
			t.Errorf("%q: %v", keys, err)
		}
	}
}

// A signal before the journal is open has begun nothing, but of a reference it says no more
// than a journal that cannot be read.
func TestRefundInterruptedBefore(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	fresh, again := &refundOptions{}, &refundOptions{ref: "R-1"}
	if err := fresh.before(ctx, context.Canceled); endingOf(fromCommand, err).code == codes.ExitInterrupted {
		t.Error("no signal came")
	}
	stop(errSignal)
	if got := endingOf(fromCommand, fresh.before(ctx, context.Canceled)).code; got != codes.ExitInterrupted {
		t.Errorf("exit %d", got)
	}
	from := fromJournal
	from.records = true
	if got := endingOf(from, again.before(ctx, context.Canceled)).code; got != codes.ExitOpen {
		t.Errorf("with a reference: exit %d", got)
	}
}
