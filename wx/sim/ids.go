package sim

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"time"
)

// Fingerprint stands for a payer's code wherever the book keeps it: enough to
// know it again, nothing to pay with. In JSON it is hexadecimal.
type Fingerprint [12]byte

func fingerprint(code string) (f Fingerprint) {
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

// openID is the payer as the merchant sees them: the same for the same code.
func openID(code Fingerprint) string {
	text := append(make([]byte, 0, 4+2*len(code)), "oSIM"...)
	return string(hex.AppendEncode(text, code[:]))
}

const serialDigits = 10

// longID is a transaction_id or a refund_id: a kind, the seed, the day, the
// book's serial number. The real thing's have the same 28 digits.
func (s *Server) longID(kind string, now time.Time, serial uint64) string {
	text := make([]byte, 0, 28)
	text = append(text, kind...)
	text = appendPadded(text, s.cfg.Seed%1000, 3)
	text = append(text, s.stamp(now)[:8]...)
	return string(appendPadded(text, serial%1e10, serialDigits))
}

// serialOf reads the serial number in a longID; what is none has one as well,
// so the whole number has to be compared afterwards.
func serialOf(id string) uint64 {
	if len(id) < serialDigits {
		return 0
	}
	return number(id[len(id)-serialDigits:])
}

func appendPadded(text []byte, n uint64, width int) []byte {
	var digits [20]byte
	s := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(s) {
		text = append(text, '0')
	}
	return append(text, s...)
}
