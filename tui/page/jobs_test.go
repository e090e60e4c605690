package page

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
)

func TestLeaveWaitsForJobs(t *testing.T) {
	var j Jobs
	if !j.start() {
		t.Fatal("does not start")
	}
	done := make(chan struct{})
	go func() { j.Leave(time.Hour); close(done) }()
	for j.start() { // until leave has begun
		j.end()
	}
	j.end()
	<-done
}

func TestMailboxKeepsTheNewest(t *testing.T) {
	b := NewMailbox()
	for i := range 100 {
		b.Observe(flow.Update{Seq: i})
	}
	if u, ok := wait(context.Background(), b); !ok || u.Seq != 99 {
		t.Errorf("got %d", u.Seq)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, ok := wait(ctx, b); ok {
		t.Error("waits for ever")
	}
}
