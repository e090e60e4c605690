package book

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
)

// Fingerprint stands for a payer's code wherever the book keeps it, in 24
// hexadecimal digits: enough to know it again, nothing to pay with.
type Fingerprint string

const fingerprintBytes = 12

// FingerprintOf returns the fingerprint of a code.
func FingerprintOf(code string) Fingerprint {
	sum := sha256.Sum256([]byte(code))
	return Fingerprint(hex.EncodeToString(sum[:fingerprintBytes]))
}

// UnmarshalText refuses what is no fingerprint: with a damaged one a used code would be
// taken once more.
func (f *Fingerprint) UnmarshalText(text []byte) error {
	var b [fingerprintBytes]byte
	if len(text) != hex.EncodedLen(len(b)) {
		return errors.New("a fingerprint has 24 digits")
	}
	_, err := hex.Decode(b[:], text)
	*f = Fingerprint(hex.EncodeToString(b[:]))
	return err
}

// OpenID is the payer as the merchant sees them: the same for the same code.
func (f Fingerprint) OpenID() string { return "oSIM" + string(f) }

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
