package cli

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"facetill/tui"
)

// feed tells customers' displays what the till shows them. The till never waits
// for one: each has room for one state, the newest, and a display that does not
// read is dropped.
type feed struct {
	mu       sync.Mutex
	last     tui.Shown
	displays map[chan tui.Shown]bool
}

// feedLine is a state on the socket.
type feedLine struct {
	Schema int `json:"schema"`
	tui.Shown
	Simulated bool `json:"simulated,omitempty"`
}

// displayWrites bounds one line to one display.
const displayWrites = 2 * time.Second

// show hands a state on, and returns at once.
func (f *feed) show(s tui.Shown) {
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

// join gives a display its channel, with the state of now in it.
func (f *feed) join() chan tui.Shown {
	f.mu.Lock()
	defer f.mu.Unlock()
	ch := make(chan tui.Shown, 1)
	ch <- f.last
	f.displays[ch] = true
	return ch
}

func (f *feed) leave(ch chan tui.Shown) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.displays, ch)
}

// feedDisplays opens the socket of this lane's displays until ctx ends. Without
// it the till works all the same.
func (sh *shop) feedDisplays(ctx context.Context) *feed {
	f := &feed{last: tui.Shown{State: tui.ShowIdle}, displays: map[chan tui.Shown]bool{}}
	path := sh.displaySocket()
	if c, err := net.DialTimeout("unix", path, time.Second); err == nil {
		_ = c.Close()
		sh.log.Warn("display", "error", "another till of this lane feeds the displays")
		return f
	}
	_ = os.Remove(path) // of a till that died
	l, err := net.Listen("unix", path)
	if err != nil {
		sh.log.Warn("display", "error", err)
		return f
	}
	_ = os.Chmod(path, 0o600)
	context.AfterFunc(ctx, func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go f.serve(ctx, c, sh.id.Simulated)
		}
	}()
	return f
}

// serve writes states to one display until it has gone.
func (f *feed) serve(ctx context.Context, c net.Conn, simulated bool) {
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	ch := f.join()
	defer f.leave(ch)
	enc := json.NewEncoder(c)
	for {
		select {
		case s := <-ch:
			_ = c.SetWriteDeadline(time.Now().Add(displayWrites))
			if enc.Encode(feedLine{schema, s, simulated}) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// displaySocket is where a lane's displays find its till: beside the journal, or
// in the system's folder for sockets where that path is too long for one.
func (sh *shop) displaySocket() string {
	id := sha256.Sum256([]byte(sh.cfg.Journal.URL + "\x00" + sh.id.Lane))
	name := fmt.Sprintf("facetill-display-%x.sock", id[:4])
	if path := filepath.Join(filepath.Dir(sh.cfg.Journal.URL), name); len(path) < longestSocket && !sh.cfg.Journal.Postgres() {
		return path
	}
	return filepath.Join(os.TempDir(), name)
}

// longestSocket is what a socket's address has room for, on every system.
const longestSocket = 100
