package cli

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// resolvedJournal has one attempt about which a person has spoken.
type resolvedJournal struct{ flow.Journal }

func (resolvedJournal) List(context.Context, flow.Filter) ([]flow.Attempt, error) {
	return []flow.Attempt{{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Reversed,
		ResolvedAs: flow.ResolvedNotCharged, ResolvedBy: "Li", Note: "PAID 12.80"}}, nil
}

// answering is a WeChat with one answer to every query.
type answering struct {
	flow.Gateway
	says flow.Answer
}

func (a answering) Query(context.Context, flow.Attempt, flow.Try) flow.Answer { return a.says }

// A person's word that cannot be checked now is neither right nor wrong: it is
// said, and not counted.
func TestRecheckSaysWhatItCannotCheck(t *testing.T) {
	for _, c := range []struct {
		says      flow.Answer
		otherwise int
		talk      string
	}{
		{flow.Answer{Kind: flow.AnswerNotExist, Code: "ORDERNOTEXIST"}, 0, ""},
		{flow.Answer{Kind: flow.AnswerPaid}, 1, `WECHAT SAYS OTHERWISE: 1234567890, 12.80, was resolved as not-charged by "Li" ("PAID 12.80")`},
		{flow.Answer{Kind: flow.AnswerLost, Code: "TIMEOUT"}, 0, "not checked now: 1234567890, resolved as not-charged by \"Li\"; WeChat gives no answer (TIMEOUT)"},
		{flow.Answer{Kind: flow.AnswerRejected, Code: "SIGNERROR"}, 0, "(SIGNERROR)"},
	} {
		var talk bytes.Buffer
		wired := wiring.New(config.Sim(t.TempDir()))
		wired.Ports.Journal, wired.Ports.Gateway = resolvedJournal{}, answering{says: c.says}
		wired.Join()
		otherwise, err := recheck(t.Context(), &global{s: &stdio{out: &talk, err: &talk}, output: formatText}, wired)
		if err != nil || otherwise != c.otherwise || (c.talk == "") != (talk.Len() == 0) || !strings.Contains(talk.String(), c.talk) {
			t.Errorf("%s: %d otherwise, %v, %q", c.says.Kind, otherwise, err, talk.String())
		}
		wired.Close()
	}
}

// settledJournal has a sale whose refund was refused; its customer got cash, and WeChat
// has the refund all the same.
type settledJournal struct{ flow.Journal }

func (settledJournal) List(_ context.Context, f flow.Filter) ([]flow.Attempt, error) {
	if f.RefundsFrom.IsZero() {
		return nil, nil
	}
	settled := refund.Entry{Number: "1R", Fee: 300, State: refund.Done, Status: refund.StatusSuccess, DoneAt: f.RefundsFrom,
		SettledAs: refund.SettledElse, SettledBy: "Li", SettledReason: "cash"}
	return []flow.Attempt{{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Paid, Refunds: refund.List{settled}}}, nil
}

// noLook is a WeChat that tells nothing of refunds.
type noLook struct{ flow.Gateway }

func (noLook) LookRefunds(context.Context, flow.Attempt) refund.Answer {
	return refund.Answer{Kind: refund.AnswerLost, Code: "TIMEOUT"}
}

// Money rule 5.7: a person's word about a refund is held against WeChat like one about a
// sale. What the journal has of it is told where WeChat is silent, too; one that nobody
// contradicts is then neither right nor wrong.
func TestRecheckOfARefund(t *testing.T) {
	var talk, out bytes.Buffer
	wired := wiring.New(config.Sim(t.TempDir()))
	wired.Ports.Journal, wired.Ports.Gateway = settledJournal{}, noLook{}
	wired.Join()
	defer wired.Close()
	g := &global{s: &stdio{out: &out, err: &talk}, output: formatJSON}
	g.p = print.NewPrinter(&out)
	otherwise := recheckBeside(t.Context(), g, wired)
	if want := `WECHAT SAYS OTHERWISE: 1234567890, its refund 1R of 3.00 was settled otherwise by "Li" ("cash"), and WeChat says SUCCESS`; otherwise != 1 || !strings.Contains(talk.String(), want) {
		t.Errorf("%d otherwise, %q", otherwise, talk.String())
	}
	if line := out.String(); !strings.Contains(line, `"wechat":"done","wechat_code":"SUCCESS","out_refund_no":"1R"`) {
		t.Error(line)
	}
	c := till.Recheck{Attempt: flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}}, Says: flow.Answer{Kind: flow.AnswerLost, Code: "NETWORK"},
		Refund: refund.Entry{Number: "1R", State: refund.SettledOtherwise, SettledAs: refund.SettledElse, SettledBy: "Li"}}
	talk.Reset()
	if n := tellRechecks(g, wired, []till.Recheck{c}, 2); n != 0 || !strings.Contains(talk.String(), `1234567890, its refund 1R, settled otherwise by "Li"; WeChat gives no answer (NETWORK)`) ||
		!strings.Contains(talk.String(), "2 more") {
		t.Errorf("%d otherwise, %q", n, talk.String())
	}
}

// inTurnSays is a WeChat with an answer for each query, the last for all that follow.
type inTurnSays struct {
	flow.Gateway
	says []flow.Answer
	n    int
}

func (g *inTurnSays) Query(context.Context, flow.Attempt, flow.Try) flow.Answer {
	g.n++
	return g.says[min(g.n, len(g.says))-1]
}

// Money rule 5.7: a recover that watches has heard that WeChat contradicts a word.
// It ends with that, also where WeChat is silent when it is stopped hours later.
func TestS47_HeardOnceByWhoWatches(t *testing.T) {
	for name, later := range map[string]flow.Answer{
		"and then no answer":  {Kind: flow.AnswerLost, Code: "TIMEOUT"},
		"and then the same":   {Kind: flow.AnswerPaid},
		"and then given back": {Kind: flow.AnswerNotExist, Code: "ORDERNOTEXIST"},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				var talk bytes.Buffer
				var heard atomic.Int64
				wired := wiring.New(config.Sim(home))
				wired.Ports.Journal = resolvedJournal{}
				wired.Ports.Gateway = &inTurnSays{says: []flow.Answer{{Kind: flow.AnswerPaid}, later}}
				wired.Join()
				ctx, cancel := context.WithTimeout(t.Context(), 3*till.RecheckEach+time.Minute)
				defer cancel()
				recheckOnAndOn(ctx, &global{s: &stdio{out: &talk, err: &talk}, output: formatText}, wired, &heard)
				if heard.Load() != 1 {
					t.Errorf("%d were heard of\n%s", heard.Load(), talk.String())
				}
				wired.Close()
			})
		})
	}
}
