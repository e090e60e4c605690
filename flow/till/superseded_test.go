package till_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
)

// stuck is a journal whose disk does not come back from the write of a sale's end. Others
// are at work meanwhile.
type stuck struct {
	flow.Journal
	others func()
	mu     sync.Mutex
}

func (j *stuck) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	a, err := j.append(ctx, a, facts)
	if _, is := facts[0].(flow.SaleCancelled); is {
		time.Sleep(9 * time.Second)
	}
	return a, err
}

func (j *stuck) append(ctx context.Context, a flow.Attempt, facts []flow.Fact) (flow.Attempt, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	a, err := j.Journal.Append(ctx, a, facts...)
	if _, is := facts[0].(flow.SaleCancelled); is {
		j.others()
	}
	return a, err
}

func (j *stuck) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Journal.Sale(ctx, key)
}

func (j *stuck) Release(ctx context.Context, a flow.Attempt) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Journal.Release(ctx, a)
}

// Money rules 5.4 and 5.8: a call is stopped by a signal and leaves before its disk is
// done. That nothing was submitted is no word about its reference where another call is
// charged under it by then.
func TestACallThatLeavesLooksAtItsReference(t *testing.T) {
	for _, again := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			var r *rig
			r = newRig(t, withWeChat(&weChat{}), func(p *flow.Ports) {
				p.Journal = &stuck{Journal: p.Journal, others: func() {
					if again {
						r.leave(order(noon, func(o *flow.Order) { o.Sale = flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "D", Ref: "R-1"} }), charged(noon)...)
					}
				}}
			})
			ctx, cancel := context.WithCancelCause(t.Context())
			signal := errors.New("a signal")
			call, err := r.Call(ctx, byCode(func(q *flow.SaleRequest) { q.Ref = "R-1" }), mute{})
			if err != nil {
				t.Fatal(err)
			}
			cancel(signal)
			a, err := call.Run(ctx, nil)
			if _, is := errors.AsType[*flow.UnreadError](err); is != again || !again && !errors.Is(err, signal) {
				t.Errorf("again %t: %s, %v", again, a.State, err)
			}
			time.Sleep(time.Minute)
		})
	}
}
