package cli

import (
	"context"
	"testing"

	"facetill/cmd/cli/codes"
)

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
