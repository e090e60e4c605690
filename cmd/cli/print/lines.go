package print

import (
	"reflect"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
)

// FactLine is one durable fact of a sale.
type FactLine struct {
	Type       string `json:"type"`
	Seq        int    `json:"seq,omitempty" doc:"the number of the fact in the journal, from 1, the same in status --timeline; absent for what pay sees and the journal does not keep"`
	Ref        string `json:"ref,omitempty" doc:"your --ref"`
	OutTradeNo string `json:"out_trade_no" doc:"the number of the attempt"`
	At         Stamp  `json:"at" doc:"this machine's clock"`
	State      string `json:"state" is:"state" doc:"where the attempt stands after it"`
	Fact       string `json:"fact" doc:"what happened"`
	Code       string `json:"code,omitempty" doc:"WeChat's, the device's or ours"`

	OutRefundNo string `json:"out_refund_no,omitempty" doc:"the number of the refund that it happened to"`
	RefundFee   int64  `json:"refund_fee,omitempty" doc:"fen of the refund, where the fact has them"`
	ApprovedBy  string `json:"approved_by,omitempty" doc:"the manager who approved it, where it is a person's word; manager where the PIN was the till's own"`
}

// FactOf is the line of a fact after which a stands; n is its number.
func FactOf(n int, at time.Time, a flow.Attempt, f flow.Fact) FactLine {
	line := FactLine{Type: "fact", Seq: n, OutTradeNo: string(a.OutTradeNo), At: Stamp(at), State: string(a.State), Fact: f.Kind(), Code: CodeOf(f)}
	if !a.RefMinted {
		line.Ref = a.Sale.Ref
	}
	number, fee := refundIn(f)
	line.OutRefundNo, line.RefundFee = number, int64(fee)
	line.ApprovedBy, _ = approvedBy(f)
	return line
}

// approvedBy is who approved a person's word; false of a fact that nobody approves.
func approvedBy(f flow.Fact) (who string, is bool) {
	by := reflect.ValueOf(f).FieldByName("ApprovedBy")
	if !by.IsValid() {
		return "", false
	}
	return field.Plain(by.String()), true
}

// LastApproved returns who approved the last word of a person in a timeline; that goods
// were given nobody approves.
func LastApproved(events []flow.Event) string {
	for _, e := range slices.Backward(events) {
		_, given := e.Fact.(flow.GoodsGiven)
		if who, is := approvedBy(e.Fact); is || given {
			return who
		}
	}
	return ""
}

// refundIn is the number and the fee of a fact about a refund, as far as it has them.
func refundIn(f flow.Fact) (number string, fee flow.Fen) {
	if _, is := f.(refund.Fact); !is {
		return "", 0
	}
	v := reflect.ValueOf(f)
	if no := v.FieldByName("OutRefundNo"); no.IsValid() {
		number = field.Plain(no.String())
	}
	if sum := v.FieldByName("Fee"); sum.IsValid() {
		fee = flow.Fen(sum.Int())
	}
	return number, fee
}

// Facts prints the facts of a sale for a program.
type Facts struct{ To *Printer }

// Observe prints what happened. A durable fact has the number that the journal
// gave it, which is the attempt's version: a call may go from one attempt of its
// reference to the next, and what a fact is numbered by is never what was printed
// before. What is not kept has no number.
func (f Facts) Observe(u flow.Update) {
	if u.Fact == nil {
		return
	}
	seq := 0
	if u.Kept {
		seq = u.Attempt.Version
	}
	f.To.Line(FactOf(seq, u.At, u.Attempt, u.Fact))
}

// Stamp is a time as RFC 3339 in Beijing, absent where there is none.
type Stamp time.Time

// IsZero has no text.
func (s Stamp) IsZero() bool { return time.Time(s).IsZero() }

// MarshalText writes milliseconds.
func (s Stamp) MarshalText() ([]byte, error) {
	return []byte(time.Time(s).In(flow.Beijing).Format("2006-01-02T15:04:05.000Z07:00")), nil
}

// CodeOf is WeChat's or the device's code of a fact, as it may be shown; "" where a
// fact has none.
func CodeOf(f flow.Fact) string {
	for _, name := range []string{"Code", "Status"} { // what a query said of a refund is its status
		if code := reflect.ValueOf(f).FieldByName(name); code.IsValid() {
			return field.PlainCode(code.String())
		}
	}
	return ""
}

// Ended is what every result line has, and the whole one of a command that has
// nothing more to say.
type Ended struct {
	Type     string `json:"type"`
	Command  string `json:"command,omitempty"`
	ExitCode int    `json:"exit_code" doc:"the code of the process; where the two differ, the code of the process counts"`
	ErrCode  string `json:"err_code,omitempty" doc:"where exit_code is 64 or 69: a word of a closed list"`
	Message  string `json:"message,omitempty" doc:"for people"`
	Hint     string `json:"hint,omitempty" doc:"what to try"`
}

// ListEnded is the result line of a command that lists.
type ListEnded struct {
	Ended
	Count int  `json:"count" doc:"how many attempt lines stand before this one"`
	More  bool `json:"more,omitempty" doc:"the list was cut: there are more"`
}

// TextLine is what a command prints for people alone.
type TextLine struct {
	Type string `json:"type"`
	Text string `json:"text" doc:"as the command prints it without -o json"`
}

// AttemptLine is a row of a list.
type AttemptLine struct {
	Type    string `json:"type"`
	Outcome string `json:"outcome" is:"outcome" doc:"what may be said of it now"`
	Record
	Notice string `json:"notice,omitempty" doc:"recover: slow after 2 minutes of a reversal, late after 30"`
}

// AttemptOf is the row of an attempt, with the notice that it has now.
func AttemptOf(a flow.Attempt, n flow.Notice) AttemptLine {
	return AttemptLine{"attempt", string(a.Outcome()), RecordOf(a), notices[n].word}
}
