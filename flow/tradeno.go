package flow

import (
	"fmt"
	"io"
	"time"

	"facetill/flow/refund"
)

// OutTradeNo is our number of an attempt, WeChat's out_trade_no: it is minted
// once, written down before anything is sent, and never used again.
type OutTradeNo string

// Beijing is the zone of every time that WeChat prints, and of our days. China
// keeps no summer time.
var Beijing = time.FixedZone("UTC+8", 8*60*60)

const stampLayout = "060102150405" // 12 digits

// MintOutTradeNo makes 32 digits: the Beijing time and twenty random ones. They
// are digits so that a cashier can find an attempt by the last four. The clock
// only helps people to read the number; that it is new rests on random.
func MintOutTradeNo(now time.Time, random io.Reader) (OutTradeNo, error) {
	digits, err := refund.MintDigits(random)
	if err != nil {
		return "", fmt.Errorf("mint out_trade_no: %w", err)
	}
	return OutTradeNo(now.In(Beijing).Format(stampLayout) + digits), nil
}

// LastDigits is what people say aloud.
func (n OutTradeNo) LastDigits(count int) string {
	return string(n[max(0, len(n)-count):])
}
