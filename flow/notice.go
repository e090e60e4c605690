package flow

import "time"

// Notice is what an open reversal has come to by its age (money rule 4.1): it
// takes longer than a customer waits, or longer than the fences.
type Notice int

// Notices, by age.
const (
	NoticeNone Notice = iota
	NoticeSlow        // two minutes: no goods; the money comes back by itself, later
	NoticeLate        // thirty minutes: a person should look at the merchant platform
)

const (
	slowAfter = 2 * time.Minute
	lateAfter = 30 * time.Minute
)

// Notice returns which notice an open reversal has now, on WeChat's clock. It
// counts from the intent, which is when the customer began to wait; where the
// reversal was decided later on its own (by a person, or behind a refusal that
// lied) from that decision. A stamp that lies in the future is of a wrong Date:
// nobody knows the age then, and the first notice is the one to give.
func (a Attempt) Notice(now time.Time) Notice {
	if !a.in(Reversing, Refunding, NeedsPerson) || a.DecidedAt.IsZero() || now.IsZero() {
		return NoticeNone
	}
	since := a.IntentAt
	if a.Reopened || a.DecidedBy != "" {
		since = a.DecidedAt
	}
	switch age := now.Sub(since); {
	case age >= lateAfter:
		return NoticeLate
	case age >= slowAfter, age < -slowAfter:
		return NoticeSlow
	}
	return NoticeNone
}
