package flow

import (
	"fmt"
	"io"
	"time"
)

// OutTradeNo is our number of an attempt, WeChat's out_trade_no: it is minted
// once, written down before anything is sent, and never used again.
type OutTradeNo string

// Beijing is the zone of every time that WeChat prints, and of our days. China
// keeps no summer time.
var Beijing = time.FixedZone("UTC+8", 8*60*60)

const (
	stampLayout = "060102150405" // 12 digits
	randomCount = 20             // digits: 66 bits (money rule 1.2)
)

// MintOutTradeNo makes 32 digits: the Beijing time and twenty random ones. They
// are digits so that a cashier can find an attempt by the last four. The clock
// only helps people to read the number; that it is new rests on random.
func MintOutTradeNo(now time.Time, random io.Reader) (OutTradeNo, error) {
	no := []byte(now.In(Beijing).Format(stampLayout))
	var b [32]byte
	for len(no) < len(stampLayout)+randomCount {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", fmt.Errorf("mint out_trade_no: %w", err)
		}
		for _, c := range b {
			// 250 is the largest multiple of ten in a byte: no digit is favoured.
			if c < 250 && len(no) < len(stampLayout)+randomCount {
				no = append(no, '0'+c%10)
			}
		}
	}
	return OutTradeNo(no), nil
}

// LastDigits is what people say aloud.
func (n OutTradeNo) LastDigits(count int) string {
	if len(n) <= count {
		return string(n)
	}
	return string(n[len(n)-count:])
}
