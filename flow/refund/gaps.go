package refund

import (
	"math/rand/v2"
	"time"
)

const (
	day = 24 * time.Hour
	// lateSends and lateAfter: a person should know of a refund that takes longer.
	lateSends = 10
	lateAfter = 30 * time.Minute
	// slowGap is between tries of what does not end soon.
	slowGap = 5 * time.Minute
	// calmGap is the least wait after WeChat asked for less.
	calmGap = time.Minute
)

// gaps are the waits after a try that did not help (money rule 4.1); afterwards it is
// slowGap.
var gaps = [...]time.Duration{5 * time.Second, 5 * time.Second, 10 * time.Second,
	20 * time.Second, 40 * time.Second, 60 * time.Second}

// Gap is the wait after the n-th try that did not help, of a refund or of a reverse, n
// from 1. The slow ones get up to a fifth more, by the number, so that the tills of a
// chain do not all ask in one second.
func Gap(n int, number string) time.Duration {
	switch {
	case n < 1:
		return 0
	case n <= len(gaps):
		return gaps[n-1]
	}
	return slowGap + spread(number, uint64(n), slowGap/5)
}

// spread is a part of most that follows from a number.
func spread(number string, n uint64, most time.Duration) time.Duration {
	var seed uint64
	for _, c := range []byte(number) {
		seed = seed*31 + uint64(c)
	}
	return time.Duration(rand.New(rand.NewPCG(seed, n)).Int64N(int64(most)))
}

// earlyAsks are when an accepted refund is asked about, from its acceptance; later it
// is each hour to a day, then each day (money rule 4b.5).
var earlyAsks = [...]time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute, 5 * time.Minute,
	10 * time.Minute, 20 * time.Minute, 40 * time.Minute, 70 * time.Minute}

// askAt is the first moment behind the last query at which a refund that WeChat has
// is asked about again. last is zero behind a restart: then it is asked about at once.
func askAt(since, last time.Time, number string) time.Time {
	for _, d := range earlyAsks {
		if at := since.Add(d); at.After(last) {
			return at
		}
	}
	at := since.Add(earlyAsks[len(earlyAsks)-1] + time.Hour + spread(number, 0, time.Hour/5))
	for ; !at.After(last); at = at.Add(time.Hour) {
		if at.Sub(since) >= day {
			days := max(0, last.Sub(at)/day)
			if at = at.Add(days * day); !at.After(last) {
				at = at.Add(day)
			}
			return at
		}
	}
	return at
}
