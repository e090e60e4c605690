// Package lanes plays worlds in which several tills and recoverers share one
// journal and one book. They take turns in one loop, and any of them may be
// suspended at any call of a port, past its lease and past send_by, killed, given
// up, and woken: what it does then, the others have done already. A third of these
// worlds sell one amount without a reference: of two presses of which neither was
// made after the other's end was known, one is charged at most.
//
// The control takes the journal's compare-and-set away, and must find rules broken.
//
// The lanes are less strict than one till in three places. A lane that is woken
// inside send_by may still pay when another has begun to ask, and one woken in
// the middle of a reversal may send one more reverse; neither is possible for an
// attempt that is final. And a refusal that was true when WeChat was asked may be
// said after the suspension in which it ceased to be: the closing of its number
// finds the charge.
//
// Not here: what a world is made of (package world).
//
// Read lanes.go first, then pause.go (where a lane is suspended) and play.go (what
// it does); judge.go and press.go are what is judged in another way than of one
// till.
package lanes
