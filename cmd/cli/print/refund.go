package print

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/tui/text"
)

// RefundRecord is what lines say of a refund beside its sale's record.
type RefundRecord struct {
	OutRefundNo   string `json:"out_refund_no,omitempty" doc:"the number of the refund; absent where an older journal saw one without"`
	RefundFee     int64  `json:"refund_fee" doc:"fen"`
	State         string `json:"state" is:"refund_state" doc:"where the refund stands"`
	Ref           string `json:"refund_ref,omitempty" doc:"the --ref of the refund"`
	Reason        string `json:"reason,omitempty" doc:"what the customer reads"`
	By            string `json:"by,omitempty" doc:"who gave it back"`
	ApprovedBy    string `json:"approved_by,omitempty" doc:"the manager who approved it; manager where the PIN was the till's own"`
	BegunAt       Stamp  `json:"begun_at,omitzero" doc:"WeChat's clock"`
	AcceptedAt    Stamp  `json:"accepted_at,omitzero" doc:"when WeChat took it: it is on its way from there"`
	DoneAt        Stamp  `json:"done_at,omitzero" doc:"when it was heard that it is back, or when a person ended it"`
	ErrCode       string `json:"err_code,omitempty" doc:"WeChat's"`
	Message       string `json:"message,omitempty" doc:"WeChat's, for people"`
	SettledAs     string `json:"settled_as,omitempty" is:"settled" doc:"a person's word that ended it"`
	SettledBy     string `json:"settled_by,omitempty" doc:"whose word it is"`
	SettledReason string `json:"settled_reason,omitempty" doc:"how they know"`
	Told          bool   `json:"told,omitempty" doc:"somebody was told of it"`
}

// RefundOf returns what lines say of a refund.
func RefundOf(e refund.Entry) RefundRecord {
	r := RefundRecord{OutRefundNo: field.Plain(e.Number), RefundFee: int64(e.Amount()), State: string(e.State), Ref: field.Plain(e.Ref),
		Reason: field.Plain(e.Reason), By: field.Plain(e.By), ApprovedBy: field.Plain(e.ApprovedBy), BegunAt: Stamp(e.BegunAt), AcceptedAt: Stamp(e.AcceptedAt), DoneAt: Stamp(e.DoneAt),
		SettledAs: e.SettledAs, SettledBy: field.Plain(e.SettledBy), SettledReason: field.Plain(e.SettledReason), Told: e.ToldN > 0}
	if e.State == refund.Elsewhere { // it was given back before we found it, and nobody knows when
		r.BegunAt, r.AcceptedAt = Stamp{}, Stamp{}
	}
	switch {
	case e.Mismatch:
		r.ErrCode = "REFUND_FEE_MISMATCH"
	case e.IsUnsettled() || e.Final && e.Status == refund.StatusClosed: // its code is of the send, which was taken
		r.ErrCode = e.Status
	case !e.IsClaimed():
		r.ErrCode, r.Message = field.PlainCode(e.Code), field.Plain(e.Message)
	}
	return r
}

// RefundsOf returns what lines say of some refunds.
func RefundsOf(list []refund.Entry) (all []RefundRecord) {
	for _, e := range list {
		all = append(all, RefundOf(e))
	}
	return all
}

// RefundResult is the last line of refund. Its state is that of the refund, and not of
// the sale.
type RefundResult struct {
	Type          string         `json:"type"`
	Command       string         `json:"command,omitempty"`
	Outcome       string         `json:"outcome,omitempty" is:"outcome" doc:"refunding: on its way; refunded: it is back; declined: nothing moved; open: nobody knows yet; failed: nothing was begun"`
	ExitCode      int            `json:"exit_code" doc:"the code of the process; where the two differ, the code of the process counts: taken by WeChat, and the telling of it could not be recorded, is 8"`
	Ref           string         `json:"ref,omitempty" doc:"the --ref of the sale"`
	OutTradeNo    string         `json:"out_trade_no,omitempty" doc:"the number of the sale"`
	TransactionID string         `json:"transaction_id,omitempty" doc:"WeChat's number of the charge"`
	SaleState     string         `json:"sale_state,omitempty" is:"state" doc:"where the sale stands"`
	TotalFee      int64          `json:"total_fee,omitempty" doc:"fen of the sale"`
	RefundedFee   int64          `json:"refunded_fee,omitempty" doc:"fen of the sale that are back"`
	RefundingFee  int64          `json:"refunding_fee,omitempty" doc:"fen of the sale that are on their way back"`
	StuckFee      int64          `json:"stuck_fee,omitempty" doc:"fen of the sale that WeChat has and does not bring: a person ends them"`
	RefundableFee int64          `json:"refundable_fee,omitempty" doc:"fen that are left to give back, in whichever way"`
	OutRefundNo   string         `json:"out_refund_no,omitempty" doc:"the number of the refund"`
	RefundFee     int64          `json:"refund_fee,omitempty" doc:"fen of the refund"`
	CashRefundFee int64          `json:"cash_refund_fee,omitempty" doc:"fen of it that the customer gets, coupons off; absent where WeChat did not say"`
	State         string         `json:"state,omitempty" is:"refund_state" doc:"where the refund stands"`
	RefundRef     string         `json:"refund_ref,omitempty" doc:"the --ref of the refund"`
	RefundID      string         `json:"refund_id,omitempty" doc:"WeChat's number of the refund"`
	Reason        string         `json:"reason,omitempty" doc:"what the customer reads"`
	By            string         `json:"by,omitempty" doc:"who gave it back"`
	ApprovedBy    string         `json:"approved_by,omitempty" doc:"the manager who approved it; manager where the PIN was the till's own"`
	SettledAs     string         `json:"settled_as,omitempty" is:"settled" doc:"a person's word that ended it"`
	SettledBy     string         `json:"settled_by,omitempty" doc:"whose word it is"`
	BegunAt       Stamp          `json:"begun_at,omitzero" doc:"WeChat's clock"`
	AcceptedAt    Stamp          `json:"accepted_at,omitzero" doc:"when WeChat took it: it is on its way from there"`
	DoneAt        Stamp          `json:"done_at,omitzero" doc:"when it was heard that it is back, or when a person ended it"`
	Received      string         `json:"received,omitempty" doc:"where the customer gets it, in WeChat's words"`
	ErrCode       string         `json:"err_code,omitempty" doc:"WeChat's or ours"`
	Message       string         `json:"message,omitempty" doc:"WeChat's or ours, for people"`
	Hint          string         `json:"hint,omitempty" doc:"what to try"`
	Replayed      bool           `json:"replayed,omitempty" doc:"the answer of an earlier call of this --ref"`
	StoppedBy     []RefundRecord `json:"stopped_by,omitempty" doc:"the refunds of which a person has to say that this is one more: err_code POSSIBLE_DUPLICATE"`
	Count         int            `json:"count,omitempty" doc:"where several sales are meant: how many attempt lines stand before this one"`
	Simulated     bool           `json:"simulated,omitempty" doc:"not real money"`
}

// RefundResultOf returns what the line says of a sale and one of its refunds; of none of
// either, nothing.
func RefundResultOf(a flow.Attempt, e refund.Entry) RefundResult {
	if a.OutTradeNo == "" {
		return RefundResult{}
	}
	sale := RecordOf(a)
	r := RefundResult{Ref: sale.Ref, OutTradeNo: sale.OutTradeNo, TransactionID: sale.TransactionID, SaleState: sale.State, TotalFee: sale.TotalFee,
		RefundedFee: sale.RefundedFee, RefundingFee: sale.RefundingFee, StuckFee: sale.StuckFee, Simulated: sale.Simulated}
	if a.WasPaid() {
		r.RefundableFee = int64(a.Refunds.Left(a.TotalFee))
	}
	if e.State == "" {
		return r
	}
	one := RefundOf(e)
	r.OutRefundNo, r.RefundFee, r.CashRefundFee, r.State, r.RefundRef, r.RefundID = one.OutRefundNo, one.RefundFee, int64(e.CashFee), one.State, one.Ref, field.Plain(e.RefundID)
	r.Reason, r.By, r.ApprovedBy, r.SettledAs, r.SettledBy = one.Reason, one.By, one.ApprovedBy, e.SettledAs, field.Plain(e.SettledBy)
	r.BegunAt, r.AcceptedAt, r.DoneAt, r.Received = one.BegunAt, one.AcceptedAt, one.DoneAt, field.Plain(e.Received)
	if !e.IsBack() && !e.IsMoving() {
		r.Received = "" // he does not
	}
	r.ErrCode, r.Message = one.ErrCode, one.Message
	return r
}

// SayRefund is the result line for people: how much of the sale, how it stands, and what
// the customer may be told. It is "back" only where WeChat has said so.
func SayRefund(w *text.Words, a flow.Attempt, e refund.Entry, r RefundResult) string {
	line := fmt.Sprintf("%s  %s/%s  %s", w.Refund(e), e.Amount(), a.TotalFee, r.OutRefundNo)
	if r.ErrCode != "" {
		line += "  " + r.ErrCode
	}
	if e.CashFee > 0 && e.CashFee < e.Amount() {
		line += fmt.Sprintf("  %s %s", w.SlipRefundCash, w.Yuan(e.CashFee))
	}
	if says := w.RefundSays(e, e.IsAdopted(a.Adoptions)); says != "" {
		line += "  " + field.Plain(says)
	}
	if r.Replayed {
		line += "  replayed"
	}
	if r.Simulated {
		line += "  simulated"
	}
	return line
}

// RefundRow is a refund in a list for people.
func RefundRow(e refund.Entry) string {
	r := RefundOf(e)
	line := fmt.Sprintf("%s  %10s  %s  %-12s %s", e.BegunAt.In(flow.Beijing).Format("2006-01-02 15:04:05"), e.Amount(),
		cmp.Or(r.OutRefundNo, "without a number"), r.State, e.Outcome())
	if e.BegunAt.IsZero() || e.State == refund.Elsewhere { // somebody else's, or an older journal's
		line = strings.Repeat(" ", 19) + line[19:]
	}
	if r.By != "" {
		line += "  " + field.Quoted(r.By)
	}
	if e.SettledAs != "" {
		line += fmt.Sprintf("  %s says %s: %s", field.Quoted(e.SettledBy), e.SettledAs, r.SettledReason)
	}
	for _, part := range []string{r.Reason, r.ErrCode} {
		if part != "" {
			line += "  " + part
		}
	}
	if r.Ref != "" {
		line += "  ref " + Reference(r.Ref)
	}
	return line
}

// RefundRows writes refunds for people, a line each.
func RefundRows(to io.Writer, list []refund.Entry) {
	for _, e := range list {
		fmt.Fprintln(to, RefundRow(e))
	}
}

// RefundHelps is what to try about a refund that has no end, "" about one that has.
func RefundHelps(a flow.Attempt, e refund.Entry) string {
	call := "facetill refund " + string(a.OutTradeNo)
	switch {
	case e.State == refund.Entered && e.IsAdopted(a.Adoptions):
		return fmt.Sprintf("%s --send-again %s, when a person has looked: the journal that this one was copied from may be sending it", call, e.Number)
	case e.IsLate():
		return fmt.Sprintf("facetill recover, which goes on with it; what keeps it WeChat's merchant platform says: was the sale reversed there, %s --settled %s --as otherwise --by NAME --reason TEXT", call, e.Number)
	case e.State == refund.Entered:
		return "facetill recover"
	case e.IsUnsettled():
		return fmt.Sprintf("%s --settled %s --as there --by NAME --reason TEXT, when a person has given it back on WeChat's merchant platform", call, cmp.Or(e.Number, "NUMBER"))
	case e.WantsBalance():
		return fmt.Sprintf("%s --send-again %s --account balance", call, e.Number)
	case e.State == refund.Refused && e.Final && a.Refunds.Left(a.TotalFee) == 0:
		return ""
	case e.State == refund.Refused && e.Final:
		return fmt.Sprintf("%s --amount %s --reason TEXT --new %s: WeChat has closed this one, and takes it under a new number alone", call, min(e.Amount(), a.Refunds.Left(a.TotalFee)), e.Number)
	case e.State == refund.Refused && a.Expired && !flow.Charged(a):
		return personHelps(a)
	case e.State == refund.Refused:
		return fmt.Sprintf("%s --send-again %s, or --settled %s --as otherwise --by NAME --reason TEXT", call, e.Number, e.Number)
	}
	return ""
}

// unended is the refund of a sale that somebody has to look after: one whose acceptance
// is not known, else one that is stuck, else one that was closed or refused and nobody was told.
func unended(a flow.Attempt) (refund.Entry, bool) {
	if e, is := a.Refunds.Begun(); is {
		return e, true
	}
	for _, of := range []func(refund.Entry) bool{refund.Entry.IsUnsettled, refund.Entry.IsUnheard} {
		if i := slices.IndexFunc(a.Refunds, of); i >= 0 {
			return a.Refunds[i], true
		}
	}
	return refund.Entry{}, false
}

// RefundStands says how the refund stands that somebody has to look after, "" where there
// is none.
func RefundStands(a flow.Attempt) string { return RefundStandsIn(&text.English, a) }

// RefundStandsIn is [RefundStands] in the words of a language.
func RefundStandsIn(w *text.Words, a flow.Attempt) string {
	e, is := unended(a)
	if !is {
		return ""
	}
	says := w.StandsClosed
	switch {
	case e.State == refund.Entered && e.IsAdopted(a.Adoptions):
		says = w.StandsAdopted
	case e.State == refund.Entered:
		says = w.StandsBegun
	case e.IsUnsettled():
		says = w.StandsStuck
	case !e.Final:
		says = w.StandsRefused
	}
	return fmt.Sprintf(says, cmp.Or(field.Plain(e.Number), "-"), e.Amount())
}

// refundsText is what the row of a sale says of its refunds.
func refundsText(a flow.Attempt) (line string) {
	if a.State != flow.Paid && a.State != flow.Refunded {
		return ""
	}
	if e, is := unended(a); is {
		line += fmt.Sprintf("  refund %s %s %s", e.Amount(), e.State, e.Number)
	}
	if moving, _ := onTheirWay(a); moving > 0 {
		line += fmt.Sprintf("  %s on its way back", moving)
	}
	if a.RefundedFee > 0 && a.State == flow.Paid {
		line += fmt.Sprintf("  %s back", a.RefundedFee)
	}
	if cash := a.Refunds.Otherwise(); cash > 0 {
		line += fmt.Sprintf("  %s in another way", cash)
	}
	return line
}

// onTheirWay is what of a sale is on its way back, and what is stuck.
func onTheirWay(a flow.Attempt) (moving, stuck flow.Fen) {
	for _, e := range a.Refunds {
		switch {
		case e.IsMoving():
			moving += e.Amount()
		case e.IsUnsettled():
			stuck += e.Amount()
		}
	}
	return moving, stuck
}

// RefundsOpen are the refunds without an end, in the result line of a command that looks
// after them.
type RefundsOpen struct {
	RefundsOpen   int   `json:"refunds_open,omitempty" doc:"of how many refunds nobody knows whether WeChat takes them; open counts their sales, too"`
	RefundsStuck  int   `json:"refunds_stuck,omitempty" doc:"how many refunds WeChat has and does not bring: a person ends them"`
	RefundsClosed int   `json:"refunds_closed,omitempty" doc:"how many refunds WeChat closed, or refused, and nobody was told: a person gives them back anew"`
	Refunding     int   `json:"refunding,omitempty" doc:"how many refunds are on their way; nothing waits for them"`
	RefundingFee  int64 `json:"refunding_fee,omitempty" doc:"fen of those"`
}

// RefundsOpenOf returns what a line says of the refunds without an end.
func RefundsOpenOf(r till.OpenRefunds) RefundsOpen {
	l := RefundsOpen{RefundsOpen: len(r.Open), RefundsStuck: len(r.Stuck), RefundsClosed: len(r.Closed), Refunding: len(r.Moving)}
	for _, e := range r.Moving {
		l.RefundingFee += int64(e.Amount())
	}
	return l
}

// Persons is how many of them a person has to know of.
func (l RefundsOpen) Persons() int { return l.RefundsStuck + l.RefundsClosed }

// CountPersons counts those.
func CountPersons(n int) string {
	return counted(n, "1 refund is before a person", "%d refunds are before a person")
}

// Say is the same for people, "" where there are none.
func (l RefundsOpen) Say(w *text.Words) string {
	if l == (RefundsOpen{}) {
		return ""
	}
	return fmt.Sprintf(w.DayRefunds, l.RefundsOpen, l.Persons(), l.Refunding, flow.Fen(l.RefundingFee))
}
