package bill

import (
	"strings"
	"testing"
	"time"
)

// sale is what saleRow says, refund refundRow and reversed reversedRow.
var (
	sale = Row{Line: 2, At: at(12, 0), AppID: "wx5174600000000000", MchID: "1900017460", Device: "till-3", TransactionID: "42001", OutTradeNo: "S1",
		TradeType: "MICROPAY", State: Success, Currency: "CNY", Total: 1280, Settled: 980, Coupon: 300, Fee: 8000, Rate: "0.60%", Body: "tea", Attach: "table 4"}
	refund = Row{Line: 2, At: at(13, 0), AppID: "wx5174600000000000", MchID: "1900017460", Device: "till-3", TransactionID: "42000", OutTradeNo: "S0",
		TradeType: "MICROPAY", State: Refund, Currency: "CNY", Fee: -1000, Rate: "0.60%", Body: "tea",
		RefundID: "50301", OutRefundNo: "R1", Asked: 250, Refunded: 234, RefundWay: "PLATFORM-ORIGINAL", RefundState: "PROCESSING"}
	reversed = Row{Line: 2, At: at(14, 0), AppID: "wx5174600000000000", MchID: "1900017460", Device: "till-3", TransactionID: "42001", OutTradeNo: "S1",
		TradeType: "MICROPAY", State: Revoked, Currency: "CNY", Fee: -8000, Rate: "0.60%", Body: "tea",
		Asked: 1280, Refunded: 980, RefundWay: "ORIGINAL", RefundState: "SUCCESS"}
)

func with(r Row, edit func(*Row)) Row { edit(&r); return r }

// TestRow: a row of every trap, and what is made of it.
func TestRow(t *testing.T) {
	instead := func(row, old, new string) string {
		if !strings.Contains(row, old) {
			t.Fatalf("%q is not in %s", old, row)
		}
		return strings.Replace(row, old, new, 1)
	}
	unreadable := func(why string) Row { return Row{Line: 2, Unreadable: why} }
	const ambiguous = "has more cells than there are columns, and they fit in two ways"
	for _, r := range []struct {
		name, header, row string
		want              Row
	}{
		{"a sale", allHeader, saleRow, sale},
		{"a refund", allHeader, refundRow, refund},
		{"a reversal without numbers", allHeader, reversedRow, reversed},
		{"a reversal with numbers", allHeader, instead(reversedRow, "`0,`0,`9.80", "`50302,`X2,`9.80"), with(reversed, func(r *Row) { r.RefundID, r.OutRefundNo = "50302", "X2" })},
		{"a bill of sales", successHeader, instead(instead(saleRow, "`0,`0,`0.00,`0.00,`,`,", ""), "`12.80,`0.00,", "`12.80,"), sale},
		{"a bill of refunds", refundHeader, instead(refundRow, "`50301", "`2026-11-25 13:00:00,`2026-11-25 14:00:00,`50301"), with(refund, func(r *Row) { r.AskedAt, r.DoneAt = at(13, 0), at(14, 0) })},
		{"a refund that is not there yet", refundHeader, instead(refundRow, "`50301", "`2026-11-25 13:00:00,`,`50301"), with(refund, func(r *Row) { r.AskedAt = at(13, 0) })},
		{"the old layout", oldHeader, oldRow, with(sale, func(r *Row) { r.Settled, r.Coupon, r.Attach = 1280, 0, "" })},
		{"the layout before it", olderHeader, oldRow, with(sale, func(r *Row) { r.Settled, r.Coupon, r.Attach = 1280, 0, "" })},
		{"an old refund", oldHeader, oldRefund, with(refund, func(r *Row) {
			r.SubMchID, r.Device, r.Refunded, r.RefundWay, r.RefundState = "1900000001", "", 250, "ORIGINAL", "SUCCESS"
		})},
		{"a header with back-quotes", "`" + strings.ReplaceAll(allHeader, ",", ",`"), saleRow, sale},
		{"a column that nobody knows", "新," + allHeader + ",新的", "`x," + saleRow + ",`y", sale},
		{"columns in another order", "订单金额,商品名称,商户数据包,商户号,公众账号ID,交易时间,微信订单号,商户订单号,设备号,交易状态,货币种类,总金额,手续费",
			"`12.80,`tea,`table 4,`1900017460,`wx5174600000000000,`2026-11-25 12:00:00,`42001,`S1,`till-3,`SUCCESS,`CNY,`9.80,`0.08",
			with(sale, func(r *Row) { r.Coupon, r.Rate, r.TradeType, r.Settled = 0, "", "", 980 })},
		{"no lane", allHeader, instead(saleRow, "`till-3", "`"), with(sale, func(r *Row) { r.Device = "" })},
		{"another channel, without refund cells", allHeader, instead(instead(saleRow, "`0.00,`0.00,`,`,", "`,`,`,`,"), "`MICROPAY", "`JSAPI"), with(sale, func(r *Row) { r.TradeType = "JSAPI" })},

		{"commas and quotes in a name", allHeader, instead(saleRow, "`tea", "`tea, \"green\", 'cold',"), with(sale, func(r *Row) { r.Body = "tea, \"green\", 'cold'," })},
		{"a back-quote in a name", allHeader, instead(saleRow, "`tea", "``tea`"), with(sale, func(r *Row) { r.Body = "`tea`" })},
		{"comma and back-quote in a name", allHeader, instead(saleRow, "`tea", "`tea,`green"), with(sale, func(r *Row) { r.Body, r.Attach = "tea,`green,`table 4", "" })},
		{"comma and back-quote in an attach", allHeader, instead(saleRow, "`table 4", "`a,`b,`c"), with(sale, func(r *Row) { r.Body, r.Attach = "tea,`a,`b,`c", "" })},
		{"an attach that looks like money", allHeader, instead(saleRow, "`table 4", "`x,`0.01000,`0.60%,`0.01,`0.00,`"), unreadable(ambiguous)},
		{"the same in the old layout", oldHeader, instead(oldRow, "`tea,`", "`tea,`x,`0.01,`0.60%"), unreadable(ambiguous)},
		{"a surplus cell that is not a merchant's", allHeader, instead(saleRow, "`till-3", "`till,`3"), unreadable("column 交易状态 has no state")},
		{"a surplus cell before the state", allHeader, instead(saleRow, "`oPAYER", "`oPAYER,`x"), unreadable("column 交易状态 has no state")},
		{"surplus, and no column for it", "交易时间,公众账号ID,商户号,设备号,微信订单号,商户订单号,交易状态,货币种类,总金额,手续费",
			"`2026-11-25 12:00:00,`wx1,`19,`,`42001,`S1,`SUCCESS,`CNY,`1.00,`0.01,`x", unreadable("has more cells than there are columns")},
		{"a line end in a name", allHeader, instead(saleRow, "`tea", "`tea\n\n, green"), with(sale, func(r *Row) { r.Body = "tea  , green" })},
		{"what is hidden in a name", allHeader, instead(saleRow, "`tea", "`t\x1b[2Jea\x00"), with(sale, func(r *Row) { r.Body = "t [2Jea " })},

		{"a cell too few", allHeader, instead(saleRow, "`OTHERS,", ""), unreadable("has fewer cells than there are columns")},
		{"the name and attach in one cell", allHeader, instead(saleRow, "tea,`table 4", "tea,table 4"), unreadable("has fewer cells than there are columns")},
		{"no back-quotes", allHeader, strings.ReplaceAll(saleRow, "`", ""), unreadable("does not begin with a back-quote")},
		{"not UTF-8", allHeader, instead(saleRow, "tea", "\xb2\xe8"), unreadable("is not UTF-8")},
		{"no time", allHeader, instead(saleRow, "12:00:00", "24:00:00"), unreadable("column 交易时间 has no time")},
		{"a time of Excel", allHeader, instead(saleRow, "2026-11-25 12:00:00", "2026/11/25 12:00"), unreadable("column 交易时间 has no time")},
		{"a number of Excel", allHeader, instead(saleRow, "`42001", "`4.2 E+27"), unreadable("column 微信订单号 has no number")},
		{"a number of Excel without a blank", allHeader, instead(saleRow, "`42001", "`4.2E+27"), unreadable("column 微信订单号 has no number")},
		{"a blank in a number", allHeader, instead(saleRow, "`S1", "`S 1"), unreadable("column 商户订单号 has no number")},
		{"what is hidden in a number", allHeader, instead(saleRow, "`S1", "`S\x1b1"), unreadable("column 商户订单号 has no number")},
		{"more than any sale", allHeader, instead(saleRow, "`12.80", "`18446744073709551628.80"), unreadable("column 订单金额 has no amount")},
		{"surplus, and something between the words", "商品名称,商户号,公众账号ID,交易时间,微信订单号,商户订单号,设备号,交易状态,货币种类,总金额,手续费,订单金额,商户数据包",
			"`tea,`1900017460,`wx5174600000000000,`2026-11-25 12:00:00,`42001,`S1,`till-3,`SUCCESS,`CNY,`9.80,`0.08,`12.80,`table,`4", unreadable("has more cells than there are columns")},
		{"a header with blanks", strings.ReplaceAll(allHeader, ",", " , "), saleRow, sale},
		{"no number", allHeader, instead(saleRow, "`S1", "`"), unreadable("column 商户订单号 has no number")},
		{"a long number", allHeader, instead(saleRow, "`S1", "`"+strings.Repeat("1", 65)), unreadable("column 商户订单号 has no number")},
		{"another state", allHeader, instead(saleRow, "`SUCCESS", "`PAID"), unreadable("column 交易状态 has no state")},
		{"no currency", allHeader, instead(saleRow, "`CNY", "`元"), unreadable("column 货币种类 has no currency")},
		{"half a fen", allHeader, instead(saleRow, "`12.80", "`12.805"), unreadable("column 订单金额 has no amount")},
		{"below zero", allHeader, instead(saleRow, "`12.80", "`-12.80"), unreadable("column 订单金额 has no amount")},
		{"a point and nothing behind it", allHeader, instead(saleRow, "`12.80", "`12."), unreadable("column 订单金额 has no amount")},
		{"no amount", allHeader, instead(saleRow, "`12.80", "`"), unreadable("column 订单金额 has no amount")},
		{"no coupon", allHeader, instead(saleRow, "`3.00", "`x"), unreadable("column 代金券金额 has no amount")},
		{"no fee", allHeader, instead(saleRow, "`0.08000", "`0.080001"), unreadable("column 手续费 has no amount")},
		{"a sale with a refund's way", allHeader, instead(saleRow, "`0.00,`,`,", "`0.00,`ORIGINAL,`,"), unreadable("column 退款类型 has something of a refund beside a sale")},
		{"no way", allHeader, instead(refundRow, "`PLATFORM-ORIGINAL", "`零钱"), unreadable("column 退款类型 has no word")},
		{"no rate", allHeader, instead(saleRow, "`0.60%", "`0.60"), unreadable("column 费率 has no rate")},
		{"a sale with a refund", allHeader, instead(saleRow, "`12.80,`0.00", "`12.80,`1.00"), unreadable("column 申请退款金额 has something of a refund beside a sale")},
		{"a refund without number", allHeader, instead(refundRow, "`R1", "`"), unreadable("column 商户退款单号 has no number")},
		{"a refund in a bill of sales", successHeader, instead(instead(instead(saleRow, "`0,`0,`0.00,`0.00,`,`,", ""), "`12.80,`0.00,", "`12.80,"), "SUCCESS", "REFUND"),
			unreadable("column 交易状态 is of a refund, and there is no column of one")},
	} {
		rows, _, err := readAll(t, text(r.header, r.row, allSums, "`1"))
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: %d rows, %v", r.name, len(rows), err)
			continue
		}
		if (rows[0].Print != "") != (r.want.Unreadable != "") {
			t.Errorf("%s: its print is %q", r.name, rows[0].Print)
		}
		if rows[0].Print = ""; rows[0] != r.want {
			t.Errorf("%s:\n got %+v\nwant %+v", r.name, rows[0], r.want)
		}
	}
}

// TestOneRowInDoubt: reading goes on behind a row that is unreadable, and where it
// stood is known.
func TestOneRowInDoubt(t *testing.T) {
	rows, sum, err := readAll(t, text(allHeader, saleRow, "`half a row", refundRow, allSums, "`3.0,`0.0,`0.0,`0.0,`0.0,`0.0,`0.0"))
	if err != nil || len(rows) != 3 || rows[0].Line != 2 || rows[1].Line != 3 || rows[1].Unreadable == "" || rows[2].Line != 4 || rows[2].OutTradeNo != "S0" {
		t.Errorf("%+v %v", rows, err)
	}
	if sum.Unreadable != 1 || sum.Read.Rows != 3 || len(sum.Findings) != 0 {
		t.Errorf("%+v", sum) // its sums are not known
	}
	// How many rows there are is, whatever they say.
	_, sum, err = readAll(t, text(allHeader, saleRow, "`half a row", allSums, "`3.0,`0.0,`0.0,`0.0,`0.0,`0.0,`0.0"))
	if err != nil || len(sum.Findings) != 1 || sum.Findings[0].Column != summaryMark {
		t.Errorf("%+v %v", sum, err)
	}
}

// TestPayer: whatever cell is lost or too much, nothing that is told or kept is the
// payer's.
func TestPayer(t *testing.T) {
	for _, row := range []string{saleRow, refundRow, reversedRow} {
		cells := strings.Split(row, ",")
		for i := range cells {
			for _, slipped := range [][]string{
				append(append([]string{}, cells[:i]...), cells[i+1:]...),
				append(append(append([]string{}, cells[:i]...), "`oPAYER"), cells[i:]...),
			} {
				rows, _, err := readAll(t, text(allHeader, strings.Join(slipped, ","), allSums, "`1"))
				if err != nil || len(rows) != 1 {
					t.Fatalf("%q: %v", slipped, err)
				}
				if r := rows[0]; r.Unreadable == "" && !strings.Contains(r.Body, "oPAYER") {
					t.Errorf("%q is read as %+v", slipped, r)
				}
			}
		}
	}
}

// TestMoment: a day is Beijing's, whatever zone the machine is in.
func TestMoment(t *testing.T) {
	if got, ok := moment("2026-11-25 00:00:00"); !ok || got.UTC() != time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC) {
		t.Error(got, ok)
	}
	for _, bad := range []string{"", "2026-11-25", "2026-11-25 12:00:00.5", "2026-02-30 12:00:00", "2026-11-2516：33：45"} {
		if _, ok := moment(bad); ok {
			t.Errorf("%q is a time", bad)
		}
	}
}

// What could not be read is known by what stands in it, wherever it stands; the payer
// cannot be read out of that.
func TestPrint(t *testing.T) {
	bad, other := strings.Replace(saleRow, "`12.80,`0.00", "`12.8x,`0.00", 1), strings.Replace(saleRow, "`12.80,`0.00", "`12.9x,`0.00", 1)
	rows, _, err := readAll(t, text(allHeader, saleRow, bad, other, bad, allSums, "`4"))
	if err != nil || len(rows) != 4 || rows[0].Print != "" || rows[1].Print != rows[3].Print || rows[1].Print == rows[2].Print || len(rows[1].Print) != 16 {
		t.Errorf("%+v, %v", rows, err)
	}
}
