package sim

import (
	"fmt"
	"strconv"
	"time"

	"facetill/device/wire"
)

// Behaviour is what the next customer or the terminal does. 0 pays. 1 to 10
// and 70, 71 and 74 are acted here; the others belong to the simulated gateway
// and only travel in the code.
type Behaviour int

// The behaviours that a terminal acts. An amount of 900.NN yuan or SetCustomer
// asks for one.
const (
	Pays           Behaviour = 0
	Cancels        Behaviour = 1  // on the face screen
	WantsToScan    Behaviour = 2  // pays by code
	WalksAway      Behaviour = 3  // no answer until a stop or 60 s
	NotRecognised  Behaviour = 4  // ERROR
	BusyOnce       Behaviour = 5  // SYSTEMERROR, then fine
	NotInitialised Behaviour = 6  // FAIL 271378620 once
	Gone           Behaviour = 7  // the call returns non-zero
	LicenseError   Behaviour = 8  // authinfo does not fit the device once (PARAM_ERROR)
	NotPermitted   Behaviour = 9  // no permission for face payment (FACEPAY_NOT_AUTH)
	Slow           Behaviour = 10 // the code comes after 20 s

	// The face service restarts once, as an Android terminal's does for an update.
	RestartsInScan Behaviour = 70 // before the customer is done
	RestartsInSale Behaviour = 71 // behind the code, before the result is told

	TooYoung Behaviour = 74 // a minor (underage_state 2)

	lastBehaviour = TooYoung
)

// Amounts of 90001 to 90074 fen ask for the scenario of that number.
const scenarioFen = 90000

// act is how a customer's capture ends and how long it takes.
type act struct {
	after time.Duration
	code  string // return_code
	msg   string
	lost  bool // the service restarts instead
}

// actOf is the end of a capture by behaviour. Behaviours of the gateway
// pay as far as the terminal can see.
func (o Options) actOf(b Behaviour) act {
	switch b {
	case Cancels:
		return act{after: o.Customer, code: wire.UserCancel, msg: "user cancel"}
	case WantsToScan:
		return act{after: o.Customer, code: wire.ScanPayment, msg: "user chose scan payment"}
	case WalksAway:
		return act{after: walkAway, code: wire.UserCancel, msg: "face page timed out"}
	case NotRecognised:
		return act{after: o.Customer, code: wire.Error, msg: "face not recognised"}
	case NotPermitted:
		return act{after: 0, code: wire.FacepayNotAuth, msg: "face payment is not permitted"}
	case RestartsInScan:
		return act{after: o.Customer, lost: true}
	case Slow:
		return act{after: max(o.SlowCustomer, o.Customer), code: wire.Success, msg: "SUCCESS"}
	default:
		return act{after: o.Customer, code: wire.Success, msg: "SUCCESS"}
	}
}

// customer decides who stands before the camera: the one that was set, else
// the one that the amount asks for.
func (m *machine) customer(totalFee string) Behaviour {
	if m.next != nil {
		b := *m.next
		m.next = nil
		return b
	}
	fen, err := strconv.ParseInt(totalFee, 10, 64)
	if err != nil || fen <= scenarioFen || fen > scenarioFen+int64(lastBehaviour) {
		return Pays
	}
	return Behaviour(fen - scenarioFen)
}

// acted reports whether a behaviour is over when its code exists: the gateway has no
// part in it.
func (b Behaviour) acted() bool {
	return b <= Slow || b == RestartsInScan || b == RestartsInSale || b == TooYoung
}

// once reports whether a behaviour is a fault that a sale sees once.
func (b Behaviour) once() bool {
	return b == BusyOnce || b == NotInitialised || b == LicenseError || b == RestartsInScan || b == RestartsInSale
}

// trips reports whether a once-only fault happens now. A sale that has seen it
// is served when it comes again.
func (m *machine) trips(b Behaviour, outTradeNo string) bool {
	key := fmt.Sprint(int(b), " ", outTradeNo)
	if m.tripped == key {
		m.tripped = ""
		return false
	}
	m.tripped = key
	return true
}
