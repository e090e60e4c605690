package till

import (
	"sync"

	"facetill/flow"
)

// Display is what a customer's display has to show. It has no number and no name:
// whoever stands in the queue may read it.
type Display struct {
	State string   `json:"state"`     // one of the Display words
	Fee   flow.Fen `json:"total_fee"` // fen; 0 where there is none
}

// What a display shows. The last three are the words about money of every screen.
const (
	DisplayIdle     = "idle"
	DisplayAmount   = "amount"   // it is being typed, or a code is awaited
	DisplayLook     = "look"     // please look at the camera
	DisplayWait     = "wait"     // the payment runs
	DisplayPassword = "password" // please enter the password on the phone

	DisplayPaid       = "paid"        // thank you
	DisplayNotCharged = "not_charged" // nothing was charged, or it is back
	DisplayChecking   = "checking"    // please ask the cashier
)

// Feed hands on to customers' displays what a till shows them. The till never waits
// for one: each has room for one state, the newest.
type Feed struct {
	mu       sync.Mutex
	last     Display
	displays map[chan Display]bool
}

// NewFeed returns a feed of a till at rest.
func NewFeed() *Feed {
	return &Feed{last: Display{State: DisplayIdle}, displays: map[chan Display]bool{}}
}

// Show hands a state on, and returns at once.
func (f *Feed) Show(d Display) {
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
func (f *Feed) Join() (states <-chan Display, leave func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.displays) >= mostDisplays {
		return nil, nil
	}
	ch := make(chan Display, 1)
	ch <- f.last
	f.displays[ch] = true
	return ch, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.displays, ch)
	}
}
