package tui

import (
	"sync"
	"time"
)

// jobs counts commands that touch the till, so that leaving can wait for them:
// a Told that is on its way must not be lost to an exit.
type jobs struct {
	mu   sync.Mutex
	n    int
	left chan struct{} // set when leaving; closed when nothing runs
}

// start says whether a command may still begin.
func (j *jobs) start() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.left != nil {
		return false
	}
	j.n++
	return true
}

func (j *jobs) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.n--
	if j.n == 0 && j.left != nil {
		close(j.left)
	}
}

// leave lets nothing begin any more and waits until nothing runs, or for limit.
func (j *jobs) leave(limit time.Duration) {
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
