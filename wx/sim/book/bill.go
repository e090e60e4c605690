package book

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The tables' header lines, as downloadbill writes them. They are this room's own: who
// reads bills has others, so that neither's mistake is the other's.
const (
	billColumns       = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额"
	billRefundColumns = ",微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态"
	billTimeColumns   = ",退款申请时间,退款成功时间"
	billTail          = ",商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
	billSuccessTail   = ",商品名称,商户数据包,手续费,费率,订单金额,费率备注"
	billSums          = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
	billSuccessSums   = "总交易单数,应结订单总金额,手续费总金额,订单总金额"

	oldColumns       = "交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额"
	oldRefundColumns = ",微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态"
	oldTail          = ",商品名称,商户数据包,手续费,费率"
	oldSums          = "总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额"

	byteOrderMark = "\ufeff"
	// billRate is the merchant's rate, in hundredths of a per cent.
	billRate = 60
	// billMade is when a day's bill is built, from its midnight on. What it has of a
	// refund's state is of then.
	billMade = 24*time.Hour + 9*time.Hour
)

// Beijing is the zone of every time in this protocol.
var Beijing = time.FixedZone("UTC+8", 8*60*60)

// Kinds of bills.
const (
	AllBill     = "ALL"
	SuccessBill = "SUCCESS"
	RefundBill  = "REFUND"
)

// BillRow is one line: a charge, a refund of a part, or a reversal. Amounts are in fen.
type BillRow struct {
	At                     time.Time
	AppID, MchID, SubMchID string
	Device                 string
	TransactionID          string
	OutTradeNo             string
	Payer, TradeType       string
	State                  TradeState
	Body, Attach           string
	Total, Coupon          int64  // of a charge
	Refund                 Refund // of a refund or a reversal; Final is its state
}

// BillForm is how a bill is written.
type BillForm struct {
	Kind string // AllBill, SuccessBill or RefundBill
	Old  bool   // the layout of merchants from before 2018
}

// Bill collects what happened to a merchant's money on a day, as it is known at a
// time. A charge that was reversed stands in it twice under one number; what was never
// charged does not stand in it. With a sub_mch_id it is of that one alone. Rows come in
// an order that has nothing to do with time, and is the same each time.
func (b *Book) Bill(day time.Time, mch, subMch, kind string, now time.Time) (rows []BillRow) {
	on := func(t time.Time) bool { return !t.Before(day) && t.Before(day.Add(24*time.Hour)) && !t.After(now) }
	made := now
	if m := day.Add(billMade); m.Before(now) {
		made = m
	}
	for _, o := range b.age {
		if o.MchID != mch || subMch != "" && o.SubMchID != subMch || !o.Charged(now) {
			continue
		}
		if on(o.ChargedAt()) && kind != RefundBill {
			r := o.billRow(o.ChargedAt(), Success)
			r.Total, r.Coupon = o.TotalFee, o.CouponFee
			rows = append(rows, r)
		}
		if kind == SuccessBill {
			continue
		}
		for _, part := range o.Refunds {
			if on(part.AcceptedAt) {
				r := o.billRow(part.AcceptedAt, Refunded)
				r.Refund = part
				r.Refund.Final = part.Status(made)
				rows = append(rows, r)
			}
		}
		if o.End == Revoked && on(o.EndAt) {
			r := o.billRow(o.EndAt, Revoked)
			r.Refund = Refund{OutRefundNo: "0", RefundID: "0", RefundFee: o.TotalFee, CouponFee: o.CouponFee, AcceptedAt: o.EndAt, DoneAt: o.EndAt, Final: RefundSuccess}
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b BillRow) int { return cmp.Compare(a.place(), b.place()) })
	return rows
}

// billRow is what all rows of an order have.
func (o *Order) billRow(at time.Time, state TradeState) BillRow {
	trade := "MICROPAY"
	if o.Family == Facepay {
		trade = "FACEPAY"
	}
	return BillRow{At: at, AppID: o.AppID, MchID: o.MchID, SubMchID: o.SubMchID, Device: o.DeviceInfo,
		TransactionID: o.TransactionID, OutTradeNo: o.OutTradeNo, Payer: o.Payer(), TradeType: trade, State: state, Body: o.Body, Attach: o.Attach}
}

// place is where a row stands among the others.
func (r *BillRow) place() uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, r.TransactionID, r.State, r.Refund.OutRefundNo) // never fails
	return h.Sum64()
}

// Text writes the table: every value with a back-quote before it and nothing quoted or
// escaped, amounts in yuan, a summary at the end.
func (f BillForm) Text(rows []BillRow) []byte {
	var text bytes.Buffer
	text.WriteString(byteOrderMark + f.header() + "\r\n")
	var settled, paid, back, couponBack, asked, fees int64
	for i := range rows {
		r := &rows[i]
		writeBillLine(&text, f.values(r))
		gross := r.Total
		if !f.Old {
			gross -= r.Coupon
		}
		settled, paid, fees = settled+gross, paid+r.Total, fees+r.fee()
		part, coupon := f.given(r)
		back, couponBack, asked = back+part, couponBack+coupon, asked+r.Refund.RefundFee
	}
	count := strconv.Itoa(len(rows)) + ".0"
	switch {
	case f.Old:
		text.WriteString(oldSums + "\r\n")
		writeBillLine(&text, []string{count, short(settled), short(back), short(couponBack), short(fees)})
	case f.Kind == SuccessBill:
		text.WriteString(billSuccessSums + "\r\n")
		writeBillLine(&text, []string{count, short(settled), short(fees), short(paid)})
	default:
		text.WriteString(billSums + "\r\n")
		writeBillLine(&text, []string{count, short(settled), short(back), short(couponBack), short(fees), short(paid), short(asked)})
	}
	return text.Bytes()
}

func (f BillForm) header() string {
	head, refunds, tail := billColumns, billRefundColumns, billTail
	if f.Old {
		head, refunds, tail = oldColumns, oldRefundColumns, oldTail
	}
	switch f.Kind {
	case SuccessBill:
		if !f.Old {
			tail = billSuccessTail
		}
		return head + tail
	case RefundBill:
		return head + billTimeColumns + refunds + tail
	}
	return head + refunds + tail
}

// values are the columns of one line. The shop bears its coupons, so what is
// settled and what goes back are less by them; 充值券 are coupons that were bought.
func (f BillForm) values(r *BillRow) []string {
	gross := r.Total
	if !f.Old {
		gross -= r.Coupon
	}
	v := []string{clockTime(r.At), r.AppID, r.MchID, cmp.Or(r.SubMchID, "0"), r.Device,
		r.TransactionID, r.OutTradeNo, r.Payer, r.TradeType, string(r.State), "OTHERS", "CNY", Yuan(gross), Yuan(r.Coupon)}
	if f.Kind == RefundBill {
		done := ""
		if r.Refund.Final == RefundSuccess {
			done = clockTime(r.Refund.DoneAt)
		}
		v = append(v, clockTime(r.Refund.AcceptedAt), done)
	}
	if f.Kind != SuccessBill {
		way := ""
		switch {
		case r.Refund.Platform:
			way = "PLATFORM-ORIGINAL"
		case r.State != Success:
			way = "ORIGINAL"
		}
		part, coupon := f.given(r)
		v = append(v, cmp.Or(r.Refund.RefundID, "0"), cmp.Or(r.Refund.OutRefundNo, "0"), Yuan(part), Yuan(coupon), way, r.Refund.Final)
	}
	v = append(v, oneLine(r.Body), oneLine(r.Attach), filled(r.fee()), "0.60%")
	if f.Old {
		return v
	}
	v = append(v, Yuan(r.Total))
	if f.Kind != SuccessBill {
		v = append(v, Yuan(r.Refund.RefundFee))
	}
	return append(v, "")
}

// given is what 退款金额 and the coupons' column beside it have of a row. The old layout
// has no column of what was asked for, so its 退款金额 is all of it.
func (f BillForm) given(r *BillRow) (part, coupon int64) {
	if f.Old {
		return r.Refund.RefundFee, r.Refund.CouponFee
	}
	return r.Refund.CashFee(), 0
}

// fee is the line's handling fee in fen; that of a refund is given back.
func (r *BillRow) fee() int64 {
	if r.State == Success {
		return handling(r.Total, billRate)
	}
	return -handling(r.Refund.RefundFee, billRate)
}

// handling is a fee in fen, rounded, by a rate in hundredths of a per cent.
func handling(fen, rate int64) int64 { return (fen*rate + 5000) / 10000 }

// oneLine keeps line ends out of a merchant's text. Nothing else of it is changed: the
// real thing escapes neither commas nor back-quotes. What it does to a line end is not
// known.
func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }

func writeBillLine(text *bytes.Buffer, values []string) {
	for i, v := range values {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString("`" + v)
	}
	text.WriteString("\r\n")
}

func clockTime(t time.Time) string { return t.In(Beijing).Format(time.DateTime) }

// Yuan writes fen with two decimals.
func Yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}

// filled writes a fee as the rows have it: five decimals, of which the last three are
// 0.
func filled(fen int64) string { return Yuan(fen) + "000" }

// short writes a sum as the summary has it: 0.47, 7.3, 0.0.
func short(fen int64) string { return strings.TrimSuffix(Yuan(fen), "0") }
