package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"facetill/flow/field"
	"facetill/flow/refund"
)

// What a person may say of an attempt (money rule 5.7).
const (
	ResolvedPaid       = "paid"        // it needs a person, and was never decided for reversal
	ResolvedNotCharged = "not-charged" // it needs a person
	ResolvedGiven      = "given"       // an unclaimed charge: the goods were handed over
	ResolvedGiveBack   = "give-back"   // an unclaimed charge: the money goes back
	// ResolvedElse is said of a refund: what a reversal left went back in another way.
	ResolvedElse = refund.SettledElse
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
	ApprovedBy string // the manager, where a PIN is set
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
// work on the attempt. A give-back is then driven by the recovery; one that has to be a
// refund is refused here, and goes by [Runner.Reverse].
func (r *Runner) Resolve(ctx context.Context, w Resolution) (Attempt, error) {
	if err := CheckWord(w.By, w.Reason); err != nil {
		return Attempt{}, err
	}
	_ = r.sync(ctx) // the word's time is for people; it needs no network
	return withSale(ctx, r, w.OutTradeNo, nil, func(a Attempt, left []Fact) (Attempt, error) {
		as := a
		if len(left) > 0 {
			as = a.AsRead(false)
		}
		f, err := w.fact(as, r)
		if err != nil {
			return as, err
		}
		return note(ctx, r, a, append(left, f)...)
	})
}

// CheckWord refuses a name or a reason that no person's word can have.
func CheckWord(by, reason string) error {
	if err := checkName(by); err != nil {
		return err
	}
	if reason == "" {
		return field.NewError("reason", "is empty", "say how you know")
	}
	return field.CheckLine("reason", reason, mostReason, "write one line")
}

// checkName refuses what is no person's name.
func checkName(by string) error {
	if by == "" || by == ByReplay {
		return field.NewError("name", fmt.Sprintf("%q is nobody's", by), "say who decides it")
	}
	return field.CheckLine("name", by, mostName, "write a name")
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
		if reversesAsRefund(r, a) {
			return nil, field.NewError("attempt", fmt.Sprintf("%s has a refund or is older than seven days, and is not reversed any more", a.OutTradeNo), "give back the rest with reverse")
		}
		at := r.now()
		if at.IsZero() { // no network: it is for people, and the machine's time will do
			at = r.ports.Clock.Now().Wall
		}
		return ReversalDecided{Reason: w.Reason, By: w.By, ApprovedBy: w.ApprovedBy, At: at}, nil
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
		return PersonResolved{As: w.As, By: w.By, ApprovedBy: w.ApprovedBy, Reason: w.Reason, At: r.ports.Clock.Now().Wall}, nil
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
		inCash := len(a.Refunds) > 0 && a.Refunds.Claimed() == 0 && a.Refunds.Otherwise() >= a.TotalFee // a person said so, too
		return query.Kind == AnswerRevoked && !inCash || query.Kind == AnswerClosed || query.Kind == AnswerNotPay
	}
	return false
}

// withSale does one thing to a sale: it takes it, and lets go of it behind that. first, nil
// where there is nothing to ask, may end it by the sale as it was read, which then need
// not be taken from anybody. left goes before what is written: a charge that was taken
// from a dead process is unclaimed without a fact that says so (money rule 5.2). Where
// nothing was done the sale stays this process's if it was that before, which goes on with
// it. What others did meanwhile makes it begin anew.
func withSale(ctx context.Context, r *Runner, no OutTradeNo, first func(seen Attempt) (over bool, err error), do func(a Attempt, left []Fact) (Attempt, error)) (a Attempt, err error) {
	for range lookAgain {
		seen, _, err := r.ports.Journal.Read(ctx, no)
		switch {
		case err != nil:
			return seen, err
		case !seen.At(r.id.WeChat):
			return seen, elsewhere(seen)
		case first != nil:
			if over, err := first(seen); over || err != nil {
				return seen, err
			}
		}
		if a, err = r.claimPatiently(ctx, no); err != nil {
			return seen, err
		}
		taken := a.Epoch != seen.Epoch
		var left []Fact
		if a.unshown() && taken {
			left = []Fact{LeftUnclaimed{}}
		}
		if a, err = do(a, left); err == nil || taken {
			_ = r.ports.Journal.Release(context.WithoutCancel(ctx), a) // what was written stands, and a claim ends with its process
		}
		r.hands.nudge()
		if !errors.Is(err, ErrFenced) {
			return a, err
		}
	}
	return a, ErrFenced
}

// note appends facts to a sale that this process has; with an error it is as it was.
func note(ctx context.Context, r *Runner, a Attempt, facts ...Fact) (Attempt, error) {
	for i, f := range facts {
		facts[i] = PlainFact(f)
	}
	next, err := r.ports.Journal.Append(context.WithoutCancel(ctx), a, facts...)
	if err != nil {
		return a, err
	}
	return next, nil
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

// ByWord reports whether the attempt ended on a person's word alone, which WeChat
// may contradict. A charge that was given or goes back is proven.
func (a Attempt) ByWord() bool {
	return a.ResolvedAs == ResolvedPaid || a.ResolvedAs == ResolvedNotCharged
}
