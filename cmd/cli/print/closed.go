package print

import (
	"cmp"
	"fmt"
	"io"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/field"
	"facetill/tui/text"
)

// Closed is the result line of close.
type Closed struct {
	Ended
	*ClosedRecord        // absent where none was made
	Due           string `json:"due,omitempty" doc:"the day that is to be closed next"`
	Open          int    `json:"open" doc:"how many attempts are open; where a record was made, it passed over them"`
	Otherwise     int    `json:"otherwise,omitempty" doc:"how many were resolved by hand and not as WeChat has them, or have more on its way back than was charged"`
	Count         int    `json:"count" doc:"how many attempt lines stand before this one"`
}

// ClosedRecord is the numbered, frozen record of a day. Amounts are in fen.
type ClosedRecord struct {
	Close      int             `json:"close" doc:"the number of the record: from 1, without gaps"`
	Date       string          `json:"date" doc:"the business day"`
	From       Stamp           `json:"from" doc:"when it began"`
	To         Stamp           `json:"to" doc:"when it was over"`
	MadeAt     Stamp           `json:"made_at" doc:"when the record was made"`
	By         string          `json:"by,omitempty" doc:"who made it"`
	Forced     bool            `json:"forced,omitempty" doc:"something was open: passed_over has it"`
	StoreID    string          `json:"store_id,omitempty"`
	MchID      string          `json:"mch_id,omitempty"`
	SubMchID   string          `json:"sub_mch_id,omitempty"`
	PlayMoney  bool            `json:"simulated,omitempty" doc:"no sale here is real"`
	*Total                     // of the day itself
	Totals     []Total         `json:"totals,omitempty" doc:"by method and cashier"`
	Hours      []Hour          `json:"hours,omitempty" doc:"those with a sale or a refund"`
	Earlier    []EarlierClosed `json:"earlier,omitempty" doc:"what belongs to days that were closed before it was known, a day each: in no sum but its own and in_all"`
	InAll      *Total          `json:"in_all,omitempty" doc:"of the day and of earlier ones; absent where there are none"`
	GivenBack  int             `json:"given_back,omitempty" doc:"how many refunds WeChat took"`
	GivenFee   int64           `json:"given_back_fee,omitempty" doc:"fen of them"`
	Unrefunded int             `json:"refused_after_all,omitempty" doc:"how many refunds that an earlier record has were refused after all"`
	UnrefFee   int64           `json:"refused_after_all_fee,omitempty" doc:"fen of them"`
	Undone     int             `json:"undone,omitempty" doc:"how many sales that an earlier record has are none after all"`
	UndoneFee  int64           `json:"undone_fee,omitempty" doc:"fen of them"`
	Refused    int             `json:"refused,omitempty" doc:"how many were refused, and not charged"`
	Cancelled  int             `json:"cancelled,omitempty" doc:"how many were cancelled"`
	NotSent    int             `json:"not_sent,omitempty" doc:"how many were not sent"`
	Reversed   int             `json:"reversed,omitempty" doc:"how many were reversed"`
	Unclear    int             `json:"unclear,omitempty" doc:"how many had no result yet"`
	Reopened   int             `json:"reopened,omitempty" doc:"how many refusals of the day were opened again, because money was behind them"`
	ByHand     int             `json:"by_hand,omitempty" doc:"how many sales a person decided: of the day, in it, or with a line of the record"`
	Words      []ClosedWord    `json:"words,omitempty" doc:"what persons decided of those"`
	Late       []ClosedLate    `json:"late,omitempty" doc:"refused when an earlier day was closed, charged after all, and ended since"`
	Tenders    []Tender        `json:"tenders,omitempty" doc:"how else customers paid, of what ended unpaid; in no sum"`
	Elsewise   int64           `json:"otherwise_fee,omitempty" doc:"fen that customers got back in another way in the day, by persons' word: in no other sum"`
	PassedOver []PassedOver    `json:"passed_over,omitempty" doc:"what had no result"`
	EndedSince []PassedOver    `json:"ended,omitempty" doc:"what earlier records passed over, and how it ended"`
	Lines      int             `json:"lines" doc:"how many facts of money are in it"`
	LinesHash  string          `json:"lines_hash,omitempty" doc:"over those"`
	Facts      int64           `json:"facts" doc:"how many facts the journal had"`
	Before     string          `json:"before,omitempty" doc:"the hash of the record before"`
	Hash       string          `json:"hash" doc:"of this one"`
}

// EarlierClosed is what belongs to a day that was closed before it was known.
type EarlierClosed struct {
	Date string `json:"date"`
	Total
	Totals []Total `json:"totals,omitempty" doc:"by method and cashier"`
}

// PassedOver is what had no result when a record was made.
type PassedOver struct {
	OutTradeNo  string `json:"out_trade_no" doc:"the number of the attempt"`
	OutRefundNo string `json:"out_refund_no,omitempty" doc:"the number of the refund, where it is one"`
	State       string `json:"state" doc:"where it stood"`
	Fee         int64  `json:"fee" doc:"fen"`
	Close       int    `json:"close" doc:"the first record that passed over it"`
}

// ClosedWord is what a person decided.
type ClosedWord struct {
	OutTradeNo string `json:"out_trade_no" doc:"the number of the attempt"`
	ResolvedAs string `json:"resolved_as,omitempty" is:"resolved" doc:"as what; absent where a person gave money back"`
	By         string `json:"by,omitempty"`
	Reason     string `json:"reason,omitempty"`
	State      string `json:"state" is:"state" doc:"where it stood"`
	Fee        int64  `json:"fee" doc:"fen"`
}

// ClosedLate is a refusal of an earlier day behind which money was found.
type ClosedLate struct {
	Date       string `json:"date" doc:"its day"`
	OutTradeNo string `json:"out_trade_no" doc:"the number of the attempt"`
	State      string `json:"state" is:"state" doc:"what became of it"`
	Fee        int64  `json:"fee" doc:"fen"`
}

// ClosedOf is the part of the line that a record has.
func ClosedOf(r day.Record) *ClosedRecord {
	total := totalOf(r.All)
	l := &ClosedRecord{Close: r.Number, Date: r.Day, From: Stamp(r.From), To: Stamp(r.To), MadeAt: Stamp(r.MadeAt), By: field.Plain(r.By), Forced: r.Forced,
		StoreID: r.StoreID, MchID: r.MchID, SubMchID: r.SubMchID, PlayMoney: r.Simulated, Total: &total, Totals: totalsOf(r.Sums),
		GivenBack: r.GivenBack.N, GivenFee: int64(r.GivenBack.Fee), Unrefunded: r.RefusedAfterAll.N, UnrefFee: int64(r.RefusedAfterAll.Fee),
		Undone: r.Undone.N, UndoneFee: int64(r.Undone.Fee), Refused: r.Counts.Refused, Cancelled: r.Counts.Cancelled, NotSent: r.Counts.NotSent,
		Reversed: r.Counts.Reversed, Unclear: len(r.Open), Reopened: r.Reopened, ByHand: r.ByHand, Elsewise: int64(r.Otherwise),
		Lines: r.Lines, LinesHash: r.LinesHash, Facts: r.Facts.N, Before: r.Before, Hash: r.Hash}
	for _, h := range r.Hours {
		l.Hours = append(l.Hours, Hour{h.Hour, totalOf(h.Sum)})
	}
	for _, e := range r.Earlier {
		l.Earlier = append(l.Earlier, EarlierClosed{e.Day, totalOf(e.All), totalsOf(e.Sums)})
	}
	if len(r.Earlier) > 0 {
		all := totalOf(r.Total)
		l.InAll = &all
	}
	for _, t := range r.Tenders {
		l.Tenders = append(l.Tenders, Tender{t.As, t.Sales, int64(t.Fee)})
	}
	for _, d := range r.Words {
		l.Words = append(l.Words, ClosedWord{string(d.OutTradeNo), d.As, field.Plain(d.By), field.Plain(d.Reason), string(d.State), int64(d.Fee)})
	}
	for _, d := range r.Late {
		l.Late = append(l.Late, ClosedLate{d.Day, string(d.OutTradeNo), string(d.State), int64(d.Fee)})
	}
	for _, o := range r.Open {
		l.PassedOver = append(l.PassedOver, PassedOver{string(o.OutTradeNo), o.OutRefundNo, o.State, int64(o.Fee), o.Since})
	}
	for _, o := range r.Ended {
		l.EndedSince = append(l.EndedSince, PassedOver{string(o.OutTradeNo), o.OutRefundNo, o.State, int64(o.Fee), o.PassedOver})
	}
	return l
}

// totalsOf are the sums by method and cashier. A name comes out of the journal, so nothing
// of it may move a cursor (money rule 6.5).
func totalsOf(sums []day.Sum) (all []Total) {
	for _, s := range sums {
		s.Cashier = field.Plain(s.Cashier)
		all = append(all, totalOf(s))
	}
	return all
}

// Table writes the record for people, in the words of a language, from itself alone: it
// reads the same whenever it is printed.
func (l *ClosedRecord) Table(to io.Writer, w *text.Words) {
	say := func(format string, args ...any) { fmt.Fprintf(to, format+"\n", args...) }
	say(w.CloseTitle, l.Close, l.Date)
	say(w.CloseSpan, minute(l.From), minute(l.To))
	if made := minute(l.MadeAt); l.By == "" {
		say(w.CloseMade, made)
	} else {
		say(w.CloseMadeBy, made, field.Quoted(l.By))
	}
	say(w.CloseShop, l.StoreID, cmp.Or(l.SubMchID, l.MchID))
	if l.PlayMoney {
		say("%s", w.SlipTraining)
	}
	if l.Forced {
		say("%s", w.CloseForced)
	}
	l.sums(to, w, say)
	hourChart(to, l.Hours)
	say(w.CloseCounts, l.Refused, l.Cancelled, l.NotSent, l.Reversed)
	say(w.CloseCountsTwo, l.Unclear, l.Reopened, l.ByHand)
	l.beside(w, say)
	if l.Elsewise > 0 {
		say(w.DayOtherwise, flow.Fen(l.Elsewise))
	}
	tenderTable(to, w, l.Tenders)
	passed(say, l.PassedOver, w.CloseOpen, w.CloseSince)
	passed(say, l.EndedSince, w.CloseEnded, w.ClosePassed)
	say(w.CloseLines, l.Lines, l.LinesHash, l.Facts)
	if l.Before == "" {
		say("%s", w.CloseFirst)
	} else {
		say(w.CloseBefore, l.Before)
	}
	say(w.CloseHash, l.Hash)
}

// sums are those of the day, and of what belongs to days that were closed before.
func (l *ClosedRecord) sums(to io.Writer, w *text.Words, say func(string, ...any)) {
	sumTable(to, w, l.Totals, *l.Total)
	couponLine(to, w, *l.Total)
	for _, e := range l.Earlier {
		say(w.CloseEarlier, e.Date)
		sumTable(to, w, e.Totals, e.Total)
		couponLine(to, w, e.Total)
	}
	if t := l.InAll; t != nil {
		say("%s: %s %d, %s %s, %s %s, %s %s", w.CloseTotal, w.ColSales, t.Sales, w.ColCharged, flow.Fen(t.TotalFee),
			w.ColRefunded, flow.Fen(t.RefundedFee), w.ColSum, flow.Fen(t.TotalFee-t.RefundedFee))
	}
	for _, part := range []struct {
		says string
		n    int
		fee  int64
	}{{w.CloseGivenBack, l.GivenBack, l.GivenFee}, {w.CloseRefused, l.Unrefunded, l.UnrefFee}, {w.CloseUndone, l.Undone, l.UndoneFee}} {
		if part.n > 0 {
			say(part.says, part.n, flow.Fen(part.fee))
		}
	}
}

// beside lists what persons decided, and refusals behind which money was found too late.
func (l *ClosedRecord) beside(w *text.Words, say func(string, ...any)) {
	for i, d := range l.Words {
		if i == 0 {
			say("%s", w.CloseWords)
		}
		say("%10s  %s  %s  %s: %s", flow.Fen(d.Fee), d.OutTradeNo, cmp.Or(d.ResolvedAs, d.State), field.Quoted(d.By), field.Quoted(d.Reason))
	}
	for i, d := range l.Late {
		if i == 0 {
			say("%s", w.CloseLate)
		}
		say("%10s  %s  %s  %s", flow.Fen(d.Fee), d.OutTradeNo, d.State, d.Date)
	}
}

// passed lists what had no result, or how it ended.
func passed(say func(string, ...any), list []PassedOver, head, by string) {
	for i, o := range list {
		if i == 0 {
			say("%s", head)
		}
		no := o.OutTradeNo
		if o.OutRefundNo != "" {
			no += "  " + o.OutRefundNo
		}
		say("%10s  %s  %s  %s", flow.Fen(o.Fee), no, o.State, fmt.Sprintf(by, o.Close))
	}
}

// minute is a time as a record has it.
func minute(at Stamp) string { return time.Time(at).In(flow.Beijing).Format("2006-01-02 15:04") }

// CountMissing counts the business days that are over and in no close.
func CountMissing(due day.Due) string {
	first := due.Missing[0]
	return counted(len(due.Missing), "1 business day is over and not closed: "+first, "%d business days are over and not closed, "+first+" first")
}
