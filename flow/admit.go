package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"facetill/flow/clock"
	"facetill/flow/field"
)

// admission is what a reference allows (money rule 5.4).
type admission int

const (
	admitNew      admission = iota // nothing is in the way
	admitFollow                    // an attempt is open: its end is this call's end
	admitReplay                    // paid a moment ago: the same outcome again
	admitFinished                  // finished earlier: nothing is done, exit 6
	admitOther                     // open with another amount, exit 8
)

// admit decides about a reference. now is WeChat's time, zero where nobody
// knows it: then nothing is young enough to be repeated.
func admit(attempts []Attempt, fee Fen, now time.Time, replay time.Duration) (admission, Attempt) {
	for i := len(attempts) - 1; i >= 0; i-- {
		a := attempts[i]
		switch {
		case !a.Blocking() && !(a.State == Reversed && a.ByHand()):
			continue // surely not charged, or a refusal that was final for its customer
		case a.in(Reversed, Refunded), a.ResolvedAs != "" && a.Final():
			return admitFinished, a
		case a.State == Paid && a.TotalFee == fee && a.young(now, replay) && !a.goesBack():
			return admitReplay, a
		case a.State == Paid:
			return admitFinished, a
		case a.TotalFee != fee:
			return admitOther, a
		}
		return admitFollow, a
	}
	return admitNew, Attempt{}
}

// Begin admits a sale, or returns why not: *field.Error, *SalesSuspendedError,
// *PossibleDuplicateError (money rule 5.3), *FinishedError (5.4), or the journal's error.
// Nothing was started when it returns an error.
func (r *Runner) Begin(ctx context.Context, q SaleRequest, watch Observer) (*Sale, error) {
	if err := r.press(ctx, &q); err != nil {
		return nil, err
	}
	if err := r.check(q); err != nil {
		return nil, err
	}
	_, known, err := r.known(ctx, q)
	if err != nil {
		return nil, err
	}
	if q.Ref == "" && !known {
		if err := r.admitMinted(ctx, &q); err != nil {
			return nil, err
		}
		return r.start(ctx, q, watch)
	}
	for range lookAgain { // a race on one reference is settled by the database
		s, err := r.reference(ctx, q, watch)
		if !errors.Is(err, ErrBlocked) {
			return s, err
		}
	}
	return nil, ErrBlocked
}

// known returns the attempt of the number that the request brings, where the journal
// has it already: then the call is one of before, made again.
func (r *Runner) known(ctx context.Context, q SaleRequest) (a Attempt, is bool, err error) {
	if q.OutTradeNo == "" {
		return a, false, nil
	}
	a, _, err = r.ports.Journal.Read(ctx, q.OutTradeNo)
	switch {
	case errors.Is(err, ErrUnknown):
		return a, false, nil
	case err != nil:
		return a, false, err
	case q.Ref != "" && q.Ref != a.Sale.Ref:
		return a, false, field.NewError("out_trade_no", fmt.Sprintf("%s belongs to another sale of this journal", q.OutTradeNo),
			"take the face under a number of its own")
	}
	return a, true, nil
}

// attempts are those that a request is asked again for: of its reference, or,
// where it has none, the one of its number.
func (r *Runner) attempts(ctx context.Context, q SaleRequest) ([]Attempt, error) {
	if q.Ref != "" {
		return r.ports.Journal.Sale(ctx, r.Key(q.Ref))
	}
	a, _, err := r.ports.Journal.Read(ctx, q.OutTradeNo)
	return []Attempt{a}, err
}

// reference is money rule 5.4. ErrBlocked asks to look anew.
func (r *Runner) reference(ctx context.Context, q SaleRequest, watch Observer) (*Sale, error) {
	attempts, err := r.attempts(ctx, q)
	if err != nil {
		return nil, err
	}
	var now time.Time
	if len(attempts) > 0 {
		_ = r.sync(ctx) // a replay is judged on WeChat's clock
		now = r.sureNow()
	}
	what, a := admit(attempts, q.TotalFee, now, r.rules.RefReplay)
	if !a.At(r.id.WeChat) && a.asked() {
		return nil, elsewhere(a)
	}
	if a.in(Opened, Identified) { // and its driver may be dead: then nothing was submitted
		switch err := r.cancelAbandoned(ctx, a); {
		case err == nil:
			what = admitNew
		case !errors.Is(err, ErrOwned):
			return nil, err
		}
	}
	if what == admitReplay { // goods may go for it: not on one Date alone
		what, a = admit(attempts, q.TotalFee, r.trustedNow(ctx), r.rules.RefReplay)
	}
	switch what {
	case admitNew:
		return r.anew(ctx, q, watch)
	case admitFollow:
		return r.followed(q, a, watch), nil
	case admitReplay:
		return r.replay(ctx, q, a, watch)
	}
	return nil, &FinishedError{Attempt: a}
}

// elsewhere refuses what would ask about an attempt of another WeChat, or move its
// money (money rule 1.9).
func elsewhere(a Attempt) error {
	return field.NewError("attempt", fmt.Sprintf("%s is charged at another WeChat (%s)", a.OutTradeNo, a.WeChat), "finish it with the configuration of before")
}

// anew opens another attempt of a reference, unless the request brings a number
// that has had its one pay request, or the right to it (money rule 1.3): then
// what became of that number is the outcome.
func (r *Runner) anew(ctx context.Context, q SaleRequest, watch Observer) (*Sale, error) {
	a, known, err := r.known(ctx, q)
	switch {
	case err != nil:
		return nil, err
	case q.opened: // its code had its one chance
		return nil, ErrBlocked
	case !known:
		return r.start(ctx, q, watch)
	case a.Blocking():
		return nil, ErrBlocked
	case a.TotalFee != q.TotalFee:
		return nil, &FinishedError{Attempt: a}
	}
	s := r.followed(q, a, watch)
	s.over = true
	return s, nil
}

// sale puts an attempt that this process has taken into the hands of a sale.
func (r *Runner) sale(q SaleRequest, a Attempt, watch Observer, leave func()) *Sale {
	d := &drive{r: r, a: a, ctl: newControl(), watch: watch, seq: q.heard}
	return &Sale{r: r, q: q, d: d, ctl: d.ctl, leave: leave}
}

func (r *Runner) followed(q SaleRequest, a Attempt, watch Observer) *Sale {
	s := r.sale(q, a, watch, r.hands.take(a.OutTradeNo))
	s.follow, s.replayed, s.epoch = true, true, a.Epoch
	s.d.a.Epoch = 0 // to be claimed
	return s
}

// replay repeats the outcome of a sale paid a moment ago, claiming it when
// nobody had (money rules 5.2, 5.4).
func (r *Runner) replay(ctx context.Context, q SaleRequest, a Attempt, watch Observer) (*Sale, error) {
	claimed, err := r.ports.Journal.Claim(ctx, a.OutTradeNo)
	if errors.Is(err, ErrOwned) {
		return r.followed(q, a, watch), nil
	}
	if err != nil {
		return nil, err
	}
	claimed.Live.ToShow = true // young enough to be shown by this call
	s := r.sale(q, claimed, watch, r.hands.take(a.OutTradeNo))
	s.replayed = true
	return s, nil
}

// ByReplay is who claims a charge when its reference is asked for again: the
// call that will tell it. No person has that name.
const ByReplay = "replay"

// settle claims a charge that a repeated reference asks for, when its intent is
// young enough to be this caller's (money rules 5.2, 5.4). An older one stays
// unclaimed: it may be another customer's. Where a person was quicker the goods went
// on that word, and it is no "paid" to be told again.
func (s *Sale) settle(ctx context.Context) error {
	d := s.d
	if s.replayed && d.a.State == Paid && d.a.ResolvedAs != "" {
		_ = s.r.ports.Journal.Release(context.WithoutCancel(ctx), d.a)
		return &FinishedError{Attempt: d.a}
	}
	if !s.replayed || d.a.Epoch == 0 || !d.a.Unclaimed || d.a.goesBack() || !d.a.young(s.r.trustedNow(ctx), s.r.rules.RefReplay) {
		return nil
	}
	return d.record(ctx, GoodsGiven{By: ByReplay})
}

// young reports whether an intent is less than replay old at now, which is zero
// where nobody knows the time. One that was stamped in the future is of a wrong
// Date, and nobody knows its age (money rules 2.3, 5.4).
func (a Attempt) young(now time.Time, replay time.Duration) bool {
	age := now.Sub(a.IntentAt)
	return !now.IsZero() && age < replay && age > -clock.WallAgrees
}

// Key is the sale of a reference at this till.
func (r *Runner) Key(ref string) SaleKey {
	k := SaleKey{MchID: r.id.Merchant.MchID, SubMchID: r.id.Merchant.SubMchID, StoreID: r.id.StoreID, DeviceID: r.id.DeviceID, Ref: ref}
	if r.rules.RefScopeStore {
		k.DeviceID = ""
	}
	return k
}

// lookAnew looks at a reference once more when the attempt of a call, its own or
// followed, has surely taken nothing, right before that is told: another call may have
// opened the next one, and then its end is this call's end, too. What a dead process
// had opened is nobody's outcome: a call that had no attempt of its own opens the next
// one where no other does (money rule 5.4). true: the sale goes on. Where it cannot
// look, the end is not told: the reference may be charged by now.
func (s *Sale) lookAnew(ctx context.Context) (bool, error) {
	a := s.d.a
	if s.over || s.q.Ref == "" || !tookNothing(a) {
		return false, nil
	}
	for range lookAgain {
		next, err := standing(context.WithoutCancel(ctx), s.r.ports.Journal, a.Sale)
		if err != nil {
			return false, err
		}
		if next == a.OutTradeNo || next == "" && (s.q.opened || a.EndedBy != ByRestart) {
			return false, nil
		}
		if ctx.Err() != nil {
			break // somebody else may be charging it
		}
		s.tellSoon(ctx)
		s.q.heard = s.d.seq
		other, err := s.r.reference(ctx, s.q, s.d.watch)
		if errors.Is(err, ErrBlocked) {
			continue
		}
		if err == nil {
			s.become(other)
		}
		return err == nil, err
	}
	return false, ErrBlocked
}

// standing is the attempt of a sale that stands: no other may begin beside it. "" where
// all have surely taken nothing.
func standing(ctx context.Context, j Journal, sale SaleKey) (OutTradeNo, error) {
	attempts, err := j.Sale(ctx, sale)
	_, a := admit(attempts, 0, time.Time{}, 0)
	return a.OutTradeNo, err
}

// Superseded returns an *UnreadError where a took nothing, and that is no word about its
// reference: another attempt of it stands by now, or nobody can read whether one does.
// It is asked where a call ends before it could follow that one (money rule 5.4).
func Superseded(ctx context.Context, j Journal, a Attempt) error {
	if a.RefMinted || !tookNothing(a) {
		return nil
	}
	switch next, err := standing(ctx, j, a.Sale); {
	case err != nil:
		return &UnreadError{err}
	case next != "" && next != a.OutTradeNo:
		return &UnreadError{ErrBlocked}
	}
	return nil
}

// tookNothing reports whether an attempt has surely taken no money, as far as this
// process knows: what it has not sent it will not send.
func tookNothing(a Attempt) bool {
	mine := a.Live.Mine && !a.Live.Submitted && a.in(Opened, Identified, Submitting)
	return mine || a.Final() && !a.Blocking() && !(a.State == Reversed && a.ByHand())
}

// become goes on with another attempt, in the same hands: who asks to end it or
// to look is heard as before.
func (s *Sale) become(other *Sale) {
	s.leave()
	s.d.warmed()
	other.d.ctl = s.ctl
	*s.d, s.q = *other.d, other.q
	s.leave, s.follow, s.replayed, s.over, s.epoch = other.leave, other.follow, other.replayed, other.over, other.epoch
}
