package till

import (
	"testing"

	"facetill/flow"
)

// A charge that the background found is still its till's until somebody has claimed
// it: it has an end, and is open.
func TestTriesKeepTheUnclaimed(t *testing.T) {
	n := New(Ports{}, flow.Identity{}, nil)
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1"}, State: flow.Paid, Unclaimed: true}
	for _, want := range []int{1, 0} {
		if n.background.Observe(flow.Update{Attempt: a}); len(n.Tries()) != want {
			t.Errorf("unclaimed %t: %v", a.Unclaimed, n.Tries())
		}
		a.Unclaimed, a.Shown = false, true
	}
}

// What WeChat contradicts stays on the till's page until WeChat says otherwise
// again; no answer changes nothing.
func TestTillKeepsWhatWeChatContradicts(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1"}, State: flow.Reversed, ResolvedAs: flow.ResolvedNotCharged}
	says := func(k flow.AnswerKind) []Recheck {
		return []Recheck{{Attempt: a, Says: flow.Answer{Kind: k}}}
	}
	n := &contradicted{}
	for i, c := range []struct {
		says flow.AnswerKind
		want int
	}{{flow.AnswerNotExist, 0}, {flow.AnswerPaid, 1}, {flow.AnswerPaid, 1}, {flow.AnswerLost, 1}, {flow.AnswerRevoked, 0}} {
		n.hear(says(c.says))
		if len(n.all) != c.want {
			t.Errorf("%d, %s: %d contradicted, want %d", i, c.says, len(n.all), c.want)
		}
	}
}
