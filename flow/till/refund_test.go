package till_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// refunder is a WeChat that has no refund of any order.
type refunder struct{ weChat }

func (g *refunder) CheckRefund(flow.Attempt, refund.Entry) error { return nil }

func (g *refunder) LookRefunds(context.Context, flow.Attempt) refund.Answer {
	return refund.Answer{Kind: refund.AnswerNone}
}

// newRefunds is a till with a manager, Zhao, and a cashier, Li, who is signed in.
func newRefunds(t *testing.T) *rig {
	g := &refunder{weChat{queries: answers(flow.AnswerPaid)}}
	r := newRig(t, func(p *flow.Ports) {
		withWeChat(&g.weChat)(p)
		p.Gateway = g
	}).anew(staff).remembering()
	if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
		t.Fatal(err)
	}
	return r
}

// wish is what somebody who looks at a sale now wants back.
func wish(a flow.Attempt, fee flow.Fen) flow.RefundRequest {
	return flow.RefundRequest{OutTradeNo: a.OutTradeNo, Press: refund.Press{Version: a.Version, Fee: fee}, Reason: "退货"}
}

// S74: a refund wants the approver's PIN each time (money rule 4b.9), and has who asked for it
// and who approved; without the PIN nothing is done.
func TestS74_RefundWantsTheManager(t *testing.T) {
	r := newRefunds(t)
	ctx := t.Context()
	now := time.Now()
	a := r.leave(order(now), charged(now, flow.Shown{})...)
	q := wish(a, 300)
	if _, _, err := r.Refund(ctx, q, "0707"); !errors.Is(err, till.ErrPIN) {
		t.Errorf("a cashier's PIN: %v", err)
	}
	a, e, err := r.Refund(ctx, q, "9090")
	if err != nil || e.State != refund.Entered || e.By != "Li" || e.ApprovedBy != "Zhao" || e.Fee != 300 {
		t.Fatalf("%+v, %v", e, err)
	}
	settle := flow.RefundWord{OutTradeNo: a.OutTradeNo, Number: e.Number, As: refund.SettledElse, Reason: "cash"}
	again := wish(a, 0)
	again.Press.Again = e.Number
	for name, ask := range map[string]func(pin string) error{
		"settled": func(pin string) error { _, err := r.SettleRefund(ctx, settle, pin); return err },
		"again":   func(pin string) error { _, _, err := r.SendAgain(ctx, again, pin); return err },
	} {
		if err := ask("0707"); !errors.Is(err, till.ErrPIN) {
			t.Errorf("%s by a cashier's PIN: %v", name, err)
		}
		if _, is := errors.AsType[*field.Error](ask("9090")); !is { // it is begun
			t.Errorf("%s: %v", name, ask("9090"))
		}
	}
	at := flow.RefundSent{OutRefundNo: e.Number, N: 1, At: now, SendBy: now.Add(8 * time.Second), Trusted: true}
	r.goes(a.OutTradeNo, at, flow.RefundAnswered{OutRefundNo: e.Number, N: 1, Answer: refund.AnswerRefused, At: now}, flow.RefundDenied{OutRefundNo: e.Number, At: now})
	a, _, _ = r.ports.Journal.Read(ctx, a.OutTradeNo)
	e, _ = a.Refunds.Find(e.Number)
	if a, err = r.RefundTold(ctx, a.OutTradeNo, e); err != nil || a.Refunds[0].ToldN == 0 {
		t.Errorf("told: %+v, %v", a.Refunds, err)
	}
	again.Press.Version = a.Version
	if _, e, err := r.SendAgain(ctx, again, "9090"); err != nil || e.State != refund.Entered || e.ApprovedBy != "Zhao" {
		t.Errorf("sent again: %+v, %v", e, err)
	}
	r.goes(a.OutTradeNo, flow.RefundHeard{OutRefundNo: e.Number, Status: refund.StatusClosed, Fee: 300, At: now})
	if a, err := r.SettleRefund(ctx, settle, "9090"); err != nil || a.Refunds[0].SettledBy != "Li" || a.Refunds[0].State != refund.SettledOtherwise {
		t.Errorf("settled: %+v, %v", a.Refunds, err)
	}
	if f := lastFact[flow.RefundSettled](r, a); f.By != "Li" || f.ApprovedBy != "Zhao" {
		t.Errorf("settled: %+v", f)
	}
}

// A word that wants the manager's PIN is kept with who approved it (money rule 4b.9).
func TestAWordHasWhoApprovedIt(t *testing.T) {
	for _, as := range []string{flow.ResolvedPaid, flow.ResolvedNotCharged} {
		r := newRefunds(t)
		a := r.leave(order(time.Now()), needsPerson(time.Now())...)
		w := flow.Resolution{OutTradeNo: a.OutTradeNo, As: as, Reason: "bank"}
		if _, err := r.Resolve(t.Context(), w, "0707"); !errors.Is(err, till.ErrPIN) {
			t.Errorf("%s by a cashier's PIN: %v", as, err)
		}
		if _, err := r.Resolve(t.Context(), w, "9090"); err != nil {
			t.Fatal(err)
		}
		if f := lastFact[flow.PersonResolved](r, a); f.As != as || f.By != "Li" || f.ApprovedBy != "Zhao" {
			t.Errorf("%+v", f)
		}
	}
}

// goes is what a driver writes down of an attempt.
func (r *rig) goes(no flow.OutTradeNo, facts ...flow.Fact) {
	r.Helper()
	a, err := r.ports.Journal.Claim(r.Context(), no)
	if err == nil {
		a, err = r.ports.Journal.Append(r.Context(), a, facts...)
	}
	if err == nil {
		err = r.ports.Journal.Release(r.Context(), a)
	}
	if err != nil {
		r.Fatal(err)
	}
}

// Money rules 4b.8 and 4b.9: whoever gives an unclaimed charge back needs the manager,
// whether that is a reversal or a refund, nobody knows the time, or a word asks for it.
func TestGiveBackWantsTheManager(t *testing.T) {
	ctx := t.Context()
	now := time.Now()
	platform := flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusSuccess, Fee: 300, At: now.Add(-time.Hour)}
	for name, c := range map[string]struct {
		facts []flow.Fact
		fee   flow.Fen // 0: a reversal
	}{
		"a reversal": {nil, 0},
		"a refund":   {[]flow.Fact{platform, flow.RefundTold{OutRefundNo: "platform"}}, 980},
	} {
		for door, ask := range map[string]func(r *rig, a flow.Attempt, pin string) (flow.Attempt, error){
			"reverse": func(r *rig, a flow.Attempt, pin string) (flow.Attempt, error) {
				a, _, err := r.Reverse(ctx, wish(a, 0), pin)
				return a, err
			},
			"resolve": func(r *rig, a flow.Attempt, pin string) (flow.Attempt, error) {
				return r.Resolve(ctx, flow.Resolution{OutTradeNo: a.OutTradeNo, As: flow.ResolvedGiveBack, By: "Li", Reason: "left"}, pin)
			},
		} {
			r := newRefunds(t)
			a := r.leave(order(now), charged(now, c.facts...)...)
			for _, pin := range []string{"", "0707"} {
				if _, err := ask(r, a, pin); !errors.Is(err, till.ErrPIN) {
					t.Errorf("%s, %s with the PIN %q: %v", name, door, pin, err)
				}
			}
			if now, _, _ := r.ports.Journal.Read(ctx, a.OutTradeNo); now.Version != a.Version || !r.WantsPIN(flow.ResolvedGiveBack) {
				t.Errorf("%s, %s without a manager: %s", name, door, now.State)
			}
			a, err := ask(r, a, "9090")
			switch e, _ := a.Refunds.Begun(); {
			case err != nil || (c.fee > 0) != a.OpenRefund():
				t.Errorf("%s, %s: %s, %+v, %v", name, door, a.State, a.Refunds, err)
			case c.fee > 0 && (e.Fee != c.fee || e.By != "Li" || e.ApprovedBy != "Zhao"):
				t.Errorf("%s, %s: %+v", name, door, e)
			case c.fee == 0 && (a.State != flow.Reversing || a.DecidedBy != "Li" || lastFact[flow.ReversalDecided](r, a).ApprovedBy != "Zhao"):
				t.Errorf("%s, %s: %s by %q", name, door, a.State, a.DecidedBy)
			}
		}
	}
}

func lastFact[F flow.Fact](r *rig, a flow.Attempt) (last F) {
	events, _ := r.ports.Journal.Timeline(r.Context(), a.OutTradeNo)
	for _, e := range events {
		if f, is := e.Fact.(F); is {
			last = f
		}
	}
	return last
}

// The minute of a press without a time begins behind the approval; that of one with a
// time is its own.
func TestAPressIsMadeBehindItsPIN(t *testing.T) {
	r := newRefunds(t)
	now := time.Now()
	a := r.leave(order(now), charged(now, flow.Shown{})...)
	q := wish(a, 300)
	q.Press.At = r.ports.Clock.Now()
	q.Press.At.Wall, q.Press.At.Mono = q.Press.At.Wall.Add(-61*time.Second), q.Press.At.Mono-61*time.Second
	_, _, err := r.Refund(t.Context(), q, "9090")
	if _, late := errors.AsType[*flow.TooLateError](err); !late {
		t.Errorf("61 s old: %v", err)
	}
	q.Press.At.Wall, q.Press.At.Mono = time.Time{}, 0
	if _, e, err := r.Refund(t.Context(), q, "9090"); err != nil || e.State != refund.Entered {
		t.Errorf("%+v, %v", e, err)
	}
}

// Whatever a person says is under the name of who is signed in at that moment. Who left
// says nothing any more, and nobody is asked for a PIN for them.
func TestWordsAreOfWhoIsSignedIn(t *testing.T) {
	r := newRefunds(t)
	ctx := t.Context()
	if _, err := r.Handover(ctx, "12", "1212", false); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	paid := r.leave(order(now), charged(now, flow.Shown{})...)
	stuck := r.leave(order(now), needsPerson(now)...)
	unpaid := r.leave(order(now), refused(now)...)
	unclaimed := r.leave(order(now), charged(now, flow.LeftUnclaimed{})...)
	another := r.leave(order(now), charged(now, flow.LeftUnclaimed{})...)
	denied := r.leave(order(now), charged(now, flow.Shown{}, flow.RefundBegun{OutRefundNo: "R1", Fee: 300, Reason: "r", By: "Li", At: now, Wall: now},
		flow.RefundSent{OutRefundNo: "R1", N: 1, At: now, SendBy: now.Add(8 * time.Second), Trusted: true},
		flow.RefundAnswered{OutRefundNo: "R1", N: 1, Answer: refund.AnswerAccepted, RefundID: "5", At: now},
		flow.RefundHeard{OutRefundNo: "R1", Status: refund.StatusClosed, Fee: 300, RefundID: "5", At: now})...)
	for name, do := range map[string]func(by string) (string, error){
		"a refund": func(by string) (string, error) {
			q := wish(paid, 300)
			q.By = by
			_, e, err := r.Refund(ctx, q, "9090")
			return e.By, err
		},
		"the end of one": func(by string) (string, error) {
			a, err := r.SettleRefund(ctx, flow.RefundWord{OutTradeNo: denied.OutTradeNo, Number: "R1", As: refund.SettledElse, By: by, Reason: "cash"}, "9090")
			if err != nil {
				return "", err
			}
			return a.Refunds[0].SettledBy, nil
		},
		"undone": func(by string) (string, error) {
			q := wish(another, 0)
			q.By = by
			a, _, err := r.Reverse(ctx, q, "9090")
			return a.DecidedBy, err
		},
		"a word": func(by string) (string, error) {
			a, err := r.Resolve(ctx, flow.Resolution{OutTradeNo: stuck.OutTradeNo, As: flow.ResolvedNotCharged, By: by, Reason: "asked"}, "9090")
			return a.ResolvedBy, err
		},
		"goods given": func(by string) (string, error) {
			if err := r.Claim(ctx, unclaimed.OutTradeNo, by); err != nil {
				return "", err
			}
			a, _, err := r.ports.Journal.Read(ctx, unclaimed.OutTradeNo)
			return a.ResolvedBy, err
		},
		"another way": func(by string) (string, error) {
			a, err := r.TakeTender(ctx, unpaid.OutTradeNo, flow.TenderTaken{As: "cash", By: by})
			return a.TenderBy, err
		},
	} {
		noted := len(r.events())
		_, err := do("Li")
		if _, absent := errors.AsType[*till.AbsentError](err); !absent || len(r.events()) != noted {
			t.Errorf("%s by Li: %v", name, err)
		}
		if by, err := do(""); by != "Wang" || err != nil {
			t.Errorf("%s: by %q, %v", name, by, err)
		}
	}
}
