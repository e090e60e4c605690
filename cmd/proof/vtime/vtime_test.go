package vtime

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
)

var (
	atLeast = flag.Int("sales", 1500, "how many sales TestShops plays")
	first   = flag.Uint64("seed", 1, "the first shop's number")
)

// perShop is how many sales a shop has in a day.
const perShop = 25

// broken notes a broken rule, and how to see it again.
func (s *shop) broken(format string, args ...any) {
	s.violations = append(s.violations, fmt.Sprintf(format, args...))
}

// playShop plays one shop.
func playShop(t *testing.T, seed uint64, change func(*shop)) (s *shop) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		s = newShop(t, seed)
		if change != nil {
			change(s)
		}
		s.day(perShop)
		s.stats.virtual = time.Since(began)
	})
	return s
}

// TestShops: whatever breaks, every sale of every shop ends charged once and
// known to be, or not charged.
func TestShops(t *testing.T) {
	began := time.Now()
	var total stats
	var mu sync.Mutex
	var next atomic.Uint64
	next.Store(*first)
	violations, shops := 0, 0
	t.Run("shops", func(t *testing.T) {
		for range runtime.GOMAXPROCS(0) {
			t.Run("lane", func(t *testing.T) {
				t.Parallel()
				for {
					mu.Lock()
					enough := total.sales >= *atLeast || violations >= 10
					mu.Unlock()
					if enough {
						return
					}
					seed := next.Add(1) - 1
					s := playShop(t, seed, nil)
					mu.Lock()
					total.add(s.stats)
					shops++
					violations += len(s.violations)
					mu.Unlock()
					for _, v := range s.violations {
						t.Errorf("rule %s\n  again: go test ./cmd/proof/vtime -run TestShops -sales 1 -seed %d", v, seed)
					}
				}
			})
		}
	})
	fmt.Printf("vtime: %d shops, %d sales, %d deaths, %d faults, %.1f virtual days, %d checks, %d paid, %d reversed, %d refused, %d violations, %s\n",
		shops, total.sales, total.deaths, total.faults, total.virtual.Hours()/24, total.checks, total.ends[flow.Paid], total.ends[flow.Reversed],
		total.ends[flow.Refused], violations, time.Since(began).Round(time.Second))
	for _, state := range []flow.State{flow.Paid, flow.Refused, flow.Reversed, flow.NotSent, flow.Cancelled} {
		if total.ends[state] == 0 {
			t.Errorf("no sale ended as %s", state)
		}
	}
}

// lying takes an answer that never came for a refusal that a query bears out.
type lying struct{ flow.Gateway }

func (l lying) Pay(ctx context.Context, p flow.PayRequest) flow.Answer {
	ans := l.Gateway.Pay(ctx, p)
	if ans.Kind == flow.AnswerLost {
		return flow.Answer{Kind: flow.AnswerRefused, Code: "NOTENOUGH", SentAt: ans.SentAt}
	}
	return ans
}

func (l lying) Query(context.Context, flow.Attempt, flow.Try) flow.Answer {
	return flow.Answer{Kind: flow.AnswerClosed, Code: "CLOSED"}
}

// TestShopsCanFail is the control: with a client that tells lost answers as
// refusals, shops must be seen where money is held that nobody knows of.
func TestShopsCanFail(t *testing.T) {
	found := 0
	for seed := uint64(1); seed <= 12; seed++ {
		found += len(playShop(t, seed, func(s *shop) { s.liar = true }).violations)
	}
	if found == 0 {
		t.Error("a lying client broke no rule in twelve shops")
	}
}
