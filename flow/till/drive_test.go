package till_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// Money rules 4.5 and 5.9: what is open is driven for a while, and with a copy not at
// all.
func TestDrive(t *testing.T) {
	for copied, want := range map[bool]flow.State{false: flow.Reversed, true: flow.Reversing} {
		synctest.Test(t, func(t *testing.T) {
			now := time.Now()
			g := &weChat{reverses: answers(flow.AnswerReversed), queries: answers(flow.AnswerRevoked)}
			r := newRig(t, withWeChat(g)).anew(func(p *till.Ports) {
				if copied {
					p.Copied = func() error { return flow.ErrCopy }
				}
			})
			a := r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now})...)
			if a, err := r.Drive(t.Context(), a.OutTradeNo, time.Minute); err != nil || a.State != want {
				t.Errorf("a copy %t: %s, %v", copied, a.State, err)
			}
			if tries := r.Tries(); len(tries) != 0 {
				t.Errorf("%v is tried in the background", tries)
			}
		})
	}
}

// Money rules 1.9 and 4.5: nobody waits for what no driving ends, a person's turn.
func TestDriveLeavesItToAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		r := newRig(t, withWeChat(&weChat{}))
		a := r.leave(order(now), needsPerson(now)...)
		if a, err := r.Drive(t.Context(), a.OutTradeNo, time.Hour); err != nil || a.State != flow.NeedsPerson || time.Since(now) > time.Minute {
			t.Errorf("%s after %s, %v", a.State, time.Since(now), err)
		}
	})
}

// Money rule 4.5: what a living process drives is left to it, and not waited for.
func TestDriveLeavesItToItsOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		g := &weChat{}
		r := newRig(t, withWeChat(g))
		a := r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now})...)
		if _, err := r.disk.Process("owner").Claim(t.Context(), a.OutTradeNo); err != nil {
			t.Fatal(err)
		}
		a, err := r.Drive(t.Context(), a.OutTradeNo, time.Hour)
		if err != nil || a.State != flow.Reversing || time.Since(now) > time.Minute || g.asked.Load() != 0 {
			t.Errorf("%s after %s, asked %d times, %v", a.State, time.Since(now), g.asked.Load(), err)
		}
	})
}

// busy is a journal that is locked for a moment at each claim of what it has already.
type busy struct {
	flow.Journal
	claimed bool
}

func (j *busy) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	if j.claimed {
		return flow.Attempt{}, errUnread
	}
	a, err := j.Journal.Claim(ctx, no)
	j.claimed = err == nil
	return a, err
}

// Money rule 4.5: what this process drives itself is no other's, even where the
// journal cannot confirm it for a moment.
func TestDriveKeepsItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		g := &weChat{reverses: answers(flow.AnswerReversed), queries: answers(flow.AnswerRevoked)}
		r := newRig(t, withWeChat(g), func(p *flow.Ports) { p.Journal = &busy{Journal: p.Journal} })
		a := r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now})...)
		if _, err := r.ports.Journal.Claim(t.Context(), a.OutTradeNo); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, err := r.Drive(t.Context(), a.OutTradeNo, time.Minute)
		if err != nil || time.Since(start) < time.Minute {
			t.Errorf("given up after %s, %v", time.Since(start), err)
		}
	})
}

// prompt is a journal that reads nothing for a call whose time is over.
type prompt struct{ flow.Journal }

func (j prompt) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	if ctx.Err() != nil {
		return flow.Attempt{}, false, ctx.Err()
	}
	return j.Journal.Read(ctx, no)
}

// Money rule 4.5: when the time to drive is over, where the attempt stands is read all
// the same.
func TestDriveReadsBehindItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		r := newRig(t, withWeChat(&weChat{}), func(p *flow.Ports) { p.Journal = prompt{p.Journal} })
		a := r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now})...)
		a, err := r.Drive(t.Context(), a.OutTradeNo, time.Minute)
		if err != nil || a.State != flow.Reversing || time.Since(now) < time.Minute {
			t.Errorf("%s after %s, %v", a.State, time.Since(now), err)
		}
	})
}

// Money rule 1.9: the number of another WeChat means another sale at this one, if any.
func TestSaysNothingOfAnotherWeChat(t *testing.T) {
	g := &weChat{queries: answers(flow.AnswerPaid)}
	r := newRig(t, withWeChat(g))
	a := r.leave(order(noon, func(o *flow.Order) { o.WeChat = "https://other" }), refused(noon)...)
	if says, err := r.Says(t.Context(), a); err != nil || g.asked.Load() != 0 || says.Attempt.State != flow.Refused {
		t.Errorf("asked %d times, %s, %v", g.asked.Load(), says.Attempt.State, err)
	}
}

// What the background does is told while it does it.
func TestTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		g := &weChat{reverses: answers(flow.AnswerLost, flow.AnswerLost, flow.AnswerReversed), queries: answers(flow.AnswerLost, flow.AnswerLost, flow.AnswerRevoked)}
		r := newRig(t, withWeChat(g))
		a := r.leave(order(now), append(submitted(now), flow.ReversalDecided{Reason: "window", At: now})...)
		stop := r.Recover(t.Context())
		time.Sleep(30 * time.Second)
		synctest.Wait()
		if u, is := r.Tries()[a.OutTradeNo]; !is || u.Attempt.State != flow.Reversing {
			t.Errorf("after 30 s %v is tried", r.Tries())
		}
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if len(r.Tries()) != 0 {
			t.Errorf("after its end %v is tried", r.Tries())
		}
		stop()
	})
}

// S11: at the till's start a certificate that WeChat does not take stops new sales,
// and a network that is down stops nothing.
func TestS11_CertificateAtTheStart(t *testing.T) {
	for kind, want := range map[flow.AnswerKind]string{flow.AnswerCertificate: "CERT expired", flow.AnswerLost: "", flow.AnswerNotExist: ""} {
		g := &weChat{reverses: []flow.Answer{{Kind: kind, Code: "CERT", Message: "expired"}}}
		r := newRig(t, withWeChat(g))
		r.ProbeCertificate(t.Context())
		if g.reversed.Merchant != r.id.Merchant || g.reversed.OutTradeNo == "" || g.reversed.Family != flow.FamilyMicropay {
			t.Errorf("asked about %+v", g.reversed)
		}
		if stops, err := r.ports.Journal.SalesSuspended(t.Context()); err != nil || stops[flow.SuspendedByCertificate] != want {
			t.Errorf("%s: %v, %v", kind, stops, err)
		}
	}
}

// Money rule 1.6: a simulated till has no certificate, and its WeChat is not asked for
// one.
func TestNoCertificateWhereAllIsSimulated(t *testing.T) {
	g := &weChat{reverses: answers(flow.AnswerCertificate)}
	r := newRig(t, withWeChat(g))
	r.anew(func(*till.Ports) { r.id.Simulated = true }).ProbeCertificate(t.Context())
	if stops, err := r.ports.Journal.SalesSuspended(t.Context()); err != nil || len(stops) != 0 || g.backwards.Load() != 0 {
		t.Errorf("asked %d times, stopped %v, %v", g.backwards.Load(), stops, err)
	}
}

// Money rules 2.5 and 5.9: whoever hears of money behind a refusal opens it again, but
// with a copy it is only said. What never left is not asked about.
func TestSays(t *testing.T) {
	for _, c := range []struct {
		name   string
		facts  []flow.Fact
		copied bool
		asked  int
		want   flow.State
	}{
		{"never sent", nil, false, 0, flow.Opened},
		{"not sent", append(submitted(noon), flow.NothingSent{Code: "LATE"}), false, 0, flow.NotSent},
		{"paid", charged(noon, flow.Shown{}), false, 1, flow.Paid},
		{"refused", refused(noon), false, 1, flow.Reversing},
		{"refused, in a copy", refused(noon), true, 1, flow.Refused},
	} {
		g := &weChat{queries: answers(flow.AnswerPaid)}
		r := newRig(t, withWeChat(g)).anew(func(p *till.Ports) {
			if c.copied {
				p.Copied = func() error { return flow.ErrCopy }
			}
		})
		says, err := r.Says(t.Context(), r.leave(order(noon), c.facts...))
		if err != nil || int(g.asked.Load()) != c.asked || says.Attempt.State != c.want {
			t.Errorf("%s: asked %d times, %s, %v", c.name, g.asked.Load(), says.Attempt.State, err)
		}
	}
}

// slowly is a WeChat that takes its time: something happens before it answers.
type slowly struct {
	*weChat
	happens func()
}

func (g slowly) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.happens()
	return g.weChat.Query(ctx, a, try)
}

// Money rule 4b.10: a sale that went back while WeChat was asked about it is told as it
// stands behind the answer, and not as the paid one that was asked about.
func TestSaysHowItStandsBehindTheAnswer(t *testing.T) {
	g := &slowly{weChat: &weChat{queries: answers(flow.AnswerPaid)}}
	r := newRig(t, func(p *flow.Ports) { p.Gateway = g })
	a := r.leave(order(noon), charged(noon, flow.Shown{})...)
	g.happens = func() {
		beside := r.disk.Process("beside")
		a, err := beside.Claim(t.Context(), a.OutTradeNo)
		if err == nil {
			_, err = beside.Append(t.Context(), a, acceptedRefund(noon, a.TotalFee)...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if says, err := r.Says(t.Context(), a); err != nil || says.Attempt.Outcome() != flow.OutcomeRefunding {
		t.Errorf("%s, %v", says.Attempt.Outcome(), err)
	}
}

// Money rule 2.5: a refusal that a living till is just asking about is left to it, and
// that is no error of whoever looks.
func TestSaysWhatAnotherIsAskingAbout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, withWeChat(&weChat{queries: answers(flow.AnswerPaid)}))
		a := r.leave(order(noon), refused(noon)...)
		if _, err := r.disk.Process("living").Claim(t.Context(), a.OutTradeNo); err != nil {
			t.Fatal(err)
		}
		if says, err := r.Says(t.Context(), a); err != nil || says.Attempt.State != flow.Refused || says.Says.Kind != flow.AnswerPaid {
			t.Errorf("%s, WeChat says %s, %v", says.Attempt.State, says.Says.Kind, err)
		}
	})
}
