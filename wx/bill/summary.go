package bill

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// summaryMark is the first column of the summary, and how its header is known.
const summaryMark = "总交易单数"

// Totals are sums, in fen. Fee is in thousandths of a fen.
type Totals struct {
	Rows                                                 int
	Settled, Refunded, RefundedCoupon, Fee, Total, Asked int64
}

// Summary is what there is to say of a bill when it was read.
type Summary struct {
	// Read is the sum of the rows; Rows counts those that are unreadable, too.
	Read       Totals
	Unreadable int
	// Findings are what is wrong with the bill as a whole. With any of them, or with an
	// unreadable row, what it lacks proves nothing: it is to be fetched anew.
	Findings []Finding
}

// FindingKind is what is wrong with a bill.
type FindingKind string

// Everything that a [Finding] can be.
const (
	// NoSummary is a text without its last line, or without the end of what packs it:
	// it is cut.
	NoSummary FindingKind = "no summary"
	// Differs is a number of the summary that the rows do not add up to.
	Differs FindingKind = "differs"
	// Twice is a second header, or anything that follows the summary.
	Twice FindingKind = "twice"
)

// Finding is one thing that is wrong with a bill.
type Finding struct {
	Kind   FindingKind
	Line   int    // where, from 1
	Column string // Differs: of the summary
	Said   string // Differs: what it says, as a number; "" where it is none
	Read   string // Differs: what the rows add up to
}

func (f Finding) String() string {
	switch f.Kind {
	case Differs:
		said := f.Said
		if said == "" {
			said = "no number"
		}
		return fmt.Sprintf("the summary says %s for %s, the rows add up to %s", said, f.Column, f.Read)
	case Twice:
		return fmt.Sprintf("line %d begins a second bill, which is not read", f.Line)
	}
	return fmt.Sprintf("the bill is cut off at line %d", f.Line)
}

// sums are the summary's columns, by the names of the present layout and of older ones.
var sums = []struct {
	names []string
	of    func(t *Totals) int64 // in thousandths
	count bool
}{
	{[]string{summaryMark}, func(t *Totals) int64 { return int64(t.Rows) * 100000 }, true},
	{[]string{"应结订单总金额", "总交易额"}, func(t *Totals) int64 { return t.Settled * 1000 }, false},
	{[]string{"退款总金额", "总退款金额"}, func(t *Totals) int64 { return t.Refunded * 1000 }, false},
	{[]string{"充值券退款总金额", "总企业红包退款金额", "总代金券或立减优惠退款金额"}, func(t *Totals) int64 { return t.RefundedCoupon * 1000 }, false},
	{[]string{"手续费总金额"}, func(t *Totals) int64 { return t.Fee }, false},
	{[]string{"订单总金额"}, func(t *Totals) int64 { return t.Total * 1000 }, false},
	{[]string{"申请退款总金额"}, func(t *Totals) int64 { return t.Asked * 1000 }, false},
}

// add counts a row.
func (s *Summary) add(r *Row) {
	s.Read.Rows++
	if r.Unreadable != "" {
		s.Unreadable++
		return
	}
	s.Read.Settled += r.Settled
	s.Read.Refunded += r.Refunded
	s.Read.RefundedCoupon += r.RefundedCoupon
	s.Read.Fee += r.Fee
	s.Read.Total += r.Total
	s.Read.Asked += r.Asked
}

func (s *Summary) find(f Finding) { s.Findings = append(s.Findings, f) }

// compare holds the summary's line against the rows.
func (s *Summary) compare(header, values string, line int) {
	columns := names(header)
	cells := strings.Split(values, ",")
	if len(cells) < len(columns) {
		s.find(Finding{Kind: NoSummary, Line: line})
		return
	}
	for _, sum := range sums {
		i := slices.IndexFunc(columns, func(name string) bool { return slices.Contains(sum.names, name) })
		if i < 0 || s.Unreadable > 0 && !sum.count {
			continue
		}
		read := sum.of(&s.Read)
		said, ok := total(strings.TrimPrefix(strings.TrimSpace(cells[i]), "`"))
		if ok && said == read {
			continue
		}
		f := Finding{Kind: Differs, Line: line, Column: columns[i], Read: yuan(read)}
		if ok {
			f.Said = yuan(said)
		}
		if sum.count {
			f.Read = strconv.FormatInt(read/100000, 10)
			f.Said = strings.TrimSuffix(f.Said, ".00")
		}
		s.find(f)
	}
}
