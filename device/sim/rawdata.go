package sim

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// The rawdata of a simulated device begins with what is the device's, and ends with what is
// new each time:
//
//	"SIMRAW", 16 digits of the device and of its boot, 20 of a serial number, filling
//
// The simulated gateway makes "SIM..., a dot, 16 digits" of it, where the digits are the
// [deviceMark] of the rawdata. The real things have something alike, or no device could tell
// another one's authinfo; what it is no document says (unconfirmed).
const (
	rawHead   = len("SIMRAW") + markSize
	rawSize   = 824 // of the manual's sample
	markSize  = 16
	authStart = "SIM"
)

// rawdata is the device's, new each time.
func (m *machine) rawdata() string {
	m.serial++
	s := m.rawdataHead() + fmt.Sprintf("%020d", m.serial)
	return s + strings.Repeat("A", rawSize-len(s))
}

func (m *machine) rawdataHead() string {
	return "SIMRAW" + mark(fmt.Sprintf("device %q, boot %d", m.opts.DeviceID, m.boots))
}

// deviceMark is what the simulated gateway's authinfo keeps of the rawdata that it was made
// from.
func deviceMark(rawdata string) string {
	return mark("authinfo of " + rawdata[:min(len(rawdata), rawHead)])
}

func mark(of string) string {
	sum := sha256.Sum256([]byte(of))
	return hex.EncodeToString(sum[:])[:markSize]
}

// foreign reports whether an authinfo was made from the rawdata of another device. What the
// simulated gateway has not made, or not so that it tells, is nobody's.
func (m *machine) foreign(authinfo string) bool {
	made, of, marked := strings.Cut(authinfo, ".")
	return marked && strings.HasPrefix(made, authStart) && len(of) == markSize && of != deviceMark(m.rawdataHead())
}
