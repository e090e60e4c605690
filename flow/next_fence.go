package flow

import "time"

// beginFences lets the fences of an intent begin that was stamped on one Date
// alone, as soon as the time is trusted (money rule 2.3). nil where they have
// begun, or where nothing can hang on them.
func beginFences(a Attempt, s Situation) Step {
	if !s.Trusted || a.fencesBegun() || a.IntentAt.IsZero() ||
		!a.in(Submitting, Confirming, Reversing, NeedsPerson) && !(a.State == Refused && a.Closing) {
		return nil
	}
	fence := later(s.Rules.fence(later(s.Now, a.IntentAt)), a.FenceAt.Add(time.Millisecond))
	return Record{[]Fact{FencesBegun{At: s.Now, FenceAt: fence}}}
}

// behindFences is when something can be learnt behind the fences, and by what
// step: the query that is due the moment they end, or before it one more Date,
// where the time is not trusted enough to know that they have. Zero when a query
// was put behind them already.
func behindFences(a Attempt, s Situation) (time.Time, Step) {
	switch {
	case a.Live.AskBehind:
		return time.Time{}, nil
	case !s.Trusted: // it may be past already, or not for a long time
		return s.TrustAt, SyncClock{}
	}
	return a.FenceAt, Ask{}
}
