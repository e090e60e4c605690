package bill

import (
	"slices"
	"strings"
)

// column is one of a bill's columns that are read.
type column int

const (
	colTime column = iota
	colAppID
	colMchID
	colSubMchID
	colDevice
	colTransactionID
	colOutTradeNo
	colTradeType
	colState
	colCurrency
	colSettled
	colCoupon
	colAskedAt
	colDoneAt
	colRefundID
	colOutRefundNo
	colRefunded
	colRefundedCoupon
	colRefundWay
	colRefundState
	colBody
	colAttach
	colFee
	colRate
	colTotal
	colAsked
	numColumns
)

// columns are their names, the present one first and then those of merchants whose
// bill is still that of before 2018, and which of them a bill must have.
var columns = [numColumns]struct {
	names  []string
	needed bool
	refund bool // needed where there is any column of refunds: a bill of sales has none
}{
	colTime:          {names: []string{"交易时间"}, needed: true},
	colAppID:         {names: []string{"公众账号ID"}, needed: true},
	colMchID:         {names: []string{"商户号"}, needed: true},
	colSubMchID:      {names: []string{"特约商户号", "子商户号"}},
	colDevice:        {names: []string{"设备号"}, needed: true},
	colTransactionID: {names: []string{"微信订单号"}, needed: true},
	colOutTradeNo:    {names: []string{"商户订单号"}, needed: true},
	colTradeType:     {names: []string{"交易类型"}},
	colState:         {names: []string{"交易状态"}, needed: true},
	colCurrency:      {names: []string{"货币种类"}, needed: true},
	colSettled:       {names: []string{"应结订单金额", "总金额"}, needed: true},
	colCoupon:        {names: []string{"代金券金额", "企业红包金额", "代金券或立减优惠金额"}},
	colAskedAt:       {names: []string{"退款申请时间"}},
	colDoneAt:        {names: []string{"退款成功时间"}},
	colRefundID:      {names: []string{"微信退款单号"}, refund: true},
	colOutRefundNo:   {names: []string{"商户退款单号"}, refund: true},
	colRefunded:      {names: []string{"退款金额"}, refund: true},
	// The part of a refund that goes back to a coupon.
	colRefundedCoupon: {names: []string{"充值券退款金额", "企业红包退款金额", "代金券或立减优惠退款金额"}},
	colRefundWay:      {names: []string{"退款类型"}},
	colRefundState:    {names: []string{"退款状态"}, refund: true},
	colBody:           {names: []string{"商品名称"}},
	colAttach:         {names: []string{"商户数据包"}},
	colFee:            {names: []string{"手续费"}, needed: true},
	colRate:           {names: []string{"费率"}},
	colTotal:          {names: []string{"订单金额", "总金额"}, needed: true},
	colAsked:          {names: []string{"申请退款金额", "退款金额"}, refund: true},
}

// name is a column as the present layout calls it.
func (c column) name() string { return columns[c].names[0] }

// layout is where the columns of one bill stand.
type layout struct {
	at    [numColumns]int // -1: nowhere
	cells int
	// The columns of a merchant's own words, from and to: surplus cells are theirs.
	// from is -1 where there are none, or where something stands between them.
	from, to int
}

// byteOrderMark is what a bill may begin with.
const byteOrderMark = "\ufeff"

// names are the column names of a header line, with back-quotes or without.
func names(line string) []string {
	cells := strings.Split(strings.TrimPrefix(line, byteOrderMark), ",")
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(c), "`"), " ", "")
	}
	return cells
}

// isHeader reports whether a line is a bill's header: its first cell is a column's
// name, and both order numbers are among them.
func isHeader(line string) bool {
	if !strings.Contains(line, colOutTradeNo.name()) {
		return false // as nearly all lines
	}
	cells := names(line)
	if !slices.Contains(cells, colTransactionID.name()) || !slices.Contains(cells, colOutTradeNo.name()) {
		return false
	}
	for _, c := range columns {
		if slices.Contains(c.names, cells[0]) {
			return true
		}
	}
	return false
}

// newLayout finds the columns of a header line. The error names one that is missing.
func newLayout(line string) (*layout, error) {
	cells := names(line)
	l := &layout{cells: len(cells)}
	found := 0
	for c := range numColumns {
		l.at[c] = -1
		for _, name := range columns[c].names {
			if l.at[c] = slices.Index(cells, name); l.at[c] >= 0 {
				found++
				break
			}
		}
	}
	if found == 0 {
		return nil, &Error{Kind: NotABill}
	}
	refunds := l.has(colRefundID) || l.has(colOutRefundNo) || l.has(colRefunded)
	for c := range numColumns {
		if !l.has(c) && (columns[c].needed || columns[c].refund && refunds) {
			return nil, &Error{Kind: NoColumn, Column: c.name()}
		}
	}
	l.from, l.to = l.words()
	return l, nil
}

func (l *layout) has(c column) bool { return l.at[c] >= 0 }

// words finds the columns of a merchant's own words.
func (l *layout) words() (from, to int) {
	body, attach := l.at[colBody], l.at[colAttach]
	switch {
	case body < 0 || attach < 0:
		return max(body, attach), max(body, attach)
	case body-attach == 1 || attach-body == 1:
		return min(body, attach), max(body, attach)
	}
	return -1, -1
}
