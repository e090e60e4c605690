package sim

import "fmt"

const (
	serials    = 10_000_000_000 // ten digits
	checkPrime = 9973           // the largest prime of four digits
)

// Mint returns the simulated code of a behaviour and serial number in both
// forms: 18 digits for micropay, hyphenated for facepay. The first fourteen
// digits are 13BB and the serial; the last four are those modulo 9973.
func Mint(b Behaviour, serial uint64) (digits, hyphenated string) {
	serial %= serials
	kind := 1300 + uint64(b)
	sum := (kind*serials + serial) % checkPrime
	return fmt.Sprintf("%04d%010d%04d", kind, serial, sum), fmt.Sprintf("f%04d-%010d-%04d", kind, serial, sum)
}
