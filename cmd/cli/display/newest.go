package display

import (
	"sync"

	"facetill/flow/till"
)

// Feed hands on to customers' displays what a till shows them. The till never waits
// for one: each has room for one state, the newest.
type Feed struct {
	mu       sync.Mutex
	last     till.Display
	displays map[chan till.Display]bool
}

// NewFeed returns a feed of a till at rest.
func NewFeed() *Feed {
	return &Feed{last: till.Display{State: till.DisplayIdle}, displays: map[chan till.Display]bool{}}
}

// Show hands a state on, and returns at once.
func (f *Feed) Show(d till.Display) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = d
	for ch := range f.displays {
		select {
		case <-ch: // an older one that was not sent yet
		default:
		}
		ch <- d // there is room: nobody else puts anything in
	}
}

// mostDisplays is how many may be fed: each holds a connection.
const mostDisplays = 16

// Join returns the channel of one more display, with the state of now in it, and what
// ends it; nil where there are too many.
func (f *Feed) Join() (states <-chan till.Display, leave func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.displays) >= mostDisplays {
		return nil, nil
	}
	ch := make(chan till.Display, 1)
	ch <- f.last
	f.displays[ch] = true
	return ch, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.displays, ch)
	}
}
