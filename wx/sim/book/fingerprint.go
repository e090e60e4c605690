package book

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
)

// Fingerprint stands for a payer's code wherever the book keeps it: enough to
// know it again, nothing to pay with. In JSON it is hexadecimal.
type Fingerprint [12]byte

// FingerprintOf returns the fingerprint of a code.
func FingerprintOf(code string) (f Fingerprint) {
	sum := sha256.Sum256([]byte(code))
	copy(f[:], sum[:])
	return f
}

// String returns the hexadecimal digits.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// MarshalText returns the hexadecimal digits.
func (f Fingerprint) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, f[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (f *Fingerprint) UnmarshalText(text []byte) error {
	if len(text) != 2*len(f) {
		return errors.New("a fingerprint has 24 digits")
	}
	_, err := hex.Decode(f[:], text)
	return err
}

// OpenID is the payer as the merchant sees them: the same for the same code.
func (f Fingerprint) OpenID() string {
	text := append(make([]byte, 0, 4+2*len(f)), "oSIM"...)
	return string(hex.AppendEncode(text, f[:]))
}

// SerialDigits is how many digits of the book's counter a transaction_id ends
// with.
const SerialDigits = 10

// serialOf reads the serial number in a transaction_id; what is none has one as well, so
// the whole number has to be compared afterwards.
func serialOf(id string) uint64 {
	if len(id) < SerialDigits {
		return 0
	}
	n, _ := strconv.ParseUint(id[len(id)-SerialDigits:], 10, 64)
	return n
}
