package book

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The tables' header lines, as downloadbill writes them.
const (
	billColumns       = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额"
	billRefundColumns = ",微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态"
	billTail          = ",商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
	billSuccessTail   = ",商品名称,商户数据包,手续费,费率,订单金额,费率备注"
	billSummary       = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"

	byteOrderMark = "\ufeff"
	// billRate is the merchant's rate, in hundredths of a per cent.
	billRate = 60
)

// Beijing is the zone of every time in this protocol.
var Beijing = time.FixedZone("UTC+8", 8*60*60)

// billRow is one line: a charge, a refund of a part, or a reversal.
type billRow struct {
	at     time.Time
	order  *Order
	state  TradeState
	refund Refund // of a refund or a reversal
}

// Bill is the table of one day, as text; nil when nothing happened. A charge
// that was reversed stands in it twice under one number; what was never charged
// does not stand in it. kind is ALL, SUCCESS or REFUND.
func (b *Book) Bill(day time.Time, mch, kind string, now time.Time) []byte {
	rows := b.billRows(day, mch, kind, now)
	if len(rows) == 0 {
		return nil
	}
	return billText(rows, kind)
}

// billRows collects what happened to this merchant's money on a day.
func (b *Book) billRows(day time.Time, mch, kind string, now time.Time) (rows []billRow) {
	on := func(t time.Time) bool { return !t.Before(day) && t.Before(day.Add(24*time.Hour)) && !t.After(now) }
	for _, o := range b.age {
		if o.MchID != mch || !o.Charged(now) {
			continue
		}
		if on(o.ChargedAt()) && kind != "REFUND" {
			rows = append(rows, billRow{o.ChargedAt(), o, Success, Refund{}})
		}
		if kind == "SUCCESS" {
			continue
		}
		for _, r := range o.Refunds {
			if on(r.AcceptedAt) {
				r.Final = r.Status(now)
				rows = append(rows, billRow{r.AcceptedAt, o, Refunded, r})
			}
		}
		if o.End == Revoked && on(o.EndAt) {
			rows = append(rows, billRow{o.EndAt, o, Revoked, Refund{
				OutRefundNo: "REVOKED" + o.TransactionID, RefundID: "5030" + o.TransactionID[4:],
				RefundFee: o.TotalFee, CouponFee: o.CouponFee, AcceptedAt: o.EndAt, DoneAt: o.EndAt, Final: RefundSuccess,
			}})
		}
	}
	slices.SortStableFunc(rows, func(a, b billRow) int { return a.at.Compare(b.at) })
	return rows
}

// billText writes the table: every value with a back-quote before it, amounts in
// yuan, a summary at the end.
func billText(rows []billRow, kind string) []byte {
	var text bytes.Buffer
	head := billColumns + billRefundColumns + billTail
	switch kind {
	case "SUCCESS":
		head = billColumns + billSuccessTail
	case "REFUND":
		head = billColumns + ",退款申请时间,退款成功时间" + billRefundColumns + billTail
	}
	text.WriteString(byteOrderMark + head + "\r\n")
	var settled, paid, back, asked, fees int64
	for i := range rows {
		r := &rows[i]
		writeBillLine(&text, r.values(kind))
		if r.state == Success {
			settled, paid = settled+r.order.Cash(), paid+r.order.TotalFee
		} else {
			back, asked = back+r.refund.CashFee(), asked+r.refund.RefundFee
		}
		fees += r.fee()
	}
	text.WriteString(billSummary + "\r\n")
	writeBillLine(&text, []string{strconv.Itoa(len(rows)), Yuan(settled), Yuan(back), Yuan(0), fine(fees), Yuan(paid), Yuan(asked)})
	return text.Bytes()
}

// values are the columns of one line. The shop bears its coupons, so what is
// settled and what goes back are less by them; 充值券 are coupons that were bought.
func (r *billRow) values(kind string) []string {
	o := r.order
	var settled, coupon, paid int64
	if r.state == Success {
		settled, coupon, paid = o.Cash(), o.CouponFee, o.TotalFee
	}
	trade := "MICROPAY"
	if o.Family == Facepay {
		trade = "FACEPAY"
	}
	v := []string{r.at.In(Beijing).Format(time.DateTime), o.AppID, o.MchID, cmp.Or(o.SubMchID, "0"), o.DeviceInfo,
		o.TransactionID, o.OutTradeNo, o.Payer(), trade, string(r.state), "OTHERS", "CNY", Yuan(settled), Yuan(coupon)}
	if kind == "REFUND" {
		done := ""
		if !r.refund.DoneAt.IsZero() {
			done = r.refund.DoneAt.In(Beijing).Format(time.DateTime)
		}
		v = append(v, r.refund.AcceptedAt.In(Beijing).Format(time.DateTime), done)
	}
	if kind != "SUCCESS" {
		id, no, way, state := cmp.Or(r.refund.RefundID, "0"), cmp.Or(r.refund.OutRefundNo, "0"), "", ""
		if r.state != Success {
			way, state = "ORIGINAL", r.refund.Final
		}
		if r.refund.Platform {
			way = "PLATFORM-ORIGINAL"
		}
		v = append(v, id, no, Yuan(r.refund.CashFee()), Yuan(0), way, state)
	}
	v = append(v, oneCell(o.Body), oneCell(o.Attach), fine(r.fee()), "0.60%", Yuan(paid))
	if kind != "SUCCESS" {
		v = append(v, Yuan(r.refund.RefundFee))
	}
	return append(v, "")
}

// fee is the line's handling fee in thousandths of a fen.
func (r *billRow) fee() int64 {
	if r.state == Success {
		return r.order.TotalFee * billRate / 10
	}
	return -r.refund.RefundFee * billRate / 10
}

// oneCell keeps a merchant's text from making two columns of it.
func oneCell(s string) string {
	return strings.NewReplacer(",", " ", "\n", " ", "\r", " ", "`", " ").Replace(s)
}

func writeBillLine(text *bytes.Buffer, values []string) {
	for i, v := range values {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString("`" + v)
	}
	text.WriteString("\r\n")
}

// Yuan writes fen with two decimals.
func Yuan(fen int64) string { return fmt.Sprintf("%d.%02d", fen/100, fen%100) }

// fine writes thousandths of a fen as yuan with five decimals.
func fine(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%05d", sign, n/100000, n%100000)
}
