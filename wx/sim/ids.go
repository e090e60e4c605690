package sim

import (
	"strconv"
	"time"

	"facetill/wx/sim/book"
)

// longID is a transaction_id or a refund_id: a kind, the seed, the day, the
// book's serial number. The real thing's have the same 28 digits.
func (s *Server) longID(kind string, now time.Time, serial uint64) string {
	text := make([]byte, 0, 28)
	text = append(text, kind...)
	text = appendPadded(text, s.cfg.Seed%1000, 3)
	text = append(text, s.stamp(now)[:8]...)
	return string(appendPadded(text, serial%1e10, book.SerialDigits))
}

func appendPadded(text []byte, n uint64, width int) []byte {
	var digits [20]byte
	s := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(s) {
		text = append(text, '0')
	}
	return append(text, s...)
}
