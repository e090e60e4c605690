//go:build crashpoints && !windows

package wiring

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"facetill/flow"
	"facetill/flow/refund"
)

// withCrashPoints lets this process be killed as by SIGKILL at the point that
// FACETILL_CRASH names: "before append 3" is the third append. At that of
// FACETILL_PAUSE it stops as by SIGSTOP, at that of FACETILL_PANIC it panics.
func withCrashPoints(p flow.Ports) flow.Ports {
	c := &crash{at: os.Getenv("FACETILL_CRASH"), pauseAt: os.Getenv("FACETILL_PAUSE"), panicAt: os.Getenv("FACETILL_PANIC"), count: map[string]int{}}
	if file := os.Getenv("FACETILL_CRASH_TRACE"); file != "" {
		c.trace, _ = os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	}
	if p.Journal != nil {
		p.Journal = crashJournal{p.Journal, c}
	}
	if p.Gateway != nil {
		p.Gateway = crashGateway{p.Gateway, c}
	}
	return p
}

type crash struct {
	at, pauseAt, panicAt string

	trace *os.File
	mu    sync.Mutex
	count map[string]int
}

// enter counts a call and is a point before it; the function is one after it.
func (c *crash) enter(name string) (after func()) {
	c.mu.Lock()
	c.count[name]++
	point := fmt.Sprintf("%s %d", name, c.count[name])
	c.mu.Unlock()
	c.point("before " + point)
	return func() { c.point("after " + point) }
}

func (c *crash) point(name string) {
	if c.trace != nil {
		_, _ = c.trace.WriteString(name + "\n")
	}
	switch {
	case strings.EqualFold(c.at, name):
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // nothing more happens in this process
	case strings.EqualFold(c.pauseAt, name):
		woken := make(chan os.Signal, 1)
		signal.Notify(woken, syscall.SIGCONT)
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		<-woken // the stop reaches this thread a moment after another one
	case strings.EqualFold(c.panicAt, name):
		panic("planted at " + name)
	}
}

type crashJournal struct {
	flow.Journal
	c *crash
}

func (j crashJournal) Open(ctx context.Context, f flow.OrderOpened) (flow.Attempt, error) {
	defer j.c.enter("open")()
	return j.Journal.Open(ctx, f)
}

func (j crashJournal) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	defer j.c.enter("append")()
	return j.Journal.Append(ctx, a, facts...)
}

type crashGateway struct {
	flow.Gateway
	c *crash
}

func (g crashGateway) Pay(ctx context.Context, p flow.PayRequest) flow.Answer {
	defer g.c.enter("pay")()
	return g.Gateway.Pay(ctx, p)
}

func (g crashGateway) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	defer g.c.enter("query")()
	return g.Gateway.Query(ctx, a, try)
}

func (g crashGateway) Reverse(ctx context.Context, a flow.Attempt) flow.Answer {
	defer g.c.enter("reverse")()
	return g.Gateway.Reverse(ctx, a)
}

func (g crashGateway) SendRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	defer g.c.enter("refund")()
	return g.Gateway.SendRefund(ctx, a, e)
}

func (g crashGateway) AskRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	defer g.c.enter("refundquery")()
	return g.Gateway.AskRefund(ctx, a, e)
}

func (g crashGateway) LookRefunds(ctx context.Context, a flow.Attempt) refund.Answer {
	defer g.c.enter("refundquery")()
	return g.Gateway.LookRefunds(ctx, a)
}
