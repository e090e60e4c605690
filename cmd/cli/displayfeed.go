package cli

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"sync"
	"time"

	"facetill/cmd/cli/print"
	"facetill/tui/page"
)

// feed tells customers' displays what the till shows them. The till never waits
// for one: each has room for one state, the newest, and a display that does not
// read is dropped.
type feed struct {
	mu       sync.Mutex
	last     page.Shown
	displays map[chan page.Shown]bool
}

// feedLine is a state on the socket.
type feedLine struct {
	Schema int `json:"schema"`
	page.Shown
	Simulated bool `json:"simulated,omitempty"`
}

// displayWrites bounds one line to one display.
const displayWrites = 2 * time.Second

// show hands a state on, and returns at once.
func (f *feed) show(s page.Shown) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = s
	for ch := range f.displays {
		select {
		case <-ch: // an older one that was not sent yet
		default:
		}
		ch <- s // there is room: nobody else puts anything in
	}
}

// join gives a display its channel, with the state of now in it; nil where there
// are too many.
func (f *feed) join() chan page.Shown {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.displays) >= mostDisplays {
		return nil
	}
	ch := make(chan page.Shown, 1)
	ch <- f.last
	f.displays[ch] = true
	return ch
}

func (f *feed) leave(ch chan page.Shown) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.displays, ch)
}

// mostDisplays is how many may be served: each holds a connection.
const mostDisplays = 16

// feedDisplays opens the socket of this lane's displays until ctx ends. Without
// it the till works all the same; a *takenError says that its place is somebody
// else's.
func (sh *shop) feedDisplays(ctx context.Context, getenv func(string) string) (*feed, error) {
	f := &feed{last: page.Shown{State: page.ShowIdle}, displays: map[chan page.Shown]bool{}}
	p := sh.displayPlace(getenv)
	if err := p.own(); err != nil {
		sh.Log.Warn("display", "error", err)
		return f, err
	}
	if c := dialTill(p); c != nil {
		_ = c.Close()
		sh.Log.Warn("display", "error", "another till of this lane feeds the displays")
		return f, nil
	}
	_ = os.Remove(p.path) // of a till that died
	l, err := net.Listen("unix", p.path)
	if err != nil {
		sh.Log.Warn("display", "error", err)
		return f, err
	}
	_ = os.Chmod(p.path, 0o600)
	context.AfterFunc(ctx, func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if !ofThisUser(c) {
				sh.Log.Warn("display", "error", "another user's process was sent away")
				_ = c.Close()
				continue
			}
			go f.serve(ctx, c, sh.ID.Simulated)
		}
	}()
	return f, nil
}

// serve writes states to one display until it has gone.
func (f *feed) serve(ctx context.Context, c net.Conn, simulated bool) {
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	ch := f.join()
	if ch == nil {
		return
	}
	defer f.leave(ch)
	enc := json.NewEncoder(c)
	for {
		select {
		case s := <-ch:
			_ = c.SetWriteDeadline(time.Now().Add(displayWrites))
			if enc.Encode(feedLine{print.SchemaVersion, s, simulated}) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
