package bill_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"facetill/wx/bill"
)

// A bill is read row by row; what is wrong with it as a whole is known at its end.
func Example() {
	text := "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注\r\n" +
		"`2026-11-25 12:00:00,`wx5174600000000000,`1900017460,`0,`till-3,`4200009000202611250000000001,`26112512000012345678901234567890,`oPayer,`MICROPAY,`SUCCESS,`OTHERS,`CNY,`12.80,`0.00,`tea, green,`,`0.08000,`0.60%,`12.80,`\r\n" +
		"总交易单数,应结订单总金额,手续费总金额,订单总金额\r\n" +
		"`1.0,`12.8,`0.08,`12.8\r\n"
	r := bill.NewReader(strings.NewReader(text))
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fmt.Println(err) // no bill at all: *bill.Error
			return
		}
		if row.Unreadable != "" {
			fmt.Println("line", row.Line, row.Unreadable)
			continue
		}
		fmt.Println(row.State, row.OutTradeNo, row.Total, "fen at", row.Device+":", row.Body)
	}
	fmt.Println(r.Summary().Read.Rows, "row,", len(r.Summary().Findings), "findings")
	// Output:
	// SUCCESS 26112512000012345678901234567890 1280 fen at till-3: tea, green
	// 1 row, 0 findings
}
