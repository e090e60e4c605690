package streams

import (
	"bytes"
	"sync"
	"testing"
	"time"
)

const inTurn = 5 * time.Millisecond // a shorter one finds less, and nothing that is not there

// held is a reader that takes its first write when it is let, and each of them slowly.
type held struct {
	mu        sync.Mutex
	b         bytes.Buffer
	took, let chan bool
	first     sync.Once
}

func (r *held) Write(p []byte) (int, error) {
	r.first.Do(func() {
		close(r.took)
		<-r.let
	})
	time.Sleep(inTurn)
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

// A line that comes at the moment at which the last one has got out gets out once:
// one that came twice would be two facts, and one that got lost behind it would
// count as told (money rule 5.3). The lock is held so long that those who wait for
// it get it in the order in which they came: first who has written the last line,
// then who brings the next.
func TestALineComesWhenTheLastIsOut(t *testing.T) {
	r := &held{took: make(chan bool), let: make(chan bool)}
	h := NewHeard(r)
	var both sync.WaitGroup
	both.Go(func() { _, _ = h.Write([]byte("1\n")) })
	<-r.took
	h.mu.Lock()
	close(r.let)
	time.Sleep(inTurn)
	both.Go(func() { _, _ = h.Write([]byte("2\n")) })
	time.Sleep(inTurn)
	h.mu.Unlock()
	h.mu.Lock() // before the first of them has it: now they are served in turn
	time.Sleep(inTurn)
	h.mu.Unlock()
	both.Wait()
	time.Sleep(2 * inTurn) // whoever is still at it
	if err := h.Failed(0); err != nil {
		t.Fatal(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if got := r.b.String(); got != "1\n2\n" {
		t.Errorf("there stands %q", got)
	}
}
