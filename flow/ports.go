package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"facetill/flow/face"
	"facetill/flow/refund"
	"facetill/flow/secret"
)

// Gateway is WeChat Pay. One call is one request on the wire: an adapter never
// tries again by itself, but for the backup host where a comment below says so.
// No method returns an error: what is not known is an Answer of kind Lost.
// Every answer's Date header reaches the clock.WeChat that the adapter was given.
type Gateway interface {
	// Ready returns why nothing may be charged: a client certificate that does not
	// load, match or is out of date (money rule 1.6). nil when all is well.
	Ready() error
	// Sync brings WeChat's time by one HEAD on the pay connection, opening it.
	Sync(ctx context.Context) error
	// KeepWarm opens the pay connection in the background and keeps it fresh
	// until stop is called. It never fails: a cold connection is only slower.
	KeepWarm(ctx context.Context) (stop func())
	// CheckPay returns a *field.Error for what of a request can be judged without
	// sending it: lengths, characters, what its family needs (money rule 1.8). A
	// credential or openid that is still to be captured is empty, and is no fault.
	CheckPay(p PayRequest) error
	// Pay charges. It may try the backup host inside ctx's deadline, which is
	// send_by, while not one byte was written. Once a byte is out the answer is
	// waited for by the adapter's own timeout, whatever becomes of ctx.
	Pay(ctx context.Context, p PayRequest) Answer
	// Query asks for the state of an order. With try.Backup it asks the backup
	// host once when the first host gave no answer inside try.Limit.
	Query(ctx context.Context, a Attempt, try Try) Answer
	// Reverse undoes or closes an order.
	Reverse(ctx context.Context, a Attempt) Answer
	// CheckRefund returns a *field.Error for what of a refund can be judged without
	// sending it. An entry that is not begun needs no number yet.
	CheckRefund(a Attempt, e refund.Entry) error
	// SendRefund sends an entry whose send is written down: before its send_by, which
	// ctx's deadline is as well, or not at all (money rule 4b.4). Once a byte is out the
	// answer is waited for by the adapter's own timeout, whatever becomes of ctx.
	SendRefund(ctx context.Context, a Attempt, e refund.Entry) refund.Answer
	// AskRefund asks what became of one entry.
	AskRefund(ctx context.Context, a Attempt, e refund.Entry) refund.Answer
	// LookRefunds asks for all refunds of the order: every page, or nothing is known.
	LookRefunds(ctx context.Context, a Attempt) refund.Answer
}

// PayRequest is one charge. The credential is a face_code or an auth_code.
type PayRequest struct {
	Attempt    Attempt // with its intent
	Credential secret.Secret
	OpenID     secret.Secret // facepay needs it
}

// Try is how patiently a query is made.
type Try struct {
	Limit  time.Duration // for one host; 0 takes the adapter's timeout
	Backup bool
}

// AuthInfoRequest asks for the credential of a face device. RawData is the
// device's, at most 2048 characters.
type AuthInfoRequest struct {
	Merchant
	StoreID, StoreName, DeviceID string
	RawData                      secret.Secret
}

// AuthInfo lets a device show the face screen for Life.
type AuthInfo struct {
	AuthInfo secret.Secret
	Life     time.Duration
}

// AuthInfoSource is get_wxpayface_authinfo. Its error is shown to people and
// carries WeChat's code.
type AuthInfoSource interface {
	AuthInfo(ctx context.Context, r AuthInfoRequest) (AuthInfo, error)
}

// CaptureRequest is what the face screen needs to know of an attempt.
type CaptureRequest struct {
	Attempt      Attempt
	FaceCodeType string        // "0" or "1", as the attempt's family
	Telephone    secret.Secret // "" when unknown: the key is then left out
	OpenID       secret.Secret // of a recognised member
	Member       bool          // recognise the customer first; who is none pays as everybody
}

// CaptureKind is how the face screen ended.
type CaptureKind string

// Endings of a capture.
const (
	CaptureCode      CaptureKind = "code"
	CaptureCancelled CaptureKind = "cancelled" // by the customer, or a stop
	CaptureScan      CaptureKind = "scan"      // SCAN_PAYMENT: the customer wants to scan
	CaptureFailed    CaptureKind = "failed"
)

// Captured is what the face screen brought. Only CaptureCode has a FaceCode.
type Captured struct {
	Kind     CaptureKind
	Code     string // return_code or err_code, or the adapter's word: DEVICE_GONE, AUTHINFO
	Message  string
	FaceCode secret.Secret
	OpenID   secret.Secret
	Face     face.Told     // of CaptureCode
	FaceSID  secret.Secret // likewise: the ticket for a query of who it is
}

// FaceTold and its ages are the face room's.
type FaceTold = face.Told

// AgeOf returns the age that a terminal's text stands for.
func AgeOf(text string) face.Age { return face.AgeOf(text) }

// The ages that a terminal tells, and the codes of sales that end because of one.
const (
	CodeUnderage   = face.CodeUnderage
	CodeAgeUnknown = face.CodeAgeUnknown

	Adult = face.Adult
	Minor = face.Minor
)

// Device is the face device.
type Device interface {
	// Prepare gets everything ready that a capture needs: session, authinfo.
	Prepare(ctx context.Context, m Merchant) error
	// CheckCapture returns a *field.Error for what of a capture can be judged before
	// the camera: what the SDK's version and dialect know, its fields (money rule 1.8).
	CheckCapture(r CaptureRequest) error
	// Capture shows the face screen and blocks until it ends. When ctx ends the
	// screen is stopped; a code that comes after that is never returned (money
	// rule 6.4).
	Capture(ctx context.Context, r CaptureRequest) Captured
	// Tell closes the face screen with the result, best effort, and lets go of
	// a shared camera. It does nothing when another capture has begun.
	Tell(ctx context.Context, no OutTradeNo, paid bool) error
}

// Errors of a Journal.
var (
	// ErrBlocked: the sale has a blocking attempt (money rule 1.7).
	ErrBlocked = errors.New("this sale has an attempt whose end is not known")
	// ErrOwned: a living process drives the attempt.
	ErrOwned = errors.New("another process drives this attempt")
	// ErrFenced: another process has taken the attempt over, or its facts moved on.
	ErrFenced = errors.New("this attempt was taken over elsewhere")
	// ErrUnknown: no such attempt.
	ErrUnknown = errors.New("not in this journal")
	// ErrArchived: the facts of the attempt are in an archive, and none is added to them.
	ErrArchived = errors.New("its facts are in an archive")
)

// ArchivedError is ErrArchived with where they are. The row of the attempt stays: it says
// how the sale stands, for ever.
type ArchivedError struct {
	OutTradeNo OutTradeNo
	File       string // where the archive was made
	At         time.Time
}

func (e *ArchivedError) Error() string {
	return fmt.Sprintf("the facts of attempt %s are in the archive %s, made on %s: nothing is added to them any more", e.OutTradeNo, e.File, e.At.In(Beijing).Format(time.DateOnly))
}

func (e *ArchivedError) Unwrap() error { return ErrArchived }

// Journal keeps the facts. Every method is durable when it returns nil. An
// error after which the facts may or may not be stored was re-read by the
// adapter before it is returned: an error means that they are not there, or
// that nobody can tell, and the caller then starts nothing.
//
// What Read, Sale, Pending, Refunding, Refunds, PossibleDuplicates, Find and List return is [Attempt.AsRead]; what
// Claim returns is the attempt as it is stored, to append to.
type Journal interface {
	// Open writes the first fact, with its Seq. ErrBlocked when the sale may not have
	// another attempt, or the number is known; the driver is this process.
	Open(ctx context.Context, first OrderOpened) (Attempt, error)
	// Append applies facts to a and stores events and row in one transaction,
	// if version and epoch are still a's; else ErrFenced.
	Append(ctx context.Context, a Attempt, facts ...Fact) (Attempt, error)
	// Claim makes this process the driver and raises the epoch. ErrOwned while
	// another one lives; a process that claims what it drives keeps it.
	Claim(ctx context.Context, no OutTradeNo) (Attempt, error)
	// Release lets others drive it.
	Release(ctx context.Context, a Attempt) error
	// Read returns an attempt without claiming it, and whether its driver lives.
	Read(ctx context.Context, no OutTradeNo) (a Attempt, owned bool, err error)
	// Sale returns all attempts of a sale, oldest first.
	Sale(ctx context.Context, key SaleKey) ([]Attempt, error)
	// Pending returns what must be driven, oldest first: open attempts, refused
	// ones whose number is to be closed, PAID never shown and opened or
	// identified ones whose driver is gone.
	Pending(ctx context.Context) ([]Attempt, error)
	// Refunding returns what has a refund that is Pending, oldest first: it is to be
	// asked about, or its closing to be told. Pending has it only where the sale itself must be driven.
	Refunding(ctx context.Context) ([]Attempt, error)
	// Refunds returns what had a refund accepted between two moments, the second one
	// not included, oldest first: those of which AcceptedIn has any.
	Refunds(ctx context.Context, from, to time.Time) ([]Attempt, error)
	// Press notes the moment at which a sale of an amount is asked for on a lane.
	Press(ctx context.Context, lane string, fee Fen) (Press, error)
	// PossibleDuplicates returns the attempts of money rule 5.3 that MayDuplicate a sale which
	// was asked for at p, newest first: what is opened, open, unclaimed or PAID and
	// not shown, whatever its age, and what was in flight at p or opened since and
	// is PAID by now.
	PossibleDuplicates(ctx context.Context, lane string, fee Fen, p Press) ([]PossibleDuplicate, error)
	// Find returns what has an exact reference, out_trade_no or transaction_id; behind
	// that what has these last digits (four or more); and where there is none what has
	// a refund of that number, ours or WeChat's. Each newest first, and at most 20.
	Find(ctx context.Context, text string) ([]Attempt, error)
	// List returns attempts, newest first.
	List(ctx context.Context, f Filter) ([]Attempt, error)
	// Timeline returns the durable facts of an attempt. It, Claim and Append are an
	// *ArchivedError where those have left.
	Timeline(ctx context.Context, no OutTradeNo) ([]Event, error)

	// SuspendSales writes why new sales stop (money rules 1.6 and 7.3); "" lifts it.
	SuspendSales(ctx context.Context, kind Suspension, why string) error
	// SalesSuspended returns what stops new sales.
	SalesSuspended(ctx context.Context) (map[Suspension]string, error)
	// Beat records that a process drives open attempts, at now; LastBeat returns the
	// newest of any process (money rule 4.5).
	Beat(ctx context.Context, now time.Time) error
	LastBeat(ctx context.Context) (time.Time, error)
}

// Suspension is a reason for which no sale starts.
type Suspension string

// What suspends them.
const (
	SuspendedByCertificate Suspension = "certificate" // money rule 1.6
	SuspendedByKey         Suspension = "key"         // money rule 7.3
)

// Filter narrows List. Zero values ask for all.
type Filter struct {
	From, To    time.Time // by time_end, else by the opening; To is not included
	State       State
	Lane        string
	Cashier     string    // whose sale it was
	Resolved    bool      // only those of which ByHand is true
	Refunded    bool      // only those of which AnyBack is true
	RefundsFrom time.Time // only those of whose refunds AnySince is true
	Limit       int
}

// Event is a durable fact with its place.
type Event struct {
	N    int // from 1, without gaps
	At   time.Time
	Fact Fact
	// State is the state that the fact led to.
	State State
}

// PersonEvent is what a person did at a till beside its sales. The till gives each kind
// its meaning and its body; there is never a PIN in one.
type PersonEvent struct {
	N    int       // from 1, over all lanes; the journal's
	At   time.Time // this machine's clock
	Lane string
	Kind PersonEventKind
	Who  string // the name of who did it
	Body string // what the kind has beside that, as JSON
}

// PersonEventKind is what was done.
type PersonEventKind string

// Update is what an observer hears: a fact, after it is durable, and what it led to.
type Update struct {
	Seq     int
	At      time.Time // this machine's clock
	Now     time.Time // WeChat's clock at that moment; zero where it is not known
	Fact    Fact      // nil when only the step has changed
	Kept    bool      // the journal has the fact, as number Attempt.Version of the attempt
	Attempt Attempt
	Step    Step // what is being done now
}

// Observer hears updates in sequence. It must not block and cannot fail a sale.
type Observer interface{ Observe(Update) }

// Errors of a Journal that is not where it belongs (money rule 5.9). An engine
// wraps them with the path and what it has seen.
var (
	// ErrCopy: the journal is a copy, a restored backup, or was moved. It can be
	// read; Open, Append, Claim, SuspendSales and Beat refuse until a person adopts it.
	ErrCopy = errors.New("nothing is sold, reversed or claimed with a copy of a journal")
	// ErrGone: the path no longer leads to the file that this process has open. A
	// sale under way goes on in its own file: Open, Claim, the intent and Shown refuse.
	ErrGone = errors.New("the journal's file is gone or was replaced while it was in use")
)

// Displaced reports whether an error is that the journal is not where this process
// writes: its file is gone, or another copy was adopted. Nobody who reads the journal
// would find what was shown.
func Displaced(err error) bool { return errors.Is(err, ErrGone) || errors.Is(err, ErrCopy) }
