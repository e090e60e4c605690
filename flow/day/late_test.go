package day_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// told is what a record says beside its sums.
func told(r day.Record) string {
	s := fmt.Sprintf("%s refused %d reversed %d by hand %d", r.Day, r.Counts.Refused, r.Counts.Reversed, r.ByHand)
	for _, w := range r.Words {
		s += fmt.Sprintf("; %s %s by %s: %s", string(w.OutTradeNo[31:]), w.As, w.By, w.Reason)
	}
	for _, l := range r.Late {
		s += fmt.Sprintf("; late %s of %s: %s %s", string(l.OutTradeNo[31:]), l.Day, l.State, l.Fee)
	}
	return s
}

// A refusal that is counted, and behind which money was found when its day was closed, is
// told of in the close in which it ended; so is a day that was left out.
func TestRefusalOfAClosedDay(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, refused(noon)...)
	s.leave(noon, sold(noon)...)
	if got := told(s.must("2026-11-25")); got != "2026-11-25 refused 1 reversed 0 by hand 0" {
		t.Error(got)
	}
	next := noon.AddDate(0, 0, 1)
	s.goOn(a, flow.RefusalReopened{Answer: flow.AnswerPaid, At: next}, flow.ReversalProven{Proof: flow.AnswerRevoked, At: next})
	s.leave(next, refused(next)...) // a day with nothing else
	later := noon.AddDate(0, 0, 2)
	s.leave(later, sold(later)...)
	s.now.at = noon.AddDate(0, 0, 3)
	if got := told(s.must("")); got != "2026-11-27 refused 1 reversed 0 by hand 0; late 1 of 2026-11-25: reversed 10.00" {
		t.Error(got)
	}
	s.now.at = noon.AddDate(0, 0, 4)
	if got := told(s.must("2026-11-28")); got != "2026-11-28 refused 0 reversed 0 by hand 0" {
		t.Error(got)
	}
}

// A person's word is in a record with name and reason: that about goods in the one that
// counts the sale, whatever its day.
func TestWordsAreTold(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, append(charged(noon), flow.LeftUnclaimed{})...)
	s.leave(noon, sold(noon)...)
	s.must("2026-11-25", true)
	s.goOn(a, flow.GoodsGiven{By: "Wang", Reason: "camera"})
	if due, err := s.Due(t.Context()); err != nil || due.Name != "" {
		t.Errorf("due before the next day is over: %+v, %v", due, err)
	}
	s.now.at = noon.AddDate(0, 0, 2)
	if due, err := s.Due(t.Context()); err != nil || due.Name != "2026-11-26" { // nothing but what came late
		t.Errorf("due: %+v, %v", due, err)
	}
	r := s.must("")
	if got := told(r); got != "2026-11-26 refused 0 reversed 0 by hand 1; 1 given by Wang: camera" || len(r.Earlier) != 1 || r.Total.Charged != 1000 {
		t.Errorf("%s, %+v", got, r)
	}
	s.now.at = noon.AddDate(0, 0, 3)
	if got := told(s.must("2026-11-27")); got != "2026-11-27 refused 0 reversed 0 by hand 0" {
		t.Error(got)
	}
	if due, err := s.Due(t.Context()); err != nil || due.Name != "" {
		t.Errorf("due: %+v, %v", due, err)
	}
}

// failing is a book whose close fails in its own way.
type failing struct {
	ledger.Book
	err error
}

func (f failing) MakeClose(ctx context.Context, to time.Time, do func(ledger.Standing) (ledger.Draft, error)) (ledger.Close, error) {
	return ledger.Close{}, f.err
}

// What the journal did not take is said to be no close; what nobody knows is not.
func TestNotMade(t *testing.T) {
	s := newShop(t, 0)
	s.leave(noon, sold(noon)...)
	full := errors.New("the disk is full")
	s.Ledger = failing{s.disk, full}
	if _, err := s.close(""); !errors.Is(err, full) || !strings.Contains(err.Error(), "nothing was closed") {
		t.Error(err)
	}
	for _, doubt := range []error{ledger.ErrInDoubt, flow.ErrGone, flow.ErrCopy} { // stored, and the file then left its place
		s.Ledger = failing{s.disk, fmt.Errorf("%w: %w", doubt, full)}
		if _, err := s.close(""); !errors.Is(err, doubt) || strings.Contains(err.Error(), "nothing was closed") {
			t.Error(err)
		}
	}
}

// moving is a book to which another close comes while what is beside the lines is read.
type moving struct {
	ledger.Book
	first func()
}

func (m *moving) MakeClose(ctx context.Context, to time.Time, do func(ledger.Standing) (ledger.Draft, error)) (ledger.Close, error) {
	if first := m.first; first != nil {
		m.first = nil
		first()
	}
	return m.Book.MakeClose(ctx, to, do)
}

// What an earlier record has told of is not told again by one that was made beside it.
func TestAnotherCloseMeanwhile(t *testing.T) {
	s := newShop(t, 0)
	s.leave(noon, refused(noon)...)
	s.leave(noon, sold(noon)...)
	next := noon.AddDate(0, 0, 1)
	s.leave(next, sold(next)...)
	s.now.at = noon.AddDate(0, 0, 2)
	other := s.Books
	s.Ledger = &moving{Book: s.disk, first: func() {
		if _, err := other.Close(t.Context(), day.Request{By: "Wu"}); err != nil {
			t.Fatal(err)
		}
	}}
	if r := s.must("2026-11-26"); told(r) != "2026-11-26 refused 0 reversed 0 by hand 0" || r.Number != 2 || r.All.Sales != 1 {
		t.Errorf("%s, %+v", told(r), r)
	}
}

// Cash that a customer got for a refund is of the day of the word, however old the sale is.
func TestCashOfAnOldSale(t *testing.T) {
	s := newShop(t, 0)
	old := s.leave(noon.AddDate(0, 0, -30), sold(noon.AddDate(0, 0, -30))...)
	s.leave(noon, sold(noon)...)
	s.goOn(old, begun("o", 250, noon), heard("o", refund.StatusClosed, 250, noon), flow.RefundSettled{OutRefundNo: "o", As: refund.SettledElse, By: "Wu", Reason: "x", At: noon})
	s.must("2026-10-26")
	if d, err := s.Look(t.Context(), noon); err != nil || d.Otherwise != 250 || len(d.ByHand) != 1 {
		t.Errorf("%s in %d words, %v", d.Otherwise, len(d.ByHand), err)
	}
	if r := s.must("2026-11-25"); r.Otherwise != 250 || r.ByHand != 1 {
		t.Errorf("%s in %d words", r.Otherwise, r.ByHand)
	}
}

// What had ended before its day was closed is in the record of that day alone.
func TestRefusalThatEndedBeforeTheClose(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, refused(noon)...)
	s.leave(noon, sold(noon)...)
	next := noon.AddDate(0, 0, 1)
	s.goOn(a, flow.RefusalReopened{Answer: flow.AnswerPaid, At: next}, flow.ReversalProven{Proof: flow.AnswerRevoked, At: next})
	s.leave(next, sold(next)...)
	s.now.at = noon.AddDate(0, 0, 2)
	if got := told(s.must("")); got != "2026-11-25 refused 0 reversed 1 by hand 0" {
		t.Error(got)
	}
	if got := told(s.must("")); got != "2026-11-26 refused 0 reversed 0 by hand 0" {
		t.Error(got)
	}
}

// Where nothing but what came late for closed days is in no record, a later day may be closed
// as well, and takes it in.
func TestLaterDayTakesInWhatCameLate(t *testing.T) {
	s := newShop(t, 0)
	a := s.leave(noon, append(charged(noon), flow.LeftUnclaimed{})...)
	s.leave(noon, sold(noon)...)
	s.must("2026-11-25", true)
	s.goOn(a, flow.GoodsGiven{By: "Wang", Reason: "camera"})
	s.now.at = noon.AddDate(0, 0, 5)
	if r := s.must("2026-11-28"); r.Lines != 1 || r.Total.Charged != 1000 {
		t.Errorf("%+v", r)
	}
}
