package print

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/field"
)

// CSV writes attempts for a spreadsheet, a row each below their names.
func CSV(to io.Writer, all []flow.Attempt) {
	w := csv.NewWriter(to)
	defer w.Flush()
	_ = w.Write([]string{"time_end", "started_at", "ref", "out_trade_no", "transaction_id", "state", "outcome", "total_fee",
		"refunded_fee", "method", "lane", "cashier", "err_code", "simulated", "cash_fee", "settlement_fee", "refunding_fee", "tender",
		"stuck_fee", "otherwise_fee", "coupon_fee", "coupons", "cash_fee_type", "bank_type", "odd", "attach"})
	for _, a := range all {
		r := RecordOf(a)
		_ = w.Write([]string{excelTime(a.TimeEnd), excelTime(a.OpenedAt), safeCell(r.Ref), r.OutTradeNo, r.TransactionID, r.State,
			string(a.Outcome()), fmt.Sprint(r.TotalFee), fmt.Sprint(r.RefundedFee), r.Method, safeCell(r.Lane), safeCell(r.Cashier),
			safeCell(r.ErrCode), strconv.FormatBool(r.Simulated), knownFen(a.CashFee), knownFen(a.SettlementFee), fmt.Sprint(r.RefundingFee), r.Tender,
			fmt.Sprint(r.StuckFee), fmt.Sprint(r.OtherwiseFee), knownFen(a.Coupon(a.TotalFee, a.CashFee)), string(a.Coupons), r.CashFeeType, r.BankType, safeCell(r.Odd), safeCell(r.Attach)})
	}
}

// knownFen is an amount in fen, empty where it is not known.
func knownFen(f flow.Fen) string {
	if f <= 0 {
		return ""
	}
	return strconv.FormatInt(int64(f), 10)
}

func excelTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(flow.Beijing).Format("2006-01-02 15:04:05")
}

// safeCell keeps a spreadsheet from taking a reference for a formula.
func safeCell(text string) string {
	text = field.Plain(text)
	if text != "" && strings.ContainsAny(text[:1], "=+-@") {
		return "'" + text
	}
	return text
}
