package bill

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

const (
	allHeader     = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
	successHeader = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注"
	refundHeader  = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
	oldHeader     = "交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率"
	olderHeader   = "交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,代金券或立减优惠金额,微信退款单号,商户退款单号,退款金额,代金券或立减优惠退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率"

	allSums     = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
	successSums = "总交易单数,应结订单总金额,手续费总金额,订单总金额"
	oldSums     = "总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额"

	saleRow     = "`2026-11-25 12:00:00,`wx5174600000000000,`1900017460,`0,`till-3,`42001,`S1,`oPAYER,`MICROPAY,`SUCCESS,`OTHERS,`CNY,`9.80,`3.00,`0,`0,`0.00,`0.00,`,`,`tea,`table 4,`0.08000,`0.60%,`12.80,`0.00,`"
	refundRow   = "`2026-11-25 13:00:00,`wx5174600000000000,`1900017460,`0,`till-3,`42000,`S0,`oPAYER,`MICROPAY,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50301,`R1,`2.34,`0.00,`PLATFORM-ORIGINAL,`PROCESSING,`tea,`,`-0.01000,`0.60%,`0.00,`2.50,`"
	reversedRow = "`2026-11-25 14:00:00,`wx5174600000000000,`1900017460,`0,`till-3,`42001,`S1,`oPAYER,`MICROPAY,`REVOKED,`OTHERS,`CNY,`0.00,`0.00,`0,`0,`9.80,`0.00,`ORIGINAL,`SUCCESS,`tea,`,`-0.08000,`0.60%,`0.00,`12.80,`"
	oldRow      = "`2026-11-25 12:00:00,`wx5174600000000000,`1900017460,`0,`till-3,`42001,`S1,`oPAYER,`MICROPAY,`SUCCESS,`CFT,`CNY,`12.80,`0.0,`0,`0,`0,`0,`,`,`tea,`,`0.08,`0.60%"
	oldRefund   = "`2026-11-25 13:00:00,`wx5174600000000000,`1900017460,`1900000001,`,`42000,`S0,`oPAYER,`MICROPAY,`REFUND,`CFT,`CNY,`0.00,`0.00,`50301,`R1,`2.50,`0.00,`ORIGINAL,`SUCCESS,`tea,`,`-0.01000,`0.60%"
)

// text joins the lines of a bill.
func text(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n" }

// whole is a bill of a sale, its reversal and a refund.
var whole = byteOrderMark + text(allHeader, reversedRow, saleRow, refundRow, allSums, "`3.0,`9.8,`12.14,`0.0,`-0.01,`12.8,`15.3")

func at(h, m int) time.Time { return time.Date(2026, 11, 25, h, m, 0, 0, beijing) }

// readAll reads a bill to its end or to what ends it, and fails where anything of the
// payer is kept or told.
func readAll(t testing.TB, bill string) (rows []Row, sum Summary, err error) {
	t.Helper()
	r := NewReader(strings.NewReader(bill))
	for {
		row, err := r.Next()
		if err != nil {
			if _, again := r.Next(); again != err {
				t.Errorf("%v, and then %v", err, again)
			}
			if errors.Is(err, io.EOF) {
				return rows, r.Summary(), nil
			}
			if strings.Contains(err.Error(), "oPAYER") {
				t.Errorf("the payer is told: %v", err)
			}
			return rows, r.Summary(), err
		}
		if strings.Contains(row.Unreadable, "oPAYER") {
			t.Errorf("the payer is told: %s", row.Unreadable)
		}
		rows = append(rows, row)
	}
}

func packed(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
