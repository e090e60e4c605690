package shops

import (
	"context"
	"errors"
	"time"

	"facetill/cmd/proof/staff"
	"facetill/cmd/proof/world"
	"facetill/flow/till"
)

// refusedPIN sees that a PIN, or a change of cashier, was refused for a known reason.
func (s *shop) refusedPIN(err error) bool {
	pause, paused := errors.AsType[*till.PauseError](err)
	_, overtaken := errors.AsType[*till.OvertakenError](err)
	_, signedIn := errors.AsType[*till.SignedInError](err)
	switch {
	case paused:
		s.w.Stats.Mark("PINs are paused")
		s.w.Pass(min(pause.Left, time.Duration(s.w.Rng.IntN(60))*time.Second))
	case errors.Is(err, till.ErrPIN), errors.Is(err, till.ErrCashierPIN):
		s.w.Stats.Mark("a wrong PIN")
	case !overtaken && !signedIn && !errors.Is(err, till.ErrNobody):
		return false
	}
	return s.people.Cashiers != nil
}

// change is one who signs in or out, hands over, or a manager who ends a shift that was
// left open. Nobody looks whether a sale is under way.
func (s visitor) change() {
	for range 2 + s.w.Rng.IntN(4) {
		s.process(func(p *world.Till) {
			ctx, app, pin := context.Background(), s.app(p), s.people.Act(s.opened())
			who := s.people.Cashiers[s.w.Rng.IntN(len(s.people.Cashiers))]
			now, err := app.Shift(ctx, staff.Lane)
			what := []string{"signs out", "hands over", "hands over", "is ended"}[s.w.Rng.IntN(4)]
			switch {
			case err != nil:
			case now.Cashier == "":
				what = "signs in"
				_, err = app.SignIn(ctx, who.Number, pin)
			case what == "signs out":
				_, err = app.SignOut(ctx)
			case what == "is ended":
				_, _, err = app.EndShift(ctx, staff.Lane, pin)
			default:
				err = s.handsOver(app, who, pin)
			}
			s.w.Note("%q %s, to %s: %v", now.Cashier, what, who.Name, err)
			if err == nil {
				s.w.Stats.Mark("a cashier " + what)
			} else if !s.refusedPIN(err) {
				s.w.Broken("4b.9", "a cashier %s: %v", what, err)
			}
		})
		if s.w.Pass(s.moment(300)); s.w.Rng.IntN(4) == 0 {
			s.process(s.guess)
		}
	}
}

// guess is one who tries PINs until none is looked at.
func (s visitor) guess(p *world.Till) {
	for range 4 + s.w.Rng.IntN(5) {
		if _, err := s.app(p).Approve(context.Background(), staff.WrongPIN); err != nil && !s.refusedPIN(err) {
			s.w.Broken("4b.9", "a wrong PIN: %v", err)
		}
	}
}

// handsOver shows who comes what has no end.
func (s visitor) handsOver(app *till.Till, who till.Cashier, pin string) error {
	_, err := app.Handover(context.Background(), who.Number, pin, false)
	unseen, is := errors.AsType[*till.UnseenError](err)
	if !is {
		return err
	}
	if s.w.Stats.Mark("handed over with what is open"); len(unseen.Shift.Unclaimed) > 0 {
		s.w.Stats.Mark("handed over with what is unclaimed")
	}
	s.w.Pass(s.moment(10))
	_, err = app.Handover(context.Background(), who.Number, pin, true)
	return err
}
