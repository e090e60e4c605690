package page

import (
	"context"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/day"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// Till is what the screen needs from the flow.
type Till interface {
	// Begin admits a sale. Its errors: *flow.PossibleDuplicateError, *flow.SalesSuspendedError,
	// *field.Error, and a journal's. With an error nothing has begun. watch
	// hears of the attempt as long as this process drives it.
	Begin(ctx context.Context, r flow.SaleRequest, watch flow.Observer) (till.Sale, error)
	// Pending returns what is driven in the background, what waits for a person, and
	// what a person resolved and WeChat has otherwise.
	Pending(ctx context.Context) ([]flow.Attempt, error)
	// Recent returns this lane's attempts, newest first. A few are enough.
	Recent(ctx context.Context) ([]flow.Attempt, error)
	// Shown makes durable that PAID stood on the screen for a second (money rule 5.3).
	Shown(ctx context.Context, no flow.OutTradeNo) error
	// Claim takes a person's word that the goods of an unclaimed charge were given
	// (money rule 5.2). Reverse gives it back.
	Claim(ctx context.Context, no flow.OutTradeNo, by string) error
	// Resolve takes a person's word about an attempt that no rule can end (money
	// rule 5.7). pin is the manager's, "" where none was asked for.
	Resolve(ctx context.Context, w flow.Resolution, pin string) (flow.Attempt, error)
	// AskNow makes one query about an open attempt of the background.
	AskNow(no flow.OutTradeNo)
	// Tries returns what this process does in the background, by number: the last
	// update of each attempt that it drives. It reads memory alone.
	Tries() map[flow.OutTradeNo]flow.Update
	// Camera returns the code of what ails the camera, "" where it is ready or there
	// is none. It reads memory alone.
	Camera() string
	// Recognise shows the camera until a member is recognised. A zero Member is
	// nobody: that is no error, and neither is the end of ctx.
	Recognise(ctx context.Context) (till.Member, error)
	// History returns this lane's attempts of the day of an instant, newest first.
	History(ctx context.Context, day time.Time) ([]flow.Attempt, error)
	// Day adds the day of an instant up, for all lanes of the journal.
	Day(ctx context.Context, day time.Time) (till.Day, error)
	// Timeline returns the durable facts of an attempt.
	Timeline(ctx context.Context, no flow.OutTradeNo) ([]flow.Event, error)
	Closes
	Refunds
	People
}

// Closes is what the screen needs to close a business day.
type Closes interface {
	// Due returns the day that is to be closed next, and all that are over and not closed.
	Due(ctx context.Context) (day.Due, error)
	// RecordOf returns the record of a business day, false where there is none.
	RecordOf(ctx context.Context, name string) (day.Record, bool, error)
	// CloseDay makes the record of a day; pin is a manager's, where it is to pass over
	// what is open. Its errors: those of package day, and of the PIN.
	CloseDay(ctx context.Context, q day.Request, pin string) (day.Record, error)
}

// People is what the screen needs of who stands at the till.
type People interface {
	// Seller returns whose sales those are that name nobody.
	Seller(ctx context.Context) (string, error)
	// Shift returns how it stands with a lane.
	Shift(ctx context.Context, lane string) (till.Shift, error)
	// SignIn begins a shift of the cashier with this number and PIN, or goes on with it.
	// While another one is signed in it returns a *till.SignedInError.
	SignIn(ctx context.Context, number, pin string) (till.Shift, error)
	// Handover ends the shift of who is signed in, which it returns, and begins one of the
	// cashier with this number and PIN. Where something has no end that nobody has seen
	// it returns a *till.UnseenError.
	Handover(ctx context.Context, number, pin string, seen bool) (till.Shift, error)
	// EndShift ends a shift that was left open, by a manager's PIN.
	EndShift(ctx context.Context, lane, pin string) (till.Shift, till.Approver, error)
	// TakeTender takes a person's word how else a customer paid for a sale that ended
	// unpaid.
	TakeTender(ctx context.Context, no flow.OutTradeNo, word flow.TenderTaken) (flow.Attempt, error)
}

// Refunds is what the screen needs for money back by hand (money rule 4b).
type Refunds interface {
	// Moment is now, on the clocks by which the age of a press is judged. It reads
	// memory alone.
	Moment() clock.Instant
	// Find returns the attempts of any day that a number, or a part of one, may mean.
	Find(ctx context.Context, text string) ([]flow.Attempt, error)
	// OpenRefunds returns the refunds that have no end, each with its sale.
	OpenRefunds(ctx context.Context) (till.OpenRefunds, error)
	// Refund begins to give money back; pin is an approver's, "" where none was asked
	// for. Its errors are those of [flow.Runner.BeginRefund] and of the PIN.
	Refund(ctx context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error)
	// Reverse begins to give back a charge that nobody claimed, with the same errors; the
	// entry is zero where it is a reversal.
	Reverse(ctx context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error)
	// SendAgain sends one again that was refused, with the same errors.
	SendAgain(ctx context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error)
	// SettleRefund takes a person's word that ends one.
	SettleRefund(ctx context.Context, w flow.RefundWord, pin string) (flow.Attempt, error)
	// RefundTold makes durable that the word of one stood on the screen for a second
	// (money rule 4b.10).
	RefundTold(ctx context.Context, no flow.OutTradeNo, told refund.Entry) (flow.Attempt, error)
}

// Setting is a line of the configuration as it may be shown: secrets are masked
// by whoever makes it.
type Setting struct{ Name, Value string }

// Copy is a journal that was copied, restored or moved (money rule 5.9): nothing
// is sold with it before a person adopts it.
type Copy struct {
	Why   string // for people: where it was kept
	Adopt func(ctx context.Context, by, reason string) error
}

// Lesson is a customer, or a bad day, that a new cashier can practise.
type Lesson int

// The lessons, as the list has them.
const (
	LessonPays Lesson = iota
	LessonPassword
	LessonNoPassword
	LessonCardEmpty
	LessonWalksAway
	LessonWantsToScan
	LessonUnknownFace
	LessonNetworkDrops
	LessonCameraGone
	Lessons // how many there are
)

// Trainer plays the customer where everything is simulated.
type Trainer interface {
	// Customer is who stands before the camera next, once.
	Customer(l Lesson) error
	// Code is a payment code from the phone of such a customer.
	Code(l Lesson) string
	// PowerCut ends the process as a power cut does, and does not return. The
	// terminal was given back.
	PowerCut()
}
