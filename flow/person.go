package flow

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"facetill/flow/field"
	"facetill/flow/refund"
)

// What a person may say of an attempt (money rule 5.7).
const (
	ResolvedPaid       = "paid"        // it needs a person, and was never decided for reversal
	ResolvedNotCharged = "not-charged" // it needs a person
	ResolvedGiven      = "given"       // an unclaimed charge: the goods were handed over
	ResolvedGiveBack   = "give-back"   // an unclaimed charge: the money goes back
)

// ResolvedWords lists them.
func ResolvedWords() []string {
	return []string{ResolvedPaid, ResolvedNotCharged, ResolvedGiven, ResolvedGiveBack}
}

// Resolution is a person's word about an attempt that no rule can end.
type Resolution struct {
	OutTradeNo OutTradeNo
	As         string // one of ResolvedWords
	By         string // a name
	Reason     string
}

// Most characters of what a person writes.
const (
	mostName   = 64
	mostReason = 256
)

// claimPatience is how long a word waits for a process that is just asking
// about the attempt.
const claimPatience = 15 * time.Second

// Resolve records a person's word. What the word does not fit is refused with a
// *field.Error and nothing is changed; ErrOwned means that another process is at
// work on the attempt. A give-back is then driven by the recovery.
func (r *Runner) Resolve(ctx context.Context, w Resolution) (Attempt, error) {
	if err := w.check(); err != nil {
		return Attempt{}, err
	}
	_ = r.sync(ctx) // the word's time is for people; it needs no network
	seen, _, err := r.ports.Journal.Read(ctx, w.OutTradeNo)
	if err != nil {
		return Attempt{}, err
	}
	if !seen.At(r.id.WeChat) {
		return seen, elsewhere(seen)
	}
	a, err := r.claimPatiently(ctx, w.OutTradeNo)
	if err != nil {
		return a, err
	}
	// A charge that was taken from a dead process is unclaimed without a fact that
	// says so (money rule 5.2); one of this process may be about to be shown.
	var facts []Fact
	as := a
	if a.unshown() && a.Epoch != seen.Epoch {
		facts, as = []Fact{LeftUnclaimed{}}, a.AsRead(false)
	}
	next := as
	fact, err := w.fact(as, r)
	if err == nil {
		next, err = r.ports.Journal.Append(ctx, a, append(facts, fact)...)
	}
	if err != nil {
		if a.Epoch != seen.Epoch { // else this process had it before, and goes on with it
			_ = r.ports.Journal.Release(ctx, a)
		}
		return as, err
	}
	if next.State == Reversing {
		r.hands.nudge()
		return next, nil
	}
	return next, r.ports.Journal.Release(ctx, next)
}

// Settle is Resolve for an unclaimed charge (money rule 5.2): given, or else
// the money goes back.
func (r *Runner) Settle(ctx context.Context, no OutTradeNo, given bool, by, reason string) (Attempt, error) {
	as := ResolvedGiveBack
	if given {
		as = ResolvedGiven
	}
	return r.Resolve(ctx, Resolution{OutTradeNo: no, As: as, By: by, Reason: reason})
}

// CheckWord refuses a name or a reason that no person's word can have.
func CheckWord(by, reason string) error { return Resolution{By: by, Reason: reason}.check() }

// checkName refuses what is no person's name.
func checkName(by string) error {
	switch {
	case by == "" || by == ByReplay:
		return field.NewError("name", fmt.Sprintf("%q is nobody's", by), "say who decides it")
	case !printable(by, mostName):
		return field.NewError("name", fmt.Sprintf("is longer than %d characters or cannot be printed", mostName), "write a name")
	}
	return nil
}

func (w Resolution) check() error {
	if err := checkName(w.By); err != nil {
		return err
	}
	switch {
	case w.Reason == "":
		return field.NewError("reason", "is empty", "say how you know")
	case !printable(w.Reason, mostReason):
		return field.NewError("reason", fmt.Sprintf("is longer than %d characters or cannot be printed", mostReason), "write one line")
	}
	return nil
}

// fact is the word as a fact, where the attempt allows it.
func (w Resolution) fact(a Attempt, r *Runner) (Fact, error) {
	unclaimed := a.State == Paid && a.Unclaimed
	wrong := func(need string) error {
		return field.NewError("attempt", fmt.Sprintf("%s is %s, and %q is for %s", a.OutTradeNo, a.State, w.As, need), "look at it with status")
	}
	switch w.As {
	case ResolvedGiven, ResolvedGiveBack:
		if !unclaimed {
			return nil, wrong("an unclaimed charge")
		}
		if w.As == ResolvedGiven {
			return GoodsGiven{By: w.By, Reason: w.Reason}, nil
		}
		if len(a.Refunds) > 0 {
			return nil, field.NewError("attempt", fmt.Sprintf("%s has a refund, and is not reversed beside it", a.OutTradeNo), "give back the rest with refund")
		}
		at := r.now()
		if at.IsZero() { // no network: it is for people, and the machine's time will do
			at = r.ports.Clock.Now().Wall
		}
		return ReversalDecided{Reason: w.Reason, By: w.By, At: at}, nil
	case ResolvedPaid, ResolvedNotCharged:
		if a.State != NeedsPerson {
			return nil, wrong("one that needs a person")
		}
		if w.As == ResolvedPaid && !a.DecidedAt.IsZero() {
			return nil, field.NewError("attempt", fmt.Sprintf("%s was decided for reversal, and a reverse may be on its way: it is never paid", a.OutTradeNo),
				"look at the merchant platform; a new sale takes the money anew")
		}
		if w.As == ResolvedNotCharged && a.TransactionID != "" {
			return nil, field.NewError("attempt", fmt.Sprintf("%s was charged (%s): its money has to go back", a.OutTradeNo, a.TransactionID), "look at it with status")
		}
		return PersonResolved{As: w.As, By: w.By, Reason: w.Reason, At: r.ports.Clock.Now().Wall}, nil
	}
	return nil, field.NewError("word", fmt.Sprintf("%q is none that a person can give", w.As), "say paid, not-charged, given or give-back")
}

// Contradicts reports whether WeChat's answer to a query, and to a look at the refunds
// where that said REFUND, is not what a person said of the attempt (money rule 5.7).
// What proves neither is no contradiction.
func (a Attempt) Contradicts(query Answer, refunds refund.Answer) bool {
	charged, back := query.Kind == AnswerPaid || query.Kind == AnswerPaying, query.Kind.notCharged()
	if query.Kind == AnswerRefund {
		kind, _ := ofRefunds(refunds, a.TotalFee)
		back = kind == AnswerRefundAll
		charged = kind == AnswerRefundPart || kind == AnswerRefundNone
	}
	switch a.ResolvedAs {
	case ResolvedPaid:
		return back && a.State == Paid
	case ResolvedNotCharged:
		return charged
	}
	return false
}

// Belied reports whether a well-signed answer to a query speaks against the end
// that the journal has, without a person's word in it: charged where the money is
// back, dead where it was paid. It is no fact, because what was proven when the
// attempt ended was well-signed, too; but nobody may be told the record alone. A
// refund of a paid order is the merchant's own doing and is none of it.
func (a Attempt) Belied(query Answer) bool {
	if a.ResolvedAs != "" {
		return false
	}
	switch a.State {
	case Reversed, Refunded:
		return query.Kind == AnswerPaid || query.Kind == AnswerPaying
	case Paid:
		return query.Kind == AnswerRevoked || query.Kind == AnswerClosed || query.Kind == AnswerNotPay
	}
	return false
}

// claimPatiently waits for a living process that asks about the attempt just now.
func (r *Runner) claimPatiently(ctx context.Context, no OutTradeNo) (Attempt, error) {
	start := r.ports.Clock.Now()
	for {
		a, err := r.ports.Journal.Claim(ctx, no)
		if !errors.Is(err, ErrOwned) {
			return a, err
		}
		if _, waited := r.ports.Clock.Now().Sub(start); waited >= claimPatience || ctx.Err() != nil {
			return a, err
		}
		r.ports.Clock.Sleep(ctx, followTick, nil)
	}
}

// printable reports whether a text is one line of at most so many characters, all seen.
func printable(text string, most int) bool {
	return field.IsPlain(text) && utf8.RuneCountInString(text) <= most
}

// ByWord reports whether the attempt ended on a person's word alone, which WeChat
// may contradict. A charge that was given or goes back is proven.
func (a Attempt) ByWord() bool {
	return a.ResolvedAs == ResolvedPaid || a.ResolvedAs == ResolvedNotCharged
}
