package page

import (
	"sync"
	"time"
)

// Jobs counts commands that touch the till, so that leaving can wait for them:
// a Told that is on its way must not be lost to an exit.
type Jobs struct {
	mu   sync.Mutex
	n    int
	left chan struct{} // set when leaving; closed when nothing runs
}

// start reports whether a command may still begin.
func (j *Jobs) start() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.left != nil {
		return false
	}
	j.n++
	return true
}

func (j *Jobs) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.n--
	if j.n == 0 && j.left != nil {
		close(j.left)
	}
}

// Leave lets nothing begin any more and waits until nothing runs, or for limit.
func (j *Jobs) Leave(limit time.Duration) {
	j.mu.Lock()
	left := make(chan struct{})
	if j.n == 0 {
		close(left)
	}
	j.left = left
	j.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-left:
	case <-timer.C:
	}
}
