package print

import (
	"fmt"
	"io"
	"strings"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/tui/text"
)

// BillRow is a finding of a bill: a difference to the journal, or a row that does not read.
type BillRow struct {
	Type          string `json:"type"`
	Finding       string `json:"finding" doc:"its name, for --accept, --import and --ask: the same in every comparison of the day, while it is the same finding"`
	Class         string `json:"class" is:"bill_class" doc:"what it is; now is the class behind WeChat's own answer, where it is another"`
	Now           string `json:"now,omitempty" is:"bill_class"`
	BillLine      int    `json:"bill_line,omitempty" doc:"of the bill; absent where it has no row"`
	RowState      string `json:"row_state,omitempty" doc:"the bill's word: SUCCESS, REFUND or REVOKED"`
	At            Stamp  `json:"at,omitzero" doc:"of the charge, or of the acceptance of a refund"`
	Lane          string `json:"lane,omitempty"`
	OutTradeNo    string `json:"out_trade_no,omitempty"`
	TransactionID string `json:"transaction_id,omitempty"`
	OutRefundNo   string `json:"out_refund_no,omitempty"`
	BillFee       int64  `json:"bill_fee,omitempty" doc:"fen, as the bill has it"`
	JournalFee    int64  `json:"journal_fee,omitempty" doc:"fen, as the journal has it"`
	State         string `json:"state,omitempty" is:"state" doc:"how the journal has the attempt; absent where it has none"`
	Refund        string `json:"refund,omitempty" doc:"how it has the refund"`
	Wechat        string `json:"wechat,omitempty" doc:"what WeChat said when it was asked"`
	NotAsked      string `json:"not_asked,omitempty" doc:"why WeChat was not asked: other_wechat, where the sale was charged at another"`
	NotWhole      bool   `json:"not_whole,omitempty" doc:"it is missing in a bill that is not whole: fetch that again first"`
	Detail        string `json:"detail,omitempty"`
	Word          string `json:"word,omitempty" doc:"what a person did: accepted or imported; by whom, why"`
	By            string `json:"by,omitempty"`
	ApprovedBy    string `json:"approved_by,omitempty"`
	Reason        string `json:"reason,omitempty"`
}

// BillRowOf is the line of a finding.
func BillRowOf(i desk.Item) BillRow {
	p := field.Plain
	return BillRow{"bill_row", i.ID, string(i.Class), string(i.Now), i.Line, i.Finding.State, Stamp(i.At), p(i.Lane), p(string(i.OutTradeNo)), p(i.TransactionID),
		p(i.OutRefundNo), int64(i.Theirs), int64(i.Ours), string(i.Finding.Stands), i.Refund, i.Said, i.NotAsked, i.NotWhole, p(i.Why), i.Word.As, p(i.Word.By), p(i.Word.ApprovedBy), p(i.Word.Reason)}
}

const under = "\n        " // below what stands behind a finding's name

// BillText is the same for people, in two lines: what it is, and what to do.
func BillText(w *text.Words, i desk.Item) string {
	line := fmt.Sprintf("%s  %s", i.ID, w.BillClass[i.Called()])
	add := func(format string, v any, is bool) {
		if is {
			line += fmt.Sprintf("  "+format, v)
		}
	}
	add("%s", i.At.In(flow.Beijing).Format("15:04:05"), !i.At.IsZero())
	add("%s", field.Plain(i.Lane), i.Lane != "")
	switch {
	case i.Theirs > 0 && i.Ours > 0 && i.Theirs != i.Ours:
		add("%s", fmt.Sprintf(w.BillFees, i.Theirs, i.Ours), true)
	case i.Theirs > 0:
		add("%s", i.Theirs, true)
	default:
		add("%s", i.Ours, i.Ours > 0)
	}
	add("%s", field.Plain(string(i.OutTradeNo)), i.OutTradeNo != "")
	add("%s", field.Plain(i.OutRefundNo), i.OutRefundNo != "")
	add(w.BillLine, i.Line, i.Line > 0)
	add("%s", field.Plain(i.Why), i.Why != "")
	add(w.BillSaid, i.Said, i.Said != "")
	add("%s", w.BillNotAsked, i.NotAsked != "")
	if i.Word.As != "" {
		if line += under + fmt.Sprintf(w.BillWord, w.BillDone[i.Word.As], field.Quoted(i.Word.By), field.Quoted(i.Word.Reason)); i.NoRecord() {
			line += under + w.BillNoRecord
		}
		return line
	}
	if do := w.BillDo[i.Do()]; do != "" && i.Wants() {
		line += under + do
	}
	return line
}

// Bill is the result line of reconcile.
type Bill struct {
	Ended
	Date     string   `json:"date,omitempty" doc:"the day of the bill, in Beijing"`
	Verdict  string   `json:"verdict,omitempty" is:"bill_verdict" doc:"what the comparison comes to by now"`
	NoTrade  bool     `json:"no_trade,omitempty" doc:"WeChat has no bill of that day: nothing was charged"`
	NotWhole bool     `json:"not_whole,omitempty" doc:"the bill is cut or in doubt: what it has not may be there, and it is to be fetched again"`
	Rows     int      `json:"rows" doc:"of the bill"`
	Others   int      `json:"others" doc:"rows of other shops and channels, which nobody has to look at"`
	Charges  int      `json:"charges" doc:"that both have"`
	Reversed int      `json:"reversed" doc:"charges that are back in both"`
	Refunds  int      `json:"refunds" doc:"that both have"`
	Look     int      `json:"look" doc:"findings that somebody has to look at"`
	Unlisted int      `json:"unlisted,omitempty" doc:"findings beyond the bill_row lines, of which there are at most 1000"`
	Unasked  int      `json:"unasked,omitempty" doc:"findings that WeChat was not asked about, or did not answer"`
	Path     string   `json:"path,omitempty" doc:"the bill, as it was kept"`
	Unnoted  bool     `json:"unnoted,omitempty" doc:"the journal is a copy, and has nothing of it"`
	Lanes    []string `json:"lanes,omitempty" doc:"with --lanes: whose rows are ours"`
	Count    int      `json:"count" doc:"how many bill_row lines stand before this one"`
}

// BillOf is the result of a comparison.
func BillOf(r desk.Report) Bill {
	return Bill{Date: r.Day, Verdict: string(r.Verdict()), NoTrade: r.NoTrade, NotWhole: r.NotWhole, Rows: r.Rows, Others: r.Others, Charges: r.Counts[reconcile.Agrees],
		Reversed: r.Counts[reconcile.Reversed], Refunds: r.Counts[reconcile.RefundAgrees], Look: r.Look(), Unlisted: r.Unlisted(), Unasked: r.Unasked, Unnoted: !r.Noted, Count: len(r.Items)}
}

// Table is the same for people.
func (b Bill) Table(to io.Writer, w *text.Words) {
	lines := b.Lanes
	say := func(n int, format string) {
		if n > 0 {
			lines = append(lines, fmt.Sprintf(format, n))
		}
	}
	say(b.Charges, w.BillCharges)
	say(b.Reversed, w.BillReversed)
	say(b.Refunds, w.BillRefunds)
	say(b.Others, w.BillOthers)
	say(b.Unlisted, w.BillUnlisted)
	say(b.Unasked, w.BillUnasked)
	if b.NoTrade {
		lines = append(lines, w.BillNoTrade)
	}
	if b.NotWhole {
		lines = append(lines, w.BillNotWhole)
	}
	if b.Unnoted {
		lines = append(lines, w.BillUnnoted)
	}
	if b.Path != "" {
		lines = append(lines, fmt.Sprintf(w.BillKept, b.Path))
	}
	if b.Date != "" {
		fmt.Fprintf(to, "%s  %s\n", b.Date, BillSays(w, desk.Line{Verdict: reconcile.Verdict(b.Verdict), Look: b.Look}))
	}
	fmt.Fprint(to, strings.Join(append(lines, ""), "\n"))
}

// BillSays is what is said of a comparison in a few words.
func BillSays(w *text.Words, l desk.Line) string {
	if l.Look == 0 && l.Verdict == reconcile.Agreed {
		return w.BillAgrees
	}
	return fmt.Sprintf(w.BillLook, l.Look)
}
