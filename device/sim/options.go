package sim

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"time"

	"facetill/device/wire"
)

// The timeouts of the terminal itself.
const (
	walkAway    = 60 * time.Second // of the face screen
	pageTimeout = 90 * time.Second // of the waiting page
)

// Options sets the terminal's times and the few things that the vendor's
// documents leave open. The zero value is a terminal whose customers need no
// time at all, for tests.
type Options struct {
	Latency  time.Duration // every command
	Customer time.Duration // from the face screen to the code

	// Starting is how many commands a service that restarts on Android answers by 271378621
	// before it can be initialised.
	Starting int

	// DeviceID tells one device from another: see rawdata.go. Terminals of one id are one
	// device, in whatever process.
	DeviceID string

	// TellsAge is a merchant with the permission to be told ages, which Android alone has:
	// whoever is no minor is an adult. A minor is told of without it, for training.
	TellsAge bool

	SlowCustomer time.Duration // behaviour 10; 0: 20 s

	// Serial is the first serial number of the codes; 0: random. Later codes
	// count on from it, modulo 10^10.
	Serial uint64

	// StopAnswer is the return_code of a capture that was stopped. It is not
	// documented; "" is USER_CANCEL. "SUCCESS" lets the code come although a
	// stop was asked for: the race that a till must survive.
	StopAnswer string
	// OldLibrary makes stopWxpayface unknown, as before Windows SDK 1.23.
	OldLibrary bool
	// Replace, when set, may replace the answer to any command by what it
	// returns: for answers that no terminal should give. nil keeps the answer.
	Replace func(cmd string, answer []byte) []byte
}

// Realistic are the times of a shop: 30 ms a command, 1.2 s a customer.
func Realistic() Options {
	return Options{Latency: 30 * time.Millisecond, Customer: 1200 * time.Millisecond, Starting: 2}
}

func (o Options) filled() Options {
	o.SlowCustomer = cmp.Or(o.SlowCustomer, 20*time.Second)
	o.StopAnswer = cmp.Or(o.StopAnswer, wire.UserCancel)
	if o.Serial == 0 {
		var b [8]byte
		_, _ = rand.Read(b[:]) // never fails, by its documentation
		o.Serial = binary.LittleEndian.Uint64(b[:])
	}
	return o
}

// Speed returns a clock that runs x times as fast as the real one, for people
// who try a slow customer and do not want to wait.
func Speed(x float64) Clock {
	start := time.Now()
	scale := func(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }
	return Clock{
		Now:   func() time.Time { return start.Add(scale(time.Since(start), x)) },
		After: func(d time.Duration) <-chan time.Time { return time.After(scale(d, 1/x)) },
	}
}
