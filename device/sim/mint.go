package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

const (
	serials    = 10_000_000_000 // ten digits
	ties       = 100_000        // five of them
	checkPrime = 9973           // the largest prime of four digits
	tiedShift  = 4987           // of the check digits of a code that is tied to a sale
)

// Mint returns the simulated code of a behaviour and serial number in both
// forms: 18 digits for micropay, hyphenated for facepay. The first fourteen
// digits are 13BB and the serial; the last four are those modulo 9973.
func Mint(b Behaviour, serial uint64) (digits, hyphenated string) { return mint(b, serial, 0) }

// mintFor is Mint of a face that is taken for a sale: half of its serial digits are of the
// sale, and the check digits say so.
func mintFor(b Behaviour, serial uint64, outTradeNo, totalFee string) (digits, hyphenated string) {
	sum := sha256.Sum256([]byte(outTradeNo + " for " + totalFee))
	return mint(b, serial%(serials/ties)*ties+uint64(binary.BigEndian.Uint32(sum[:]))%ties, tiedShift)
}

func mint(b Behaviour, serial, shift uint64) (digits, hyphenated string) {
	serial %= serials
	kind := 1300 + uint64(b)
	sum := (kind*serials + serial + shift) % checkPrime
	return fmt.Sprintf("%04d%010d%04d", kind, serial, sum), fmt.Sprintf("f%04d-%010d-%04d", kind, serial, sum)
}
