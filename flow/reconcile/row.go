package reconcile

import (
	"fmt"
	"time"

	"facetill/flow"
)

// What a bill calls its rows (交易状态).
const (
	RowSuccess = "SUCCESS" // money came; it stays so for ever
	RowRefund  = "REFUND"  // a refund was accepted
	RowRevoked = "REVOKED" // a paid order was reversed
)

// Row is a row of a bill, as far as it is compared. There is no payer in it.
type Row struct {
	Line            int       // in the file, from 1
	At              time.Time // of the charge, or of the acceptance of a refund
	MchID, SubMchID string
	Lane            string // device_info; "" where there is none
	OutTradeNo      flow.OutTradeNo
	TransactionID   string
	OutRefundNo     string
	RefundID        string
	State           string   // one of the three
	TotalFee        flow.Fen // of a charge: 订单金额
	RefundFee       flow.Fen // asked back: 申请退款金额
	TradeType       string   // MICROPAY, FACE, ...
	Platform        bool     // given back on the merchant platform (PLATFORM-ORIGINAL)
}

// Key is what a row is known by. A bill has each once.
type Key struct {
	OutTradeNo  flow.OutTradeNo
	State       string
	OutRefundNo string `json:",omitzero"`
}

// Key returns that of a row. A charge has no refund number, and a reversal's is ours in
// no table: some bills have 0 there.
func (r Row) Key() Key {
	k := Key{OutTradeNo: r.OutTradeNo, State: r.State}
	if r.State == RowRefund {
		k.OutRefundNo = r.OutRefundNo
	}
	return k
}

// Finding is one difference between bill and journal, or a row of which nobody knows
// what it says.
type Finding struct {
	Class         Class
	Line          int             `json:",omitzero"` // of the file; 0: there is no row
	At            time.Time       `json:",omitzero"`
	Lane          string          `json:",omitzero"`
	OutTradeNo    flow.OutTradeNo `json:",omitzero"`
	TransactionID string          `json:",omitzero"`
	State         string          `json:",omitzero"` // the bill's word for the row
	OutRefundNo   string          `json:",omitzero"`
	RefundID      string          `json:",omitzero"`
	TradeType     string          `json:",omitzero"`
	Theirs        flow.Fen        `json:",omitzero"` // the bill's amount
	Ours          flow.Fen        `json:",omitzero"` // the journal's
	Stands        flow.State      `json:",omitzero"` // how the journal has the attempt; "" where it has none
	Refund        string          `json:",omitzero"` // how it has the refund
	Why           string          `json:",omitzero"` // what is known beside that: of a row that does not read, of a sum
	Print         string          `json:",omitzero"` // of a row that does not read: what stands in it, as a hash
	Nth           int             `json:",omitzero"` // which one it is of several that say the same, from 2
}

// Key returns what the finding is known by over several comparisons of a day: by what it
// says, never by where it stands. A word about it holds for this alone, so whatever else
// could come in its place is in it.
func (f Finding) Key() (key string) {
	switch {
	case f.OutTradeNo == "":
		key = fmt.Sprintf("%s/%s/%s", f.Class, f.Why, f.Print)
	case f.Class == Differs:
		key = fmt.Sprintf("%s/%s/%s/%s/%d/%d/%s/%s", f.Class, f.OutTradeNo, f.State, f.OutRefundNo, f.Theirs, f.Ours, f.TransactionID, f.Why)
	case f.Class == Twice:
		key = fmt.Sprintf("%s/%s/%s/%s/%d/%s", f.Class, f.OutTradeNo, f.State, f.OutRefundNo, f.Theirs, f.TransactionID)
	default:
		key = fmt.Sprintf("%s/%s/%s/%s/%d", f.Class, f.OutTradeNo, f.State, f.OutRefundNo, f.Theirs)
	}
	if f.Nth > 0 {
		key += fmt.Sprintf("/%d", f.Nth)
	}
	return key
}

// of begins a finding of a row.
func of(c Class, r Row, why string) Finding {
	f := Finding{Class: c, Line: r.Line, At: r.At, Lane: r.Lane, OutTradeNo: r.OutTradeNo, TransactionID: r.TransactionID,
		State: r.State, RefundID: r.RefundID, TradeType: r.TradeType, Theirs: r.TotalFee, Why: why}
	if r.State == RowRefund {
		f.OutRefundNo = r.OutRefundNo
	}
	if r.State != RowSuccess {
		f.Theirs = r.RefundFee
	}
	if r.Platform && why == "" {
		f.Why = "platform"
	}
	return f
}

// with adds how the journal has the attempt.
func (f Finding) with(a flow.Attempt) Finding {
	f.Ours, f.Stands = a.TotalFee, a.State
	return f
}

// ForeignError is a bill that is not this merchant's, or not of this day: nothing of it
// is about this journal.
type ForeignError struct {
	Line       int
	What       string // "merchant" or "day"
	Have, Want string
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("line %d of the bill is of %s %s, and this is about %s", e.Line, e.What, e.Have, e.Want)
}
