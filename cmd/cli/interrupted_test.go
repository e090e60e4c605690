package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/flow"
	"facetill/flow/field"
)

// A signal ends a call that has begun nothing with 130; of a reference that may
// be charged, or is, it says nothing.
func TestSignalBesideAReference(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errSignal)
	paid := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 100}, State: flow.Paid, Shown: true}
	for _, tt := range []struct {
		ref  string
		err  error
		want codes.Exit
	}{
		{"0001", &flow.FinishedError{Attempt: paid}, codes.ExitFinished},
		{"0001", flow.ErrBlocked, codes.ExitOpen},
		{"0001", errors.New("context canceled"), codes.ExitOpen},
		{"", errors.New("context canceled"), codes.ExitInterrupted},
		{"", &field.Error{Field: "amount"}, codes.ExitInterrupted},
	} {
		q := flow.SaleRequest{Ref: tt.ref, TotalFee: 100}
		if e := endingOf(fromSale(ctx, q), tt.err); e.code != tt.want {
			t.Errorf("%q, %v: exit %d, %s", tt.ref, tt.err, e.code, e.outcome)
		}
	}
	cut := fmt.Errorf("journal /var/shop.db: %w", context.Canceled) // it was being read
	if e := endingOf(fromSale(ctx, flow.SaleRequest{Ref: "0001", TotalFee: 100}), cut); e.code != codes.ExitOpen || !strings.Contains(e.text, "stopped by a signal") {
		t.Errorf("exit %d, %q", e.code, e.text)
	}
}
