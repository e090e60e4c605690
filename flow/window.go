package flow

import (
	"time"

	"facetill/flow/refund"
)

// Rules are the few times that a configuration may move, inside their floors.
// The defaults are DefaultRules.
type Rules struct {
	ConfirmWindow  time.Duration // from the intent to the decision, 30 s to 60 s
	ReverseAfter   time.Duration // from the request to the first reverse, 15 s at least
	ScanTimeout    time.Duration // of the face screen
	RefReplay      time.Duration // how long a reference's outcome is repeated
	CredentialLife time.Duration // of a face_code or auth_code, 5 min at least
	RefScopeStore  bool          // references are unique in the store, not on the device
	FaceLimit      Fen           // above it a face cannot pay; 0: no limit
	AdultsOnly     bool          // the face of whoever is no adult by the terminal is not charged
}

// DefaultRules are those of the example configuration.
func DefaultRules() Rules {
	return Rules{ConfirmWindow: 45 * time.Second, ReverseAfter: 15 * time.Second, ScanTimeout: 60 * time.Second,
		RefReplay: 30 * time.Minute, CredentialLife: 10 * time.Minute, FaceLimit: 100_000}
}

// The times that nobody may move. Sources: the payment documents where they are
// named, the money rules where a number is behind the sentence.
const (
	sendWithin  = 8 * time.Second  // 1.3
	expireAfter = 2 * time.Minute  // 1.3: time_expire
	fenceMargin = 10 * time.Minute // 2.3
	firstQuery  = 5 * time.Second  // 3.1, and the manuals: after USERPAYING wait 5 s
	briskUntil  = 30 * time.Second // design: every 2 s to here
	briskGap    = 2 * time.Second
	calmGap     = 4 * time.Second
	confirmTry  = 2 * time.Second // 2.4
	freshTry    = 3 * time.Second // 3.3
	payingGap   = 5 * time.Second // 4.1: after a reverse that said USERPAYING
	payingFor   = 120 * time.Second
	slowGap     = 5 * time.Minute // 4.1, 4.2, 2.5
	maxStops    = 10              // 4.2
	// dateDoubt is how far two processes' ideas of WeChat's time may be apart: the
	// grain of a Date, and an answer's way.
	dateDoubt     = 2 * time.Second
	closeAfter    = 15 * time.Second
	maxCloseTries = 5 // 2.5
)

// intent returns the fact that lets a request leave, from WeChat's time. Its
// fences begin with it only where that time is trusted.
func (r Rules) intent(now time.Time, trusted bool) IntentWritten {
	i := IntentWritten{At: now, SendBy: now.Add(sendWithin), TimeExpire: now.Add(expireAfter), ConfirmBy: now.Add(r.ConfirmWindow), Trusted: trusted}
	if trusted {
		i.FenceAt = r.fence(now)
	}
	return i
}

// fence is the end of all fences that count from a moment (money rule 2.3).
func (r Rules) fence(from time.Time) time.Time {
	return from.Add(max(sendWithin, expireAfter, r.CredentialLife) + fenceMargin)
}

// nextQuery is the first moment after `after` at which an order is asked about,
// counted from the intent: 5 s, then every 2 s to 30 s, then every 4 s. It is a
// pure function, so a restart asks at the same moments.
func nextQuery(after time.Duration) time.Duration {
	switch {
	case after < firstQuery:
		return firstQuery
	case after < briskUntil:
		n := (after-firstQuery)/briskGap + 1
		return min(firstQuery+n*briskGap, briskUntil)
	}
	n := (after-briskUntil)/calmGap + 1
	return briskUntil + n*calmGap
}

// reverseGap is the wait after the n-th reverse of this process that did not help, n
// from 1 (money rule 4.1).
func reverseGap(n int, no OutTradeNo) time.Duration { return refund.Gap(n, string(no)) }
