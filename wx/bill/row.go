package bill

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// State is what a row is about.
type State string

const (
	// Success is money that came. A sale that was refunded has such a row for ever.
	Success State = "SUCCESS"
	// Refund is a refund that was accepted.
	Refund State = "REFUND"
	// Revoked is a paid order that was reversed: a second row under its number, on the
	// day of the reversal.
	Revoked State = "REVOKED"
)

// Row is one line of a bill. Amounts are in fen (hundredths of Currency).
type Row struct {
	// Line is where it begins in the unpacked text, from 1.
	Line int
	// Unreadable is why nothing else of the row is set; "" where it could be read.
	Unreadable string
	// Print stands for what is in a row that could not be read: a hash, as the payer is
	// in it, too. Two rows with one Print say the same.
	Print string

	// At is 交易时间: when the sale was paid, the refund accepted, the sale reversed.
	At                     time.Time
	AppID, MchID, SubMchID string // SubMchID is "" where there is none
	Device                 string // device_info: the lane
	TransactionID          string
	OutTradeNo             string
	TradeType              string // MICROPAY, JSAPI, NATIVE, FACE, ...
	State                  State
	Currency               string
	Total                  int64 // 订单金额, of a sale
	Settled                int64 // 应结订单金额: less by what the shop's coupons took
	Coupon                 int64 // 代金券金额
	Fee                    int64 // 手续费, in thousandths of a fen; below zero of a refund
	Rate                   string
	Body, Attach           string // the merchant's words; with surplus cells all in Body

	// Of a refund or a reversal. A reversal's numbers may be "".
	RefundID, OutRefundNo string
	Asked                 int64 // 申请退款金额
	Refunded              int64 // 退款金额: less by the coupons' part
	RefundedCoupon        int64
	RefundWay             string    // ORIGINAL, PLATFORM-ORIGINAL, ...
	RefundState           string    // when the bill was made
	AskedAt, DoneAt       time.Time // of the REFUND layout alone
}

// cells is a row that is cut up.
type cells struct {
	*layout
	list    []string
	surplus int
	why     string // the first thing that does not fit
}

// printOf makes the Print of a row, of what is left of it where it was cut off.
func printOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// row reads a line.
func (l *layout) row(text string) Row {
	if !utf8.ValidString(text) {
		return Row{Unreadable: "is not UTF-8"}
	}
	text, ok := strings.CutPrefix(text, "`")
	if !ok {
		return Row{Unreadable: "does not begin with a back-quote"}
	}
	c := &cells{layout: l, list: strings.Split(text, ",`")}
	c.surplus = len(c.list) - l.cells
	switch {
	case c.surplus < 0:
		return Row{Unreadable: "has fewer cells than there are columns"}
	case c.surplus > 0 && l.from < 0:
		return Row{Unreadable: "has more cells than there are columns"}
	case c.surplus > 0 && c.ambiguous():
		return Row{Unreadable: "has more cells than there are columns, and they fit in two ways"}
	}
	r := c.read()
	if c.why != "" {
		return Row{Unreadable: c.why}
	}
	return r
}

// ambiguous reports whether what follows a merchant's words could begin earlier than
// counting from the right says.
func (c *cells) ambiguous() bool {
	tail := c.cells - c.to - 1
	for from := c.to + 1; tail > 0 && from < len(c.list)-tail; from++ {
		if c.fits(c.list[from:]) {
			return true
		}
	}
	return false
}

// fits reports whether cells could be what follows a merchant's words.
func (c *cells) fits(tail []string) bool {
	forms := map[column]func(string) bool{
		colFee: is(fine), colRate: isRate,
		colTotal: is(fen), colAsked: is(fen), colSettled: is(fen), colRefunded: is(fen),
	}
	for col, form := range forms {
		if i := c.at[col] - c.to - 1; c.has(col) && i >= 0 && !form(tail[i]) {
			return false
		}
	}
	return true
}

func is(read func(string) (int64, bool)) func(string) bool {
	return func(cell string) bool { _, ok := read(cell); return ok }
}

// read takes the row apart.
func (c *cells) read() Row {
	r := Row{
		At: c.time(colTime), AppID: c.id(colAppID), MchID: c.id(colMchID), SubMchID: c.number(colSubMchID), Device: c.text(colDevice),
		TransactionID: c.digits(colTransactionID), OutTradeNo: c.id(colOutTradeNo), TradeType: c.text(colTradeType),
		State: c.state(), Currency: c.currency(),
		Settled: c.amount(colSettled), Coupon: c.amount(colCoupon), Total: c.amount(colTotal),
		Body: c.text(colBody), Attach: c.text(colAttach), Rate: c.rate(),
	}
	r.Fee = c.value(colFee, fine)
	if c.surplus > 0 {
		r.Body, r.Attach = plain(strings.Join(c.list[c.from:c.to+c.surplus+1], ",`")), ""
	}
	if r.State == Success {
		for _, col := range []column{colRefundID, colOutRefundNo, colRefunded, colRefundedCoupon, colRefundWay, colRefundState, colAsked} {
			c.nothing(col)
		}
		return r
	}
	if !c.has(colOutRefundNo) {
		c.fail(colState, "is of a refund, and there is no column of one")
		return r
	}
	r.Asked, r.Refunded, r.RefundedCoupon = c.amount(colAsked), c.amount(colRefunded), c.amount(colRefundedCoupon)
	r.RefundWay, r.RefundState = c.word(colRefundWay), c.word(colRefundState)
	r.AskedAt, r.DoneAt = c.later(colAskedAt), c.later(colDoneAt)
	if r.State == Revoked {
		r.RefundID, r.OutRefundNo = c.number(colRefundID), c.number(colOutRefundNo)
	} else {
		r.RefundID, r.OutRefundNo = c.digits(colRefundID), c.id(colOutRefundNo)
	}
	return r
}

// cell is what stands in a column, "" without the column.
func (c *cells) cell(col column) string {
	i := c.at[col]
	if i < 0 {
		return ""
	}
	if c.surplus > 0 && i > c.to {
		i += c.surplus
	}
	return strings.TrimSpace(c.list[i])
}

// fail keeps the first reason. It says nothing of what stands in the cell.
func (c *cells) fail(col column, problem string) {
	if c.why == "" {
		c.why = "column " + col.name() + " " + problem
	}
}

func (c *cells) time(col column) time.Time {
	t, ok := moment(c.cell(col))
	if !ok {
		c.fail(col, "has no time")
	}
	return t
}

// later is a time that need not be there yet.
func (c *cells) later(col column) (t time.Time) {
	if c.cell(col) != "" {
		t = c.time(col)
	}
	return t
}

// maxID is the longest number that is taken for one, in bytes.
const maxID = 64

// id is a number of a merchant's own, or an account's.
func (c *cells) id(col column) string {
	cell := c.cell(col)
	if cell == "" || len(cell) > maxID || strings.ContainsFunc(cell, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '`' || r == ',' }) {
		c.fail(col, "has no number")
	}
	return strings.Clone(cell) // a part of the line would keep the payer's cell
}

// digits is a number of WeChat's own.
func (c *cells) digits(col column) string {
	if strings.Trim(c.cell(col), "0123456789") != "" {
		c.fail(col, "has no number")
	}
	return c.id(col)
}

// word is a word of WeChat's own, or nothing.
func (c *cells) word(col column) string {
	cell := c.cell(col)
	if strings.ContainsFunc(cell, func(r rune) bool { return (r < 'A' || r > 'Z') && r != '-' && r != '_' }) {
		c.fail(col, "has no word")
	}
	return strings.Clone(cell)
}

// number is an id that need not be there: 0 or nothing.
func (c *cells) number(col column) string {
	if cell := c.cell(col); cell == "" || cell == "0" {
		return ""
	}
	return c.id(col)
}

// text is words of anybody's.
func (c *cells) text(col column) string { return plain(c.cell(col)) }

func (c *cells) state() State {
	for _, s := range []State{Success, Refund, Revoked} {
		if c.cell(colState) == string(s) {
			return s
		}
	}
	c.fail(colState, "has no state")
	return ""
}

func (c *cells) currency() string {
	cell := c.cell(colCurrency)
	if len(cell) != 3 || strings.ContainsFunc(cell, func(r rune) bool { return r < 'A' || r > 'Z' }) {
		c.fail(colCurrency, "has no currency")
	}
	return strings.Clone(cell)
}

func (c *cells) rate() string {
	cell := c.cell(colRate)
	if cell != "" && !isRate(cell) {
		c.fail(colRate, "has no rate")
	}
	return strings.Clone(cell)
}

func (c *cells) amount(col column) int64 { return c.value(col, fen) }

// value is a number; 0 without the column.
func (c *cells) value(col column, read func(string) (int64, bool)) int64 {
	if !c.has(col) {
		return 0
	}
	n, ok := read(c.cell(col))
	if !ok {
		c.fail(col, "has no amount")
	}
	return n
}

// nothing wants a column of refunds to be empty or 0.
func (c *cells) nothing(col column) {
	if strings.Trim(c.cell(col), "0.") != "" {
		c.fail(col, "has something of a refund beside a sale")
	}
}

// plain makes a text that anybody may have written fit for one line.
func plain(text string) string {
	return strings.Clone(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text))
}
