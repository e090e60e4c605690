package refund

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// Numbers are the attempt's own 32 digits, a letter that says where the rest is
// from, and the rest: letters and digits, within WeChat's 64 characters. Whoever
// reads one finds the sale in it.
const (
	ofReference = "F" // 24 hexadecimal digits that follow from a reference
	minted      = "M" // 20 random digits: 66 bits (money rule 4b.2)
	ofReversal  = "R" // nothing: an attempt is undone once (money rule 4.3)
)

// NumberOf returns the out_refund_no of a reference: the same in every process and
// after every restart, so a repeated call is the same refund.
func NumberOf(outTradeNo, ref string) string {
	sum := sha256.Sum256([]byte("facetill refund\x00" + outTradeNo + "\x00" + ref))
	return outTradeNo + ofReference + hex.EncodeToString(sum[:12])
}

// NumberOfReversal returns the out_refund_no under which a whole attempt is undone.
func NumberOfReversal(outTradeNo string) string { return outTradeNo + ofReversal }

// MintNumber makes the out_refund_no of a refund without a reference.
func MintNumber(outTradeNo string, random io.Reader) (string, error) {
	digits, err := MintDigits(random)
	if err != nil {
		return "", fmt.Errorf("mint out_refund_no: %w", err)
	}
	return outTradeNo + minted + digits, nil
}

// MintDigits returns 20 random digits: 66 bits, as every number of ours has (money rules
// 1.2, 4b.2).
func MintDigits(random io.Reader) (string, error) {
	const count = 20
	digits := make([]byte, 0, count)
	var b [32]byte
	for len(digits) < count {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", err
		}
		for _, c := range b {
			// 250 is the largest multiple of ten in a byte: no digit is favoured.
			if c < 250 && len(digits) < count {
				digits = append(digits, '0'+c%10)
			}
		}
	}
	return string(digits), nil
}

// IsOurs reports whether a number has the form of one that we make for an attempt: a
// journal that does not know it was restored from before it (money rule 4b.3).
func IsOurs(outTradeNo, number string) bool {
	rest, ours := strings.CutPrefix(number, outTradeNo)
	if !ours || outTradeNo == "" {
		return false
	}
	return rest == ofReversal || len(rest) == 25 && rest[:1] == ofReference || len(rest) == 21 && rest[:1] == minted
}
