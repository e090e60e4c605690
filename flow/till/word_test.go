package till_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// Money rule 5.7: the manager gives the words that end what no rule can end, where a
// PIN is set. What a cashier may say wants none.
func TestResolveWantsTheManager(t *testing.T) {
	for _, c := range []struct {
		pin  bool
		as   string
		give string
		want error
	}{
		{true, flow.ResolvedPaid, "1234", till.ErrPIN}, {true, flow.ResolvedNotCharged, "", till.ErrPIN},
		{true, flow.ResolvedPaid, "4711", nil}, {false, flow.ResolvedNotCharged, "", nil},
	} {
		r := newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) {
			if c.pin {
				p.CheckPIN = func(pin string) bool { return pin == "4711" }
			}
		})
		a := r.leave(order(noon), needsPerson(noon)...)
		after, err := r.Resolve(t.Context(), flow.Resolution{OutTradeNo: a.OutTradeNo, As: c.as, By: "Li", Reason: "bank"}, c.give)
		if !errors.Is(err, c.want) || r.HasPIN() != c.pin || r.WantsPIN(c.as) != c.pin || r.WantsPIN(flow.ResolvedGiveBack) != c.pin || r.WantsPIN(flow.ResolvedGiven) {
			t.Errorf("%+v: %v", c, err)
		}
		if now, _, _ := r.ports.Journal.Read(t.Context(), a.OutTradeNo); now.Open() != (c.want != nil) || c.want == nil && after.ResolvedAs != c.as {
			t.Errorf("%+v: %s, %q", c, now.State, now.ResolvedAs)
		}
	}
	if err := newRig(t).CheckPIN("anything"); err != nil {
		t.Errorf("without a PIN: %v", err)
	}
}

// S47: what a person said and WeChat has otherwise stands among what is pending, and
// is asked about each hour.
func TestS47_PendingHasWhatWeChatContradicts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		says := []flow.AnswerKind{flow.AnswerPaid, flow.AnswerLost, flow.AnswerNotExist}
		g := &weChat{queries: answers(says...)}
		r := newRig(t, withWeChat(g))
		now := time.Now()
		r.leave(order(now), append(needsPerson(now), flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", At: now})...)
		go r.RecheckOnAndOn(t.Context(), nil)
		time.Sleep(time.Minute)
		for hour, says := range says {
			synctest.Wait()
			if all, err := r.Pending(t.Context()); err != nil || (len(all) == 1) != (says != flow.AnswerNotExist) || int(g.asked.Load()) != hour+1 {
				t.Errorf("hour %d, %s: %d are pending, asked %d times, %v", hour, says, len(all), g.asked.Load(), err)
			}
			time.Sleep(till.RecheckEach)
		}
	})
}
