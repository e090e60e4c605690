package flow

import (
	"slices"
	"time"

	"facetill/flow/charge"
	"facetill/flow/face"
	"facetill/flow/refund"
)

// State is where an attempt stands. The words are those of the journal, the
// screen and the JSON output.
type State string

// The states; see doc.go for what leads from one to another.
const (
	Opened      State = "opened"
	Identified  State = "identified"
	Submitting  State = "submitting"
	Confirming  State = "confirming"
	Reversing   State = "reversing"
	NeedsPerson State = "needs_person"
	Paid        State = "paid"
	Refused     State = "refused"
	Cancelled   State = "cancelled"
	NotSent     State = "not_sent"
	Reversed    State = "reversed"
	Refunding   State = "refunding"
	Refunded    State = "refunded"
)

// States lists them as a sale may go through them.
func States() []State {
	return []State{Opened, Identified, Submitting, Confirming, Reversing, NeedsPerson, Paid,
		Refused, Cancelled, NotSent, Reversed, Refunding, Refunded}
}

// Method is how the payer was identified.
type Method string

// Methods.
const (
	MethodFace Method = "face" // the camera gave a face_code
	MethodCode Method = "code" // a payment code was scanned from the phone
)

// Family is the set of calls an attempt uses, all its life.
type Family string

// Families: by face_code_type "1" and every scanned code, and by face_code_type "0".
const (
	FamilyMicropay Family = "micropay"
	FamilyFacepay  Family = "facepay"
)

// Merchant is who charges. It is kept with each attempt: later calls use it,
// whatever the configuration says by then.
type Merchant struct {
	AppID, MchID       string `json:",omitzero"`
	SubAppID, SubMchID string `json:",omitzero"` // service-provider mode
}

// SaleKey is one basket: attempts of one key exclude each other.
type SaleKey struct {
	MchID, SubMchID string `json:",omitzero"`
	StoreID         string `json:",omitzero"`
	DeviceID        string `json:",omitzero"` // "" where ref_scope is "store"
	Ref             string `json:",omitzero"`
}

// Order is what stays the same through all the life of an attempt.
type Order struct {
	OutTradeNo OutTradeNo
	Sale       SaleKey  `json:",omitzero"`
	RefMinted  bool     `json:",omitzero"` // no --ref was given
	Merchant   Merchant `json:",omitzero"`
	Simulated  bool     `json:",omitzero"`
	TotalFee   Fen      `json:",omitzero"`
	Method     Method   `json:",omitzero"`
	Family     Family   `json:",omitzero"`
	StoreID    string   `json:",omitzero"`
	DeviceID   string   `json:",omitzero"`
	Lane       string   `json:",omitzero"`
	Cashier    string   `json:",omitzero"`
	Body       string   `json:",omitzero"` // "" takes the configured one
	Attach     string   `json:",omitzero"`
	GoodsTag   string   `json:",omitzero"`
	Terms
	OpenedAt time.Time `json:",omitzero"` // this machine's clock, for people

	// WeChat is where it is charged (money rule 1.9): [WeChatItself], or scheme,
	// host and port of another, or [WeChatInside]. "" in facts of before.
	WeChat string `json:",omitzero"`
	// Seq is its place in the journal's sequence, which all processes agree on: an
	// attempt that was opened later has a higher one. The journal makes it; 0 in
	// facts of before.
	Seq int64 `json:",omitzero"`
}

// Places that have a name of their own (money rule 1.9).
const (
	WeChatItself = "wechat" // any of WeChat's own hosts
	WeChatInside = "sim"    // the simulator inside the program
)

// Attempt is one out_trade_no: what its facts add up to. It is a value; Apply
// makes the next one, and no copy of it changes the refunds of another.
type Attempt struct {
	Order
	State State

	// Version is the number of durable facts; Epoch counts the drivers. Both
	// guard each append (money rule 1.7).
	Version int
	Epoch   int

	// Of the intent, on WeChat's clock.
	IntentAt   time.Time
	SendBy     time.Time
	TimeExpire time.Time
	ConfirmBy  time.Time
	FenceAt    time.Time // from here on an absent order can never arrive (money rule 2.3); zero: not begun
	SentAt     time.Time // zero where the process that sent did not live to tell

	PayAnswer   AnswerKind // "" until an answer is durable
	AnswerAt    time.Time  // WeChat's clock
	Code        string     // WeChat's or the device's, of the answer that led here
	Message     string
	QueryCode   string     // of the last query that is durable, in WeChat's words
	RefusalAsk  AnswerKind // what the query said that bore the refusal out, until one is durable behind it
	ReverseCode string     // of the last reverse that is durable

	Face face.Told // what the terminal said of the payer

	TransactionID string
	TimeEnd       time.Time
	CashFee       Fen
	SettlementFee Fen
	charge.Told
	OpenIDTag   string // a fingerprint
	RefundedFee Fen
	OutRefundNo string // of the refund whose acceptance is not known; an older journal's that is stuck keeps it

	// Refunds are the entries of money rule 4b, in the order in which they were
	// entered; nil where there is none.
	Refunds refund.List

	// Adoptions is how often the journal was adopted (money rule 5.9), as of the read: it
	// tells which refunds the journal that it was copied from may be driving (4b.12).
	Adoptions int
	AdoptedAt refund.Adoption // the last time; zero where that is not known

	Unclaimed bool // paid, and nobody knows whether the goods were given
	Shown     bool // PAID was shown by the process that took it
	Reopened  bool // a refusal behind which a charge was found
	Closing   bool // refused, and its number is still to be closed

	DecidedAt   time.Time // of the reversal, WeChat's clock
	DecidedBy   string    // "" automatic, else who
	ReverseDone bool      // a reverse answered SUCCESS with recall=N
	ReverseStop int       // how many answered FAIL with recall=N
	Expired     bool      // REVERSE_EXPIRE
	CloseTries  int       // answered reverses that were to close a refused number

	ResolvedAs string // a person's word; "" where none was needed
	ResolvedBy string
	EndedAt    time.Time // of the fact that ended it, on this machine's clock; of a refund's, on WeChat's

	TenderAs string // how else the customer paid, where nothing was charged here; "" where nobody said
	TenderBy string

	// At most one of these (WithReason).
	EndedBy       EndedBy       // of a sale that was cancelled
	ReverseReason ReverseReason // of a reversal that no person decided
	PersonReason  PersonReason  // of one that needs a person, or needed one to its end
	Note          string        // of the person who decided or resolved it

	// Live is what only the driving process knows. It is never stored: an
	// attempt read from a journal has none, and that is what makes a second
	// request impossible after a restart.
	Live Live
}

// Live is the part of an attempt that dies with the process.
type Live struct {
	Mine      bool      // this process opened it
	ToShow    bool      // a charge not shown yet that this process, or as it was read another, is about to show
	Since     time.Time // when this process took it over, by monotonic time, on WeChat's clock as it now is
	Intent    time.Time // the same of when this process wrote the intent
	OldFence  bool      // FenceAt counts from a stamp that nobody vouches for
	HasCode   bool      // the credential is in this process's hands
	Submitted bool      // this process has begun the pay request

	Ask     AnswerKind // the last query's answer, since the last change of state
	AskAt   time.Time
	HeardAt time.Time // of the last query that was answered; zero since a reverse was sent
	// Behind the fences, on a trusted time: the last query, and the last one that
	// was answered since a reverse was sent.
	AskBehind, HeardBehind bool

	Asks      int
	NotPayAt  time.Time  // the first of a row of NOTPAY
	AbsentAt  time.Time  // the first of a row of ORDERNOTEXIST after the fences
	Fresh     bool       // it was the fresh query of a decision
	Absent2   bool       // two of that row are a minute apart
	NotPay2   bool       // two of that row are two seconds apart
	RefundAsk AnswerKind // the last refundquery's answer
	RefundAt  time.Time
	RefundFee Fen // back by then
	Refunds   int

	Reverse   AnswerKind // the last reverse's answer
	ReverseAt time.Time
	Reverses  int
	PayingAt  time.Time // the first of a row of reverses that said USERPAYING
	AskDue    bool      // a reverse was sent and not yet followed by a query
}

// At reports whether an attempt may be asked about at a WeChat. Where either is
// not known nothing speaks against it.
func (a Attempt) At(wechat string) bool {
	return a.WeChat == "" || wechat == "" || a.WeChat == wechat
}

// ListedAt returns the moment under which an attempt is listed, and by which it
// belongs to a day: its charge, or where it has none, its opening.
func (a Attempt) ListedAt() time.Time {
	if a.TimeEnd.IsZero() {
		return a.OpenedAt
	}
	return a.TimeEnd
}

// AsRead is the attempt as whoever reads a journal sees it. A charge that was
// never shown is unclaimed from the moment at which no living process drives it
// (money rule 5.2): nobody has to look first. driven reports whether one does.
func (a Attempt) AsRead(driven bool) Attempt {
	if a.unshown() {
		a.Unclaimed, a.Live.ToShow = !driven, driven
	}
	return a
}

// unshown reports whether the charge is not shown, nor left unclaimed in a fact, nor
// on its way back as a whole.
func (a Attempt) unshown() bool {
	return a.State == Paid && !a.Shown && !a.Unclaimed && !a.wholeClaimed()
}

// Open reports whether the end of the sale is not known: somebody must drive it. Of a
// refund by hand OpenRefund reports that.
func (a Attempt) Open() bool {
	switch a.State {
	case Submitting, Confirming, Reversing, NeedsPerson:
		return true
	case Refunding: // what WeChat has accepted is on its way (money rule 4b.5)
		return !a.wholeClaimed() || a.OpenRefund() || slices.ContainsFunc(a.Refunds, refund.Entry.IsUnsettled)
	case Paid:
		return a.Unclaimed
	}
	return false
}

// Blocking reports whether no other attempt of the same sale may begin.
func (a Attempt) Blocking() bool {
	// What is being refunded blocks until it is back: its acceptance frees nothing.
	// A refusal was final for its customer: what is found behind it later is
	// driven to its end beside whatever that sale did next.
	return !a.Reopened && !a.in(Refused, Cancelled, NotSent, Reversed)
}

// Final reports whether nothing but a refund or a reopening can follow.
func (a Attempt) Final() bool {
	return a.in(Paid, Refused, Cancelled, NotSent, Reversed, Refunded)
}

// ByHand reports whether a person had a word in it: about the goods, the money back,
// or what no rule could end.
func (a Attempt) ByHand() bool { return a.DecidedBy != "" || a.ResolvedAs != "" }
