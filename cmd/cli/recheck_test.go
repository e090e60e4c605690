package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"facetill/cmd/config"
	"facetill/flow"
)

// resolvedJournal has one attempt about which a person has spoken.
type resolvedJournal struct{ flow.Journal }

func (resolvedJournal) List(context.Context, flow.Filter) ([]flow.Attempt, error) {
	return []flow.Attempt{{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Reversed,
		ResolvedAs: flow.ResolvedNotCharged, ResolvedBy: "Li"}}, nil
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
		{flow.Answer{Kind: flow.AnswerPaid}, 1, "WECHAT SAYS OTHERWISE"},
		{flow.Answer{Kind: flow.AnswerLost, Code: "TIMEOUT"}, 0, "not checked now: 1234567890, resolved as not-charged by Li; WeChat gives no answer (TIMEOUT)"},
		{flow.Answer{Kind: flow.AnswerRejected, Code: "SIGNERROR"}, 0, "(SIGNERROR)"},
	} {
		var talk bytes.Buffer
		sh := newShop(config.Sim(t.TempDir()))
		sh.ports.Journal, sh.ports.Gateway = resolvedJournal{}, answering{says: c.says}
		otherwise, err := sh.recheck(t.Context(), &global{s: &streams{out: &talk, err: &talk}, output: formatText})
		if err != nil || otherwise != c.otherwise || (c.talk == "") != (talk.Len() == 0) || !strings.Contains(talk.String(), c.talk) {
			t.Errorf("%s: %d otherwise, %v, %q", c.says.Kind, otherwise, err, talk.String())
		}
		sh.close()
	}
}
