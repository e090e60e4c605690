package cli

import (
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/field"
)

// What was not submitted by this process is a failure and not a doubt; the same
// states of another process are in doubt.
func TestSaleEnding(t *testing.T) {
	mine := flow.Attempt{Order: flow.Order{OutTradeNo: "1"}, State: flow.Submitting}
	mine.Live.Mine = true
	sent := mine
	sent.Live.Submitted = true
	foreign, theirs, known := mine, mine, mine
	foreign.Live.Mine, theirs.Live.Mine, known.Live.Mine = false, false, false
	theirs.State, known.State = flow.Opened, flow.Identified
	for _, c := range []struct {
		name    string
		a       flow.Attempt
		stopped bool
		want    codes.Exit
	}{
		{"not sent", mine, false, codes.ExitFailed}, {"stopped before the request", mine, true, codes.ExitInterrupted},
		{"sent", sent, false, codes.ExitOpen}, {"stopped after it", sent, true, codes.ExitOpen}, {"of another process", foreign, false, codes.ExitOpen},
		{"of another process, stopped", foreign, true, codes.ExitOpen},
		{"before the camera of another process", theirs, false, codes.ExitOpen}, {"the same, stopped", theirs, true, codes.ExitOpen},
		{"before the request of another process", known, false, codes.ExitOpen}, {"the same, stopped here", known, true, codes.ExitOpen},
	} {
		if e := saleEnding(c.a, flow.ErrFenced, c.stopped); e.code != c.want || c.want == codes.ExitOpen && e.outcome != flow.OutcomeOpen {
			t.Errorf("%s: %d %s, want %d", c.name, e.code, e.outcome, c.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		err  error
		want codes.Exit
	}{
		{&field.Error{Field: "amount", Problem: "is out of range"}, codes.ExitUsage},
		{&flow.SalesSuspendedError{Kind: flow.SuspendedByKey, Why: "SIGNERROR"}, codes.ExitUsage},
		{&flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming}}}, codes.ExitOpen},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Paid, Shown: true}}, codes.ExitFinished},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Refunded}}, codes.ExitFinished},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Confirming}}, codes.ExitOpen},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Opened}}, codes.ExitOpen},
		{flow.ErrBlocked, codes.ExitOpen}, {flow.ErrOwned, codes.ExitOpen}, {flow.ErrUnknown, codes.ExitFailed},
	} {
		if e := endingOf(fromSale(t.Context(), flow.SaleRequest{}), c.err); e.code != c.want {
			t.Errorf("%v: %d, want %d", c.err, e.code, c.want)
		}
	}
	// What may have been paid before is never called surely unmoved because the
	// journal is busy.
	for _, q := range []flow.SaleRequest{{Ref: "A-1"}, {OutTradeNo: "26112512000000000000000000000001"}} {
		if e := endingOf(fromSale(t.Context(), q), flow.ErrUnknown); e.code != codes.ExitOpen || e.outcome != flow.OutcomeOpen {
			t.Errorf("a journal that does not read, of %+v: %d %s", q, e.code, e.outcome)
		}
	}
}

// Money rule 7.1: 69 is "surely no money moved". Who asks about sales ends with it
// only where that was told; so does a pay that did not open, of a new sale alone.
func TestSurelyNothing(t *testing.T) {
	asks := fromCommand
	asks.records = true
	again := flow.SaleRequest{Ref: "A-1"}
	busy, copied := &wiring.Problem{Kind: wiring.JournalFailed}, &wiring.Problem{Kind: wiring.JournalCopied}
	for name, c := range map[string]struct {
		from    origin
		err     error
		want    codes.Exit
		outcome flow.Outcome
	}{
		"told":                 {asks, &ending{code: codes.ExitFailed, told: true}, codes.ExitFailed, ""},
		"not told":             {asks, &ending{code: codes.ExitFailed}, codes.ExitOpen, flow.OutcomeOpen},
		"a new sale":           {fromOpening(t.Context(), flow.SaleRequest{}), busy, codes.ExitFailed, flow.OutcomeFailed},
		"a reference":          {fromOpening(t.Context(), again), busy, codes.ExitOpen, flow.OutcomeOpen},
		"a reference, copy":    {fromOpening(t.Context(), again), copied, codes.ExitUsage, flow.OutcomeOpen},
		"a call that is wrong": {fromOpening(t.Context(), again), usage("--face-code -: of another number"), codes.ExitUsage, flow.OutcomeFailed},
	} {
		if e := endingOf(c.from, c.err); e.code != c.want || e.outcome != c.outcome {
			t.Errorf("%s: %d %q, want %d %q", name, e.code, e.outcome, c.want, c.outcome)
		}
	}
}

// A field of what the terminal answered was not refused before it was sent.
func TestRefusedBeforeItWasSent(t *testing.T) {
	for name, want := range map[string]codes.Exit{"total_fee": codes.ExitUsage, "face_code": codes.ExitFailed} {
		if e := endingOf(fromDevice, &field.Error{Field: name}); e.code != want {
			t.Errorf("%s: %d, want %d", name, e.code, want)
		}
	}
}

// Money rule 5.3: what a call named stops it again where the next one does not.
func TestStoppedNamesWhatWasNamed(t *testing.T) {
	q := flow.SaleRequest{New: []flow.OutTradeNo{"1"}}
	e := endingOf(fromSale(t.Context(), q), &flow.PossibleDuplicateError{Others: []flow.Attempt{{Order: flow.Order{OutTradeNo: "2"}}}})
	if hints := strings.Join(e.hints, "; "); !strings.Contains(hints, " --new 1,2 ") {
		t.Errorf("%q", hints)
	}
}

// A sale that had begun ends by the same errors with the codes of one that had not.
func TestTurnedAway(t *testing.T) {
	for _, err := range []error{&field.Error{}, &flow.SalesSuspendedError{}, &flow.UnaskedError{}, &flow.PossibleDuplicateError{},
		&flow.FinishedError{}, flow.ErrBlocked, &flow.UnreadError{}} {
		if !turnedAway(err) {
			t.Errorf("%T is of a sale under way", err)
		}
	}
	for _, err := range []error{nil, flow.ErrOwned, flow.ErrFenced} {
		if turnedAway(err) {
			t.Errorf("%v is of a sale that never began", err)
		}
	}
}
