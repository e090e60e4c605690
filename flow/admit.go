package flow

import (
	"context"
	"errors"
	"time"
)

// admission is what a reference allows (money rule 5.4).
type admission int

const (
	admitNew      admission = iota // nothing is in the way
	admitFollow                    // an attempt is open: its end is this call's end
	admitReplay                    // paid a moment ago: the same answer again
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
		case a.State == Paid && a.TotalFee == fee && !now.IsZero() && now.Sub(a.IntentAt) < replay:
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

// Begin admits a sale, or says why not: *FieldError, *HaltedError,
// *StoppedError (money rule 5.3), *FinishedError (5.4), or the journal's error.
// Nothing was started when it returns an error.
func (r *Runner) Begin(ctx context.Context, q SaleRequest, watch Observer) (*Sale, error) {
	if err := r.check(q); err != nil {
		return nil, err
	}
	if q.Ref == "" {
		if err := r.guard(ctx, q); err != nil {
			return nil, err
		}
		return r.open(ctx, q, watch)
	}
	for range 3 { // a race on one reference is settled by the database
		s, err := r.reference(ctx, q, watch)
		if !errors.Is(err, ErrBlocked) {
			return s, err
		}
	}
	return nil, ErrBlocked
}

// guard is money rule 5.3: a person must say "another customer" first.
func (r *Runner) guard(ctx context.Context, q SaleRequest) error {
	if q.New {
		return nil
	}
	others, err := r.ports.Journal.Suspects(ctx, r.id.Lane, q.Fee, r.ports.Clock.Now().Wall)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return &StoppedError{Other: others[0]}
	}
	return nil
}

// reference is money rule 5.4.
func (r *Runner) reference(ctx context.Context, q SaleRequest, watch Observer) (*Sale, error) {
	attempts, err := r.ports.Journal.Sale(ctx, r.key(q.Ref))
	if err != nil {
		return nil, err
	}
	var now time.Time
	if len(attempts) > 0 {
		_ = r.sync(ctx) // a replay is judged on WeChat's clock
		now = r.sureNow()
	}
	what, a := admit(attempts, q.Fee, now, r.rules.RefReplay)
	switch what {
	case admitNew:
		return r.open(ctx, q, watch)
	case admitFollow:
		if a.in(Opened, Identified) && r.bury(ctx, a) {
			return r.open(ctx, q, watch) // nothing was submitted, and its driver is dead
		}
		return r.followed(a, watch), nil
	case admitReplay:
		return r.replay(ctx, a, watch)
	case admitOther:
		if a.in(Opened, Identified) && r.bury(ctx, a) {
			return r.open(ctx, q, watch)
		}
	}
	return nil, &FinishedError{Attempt: a}
}

// bury cancels an attempt that its dead driver had not submitted. false when the
// driver lives.
func (r *Runner) bury(ctx context.Context, a Attempt) bool {
	if r.taken(a.OutTradeNo) {
		return false
	}
	a, err := r.ports.Journal.Claim(ctx, a.OutTradeNo)
	if err != nil {
		return false
	}
	if !a.in(Opened, Identified) { // it was submitted between the look and the claim
		_ = r.ports.Journal.Release(ctx, a)
		return false
	}
	buried, err := r.ports.Journal.Append(ctx, a, SaleCancelled{By: "restart", At: r.ports.Clock.Now().Wall})
	if err != nil {
		_ = r.ports.Journal.Release(ctx, a) // whoever comes next may try
		return false
	}
	return r.ports.Journal.Release(ctx, buried) == nil
}

func (r *Runner) followed(a Attempt, watch Observer) *Sale {
	a.Epoch = 0 // to be claimed
	d := &drive{r: r, a: a, ctl: newControl(), watch: watch}
	return &Sale{r: r, d: d, leave: r.take(a.OutTradeNo), follow: true, replayed: true}
}

// replay repeats the answer of a sale paid a moment ago, claiming it when
// nobody had (money rules 5.2, 5.4).
func (r *Runner) replay(ctx context.Context, a Attempt, watch Observer) (*Sale, error) {
	claimed, err := r.ports.Journal.Claim(ctx, a.OutTradeNo)
	if errors.Is(err, ErrOwned) {
		return r.followed(a, watch), nil
	}
	if err != nil {
		return nil, err
	}
	d := &drive{r: r, a: claimed, ctl: newControl(), watch: watch}
	return &Sale{r: r, d: d, leave: r.take(a.OutTradeNo), replayed: true}, nil
}

// ByReplay is who claims a charge when its reference is asked for again: the
// call that will tell it. No person has that name.
const ByReplay = "replay"

// settle claims a charge that a repeated reference asks for, when its intent is
// young enough to be this caller's (money rules 5.2, 5.4). An older one stays
// unclaimed: it may be another customer's.
func (s *Sale) settle(ctx context.Context) error {
	d := s.d
	now := s.r.sureNow()
	if !s.replayed || d.a.Epoch == 0 || !d.a.Unclaimed || now.IsZero() || now.Sub(d.a.IntentAt) >= s.r.rules.RefReplay {
		return nil
	}
	return d.record(ctx, GoodsGiven{By: ByReplay})
}

func (r *Runner) key(ref string) SaleKey {
	k := SaleKey{MchID: r.id.Merchant.MchID, SubMchID: r.id.Merchant.SubMchID, StoreID: r.id.StoreID, DeviceID: r.id.DeviceID, Ref: ref}
	if r.rules.RefScopeStore {
		k.DeviceID = ""
	}
	return k
}
