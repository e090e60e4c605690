package cli

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"time"

	"facetill/cmd/cli/print"
	"facetill/flow/till"
)

// feedLine is a state on the socket.
type feedLine struct {
	Schema int `json:"schema"`
	till.Display
	Simulated bool `json:"simulated,omitempty"`
}

// displayWrites bounds one line to one display.
const displayWrites = 2 * time.Second

// feedDisplays opens the socket of this lane's displays until ctx ends. Without
// it the till works all the same; a *takenError says that its place is somebody
// else's.
func (sh *shop) feedDisplays(ctx context.Context, getenv func(string) string) (*till.Feed, error) {
	f := till.NewFeed()
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
			go serveDisplay(ctx, f, c, sh.ID.Simulated)
		}
	}()
	return f, nil
}

// serveDisplay writes states to one display until it has gone, or reads no more.
func serveDisplay(ctx context.Context, f *till.Feed, c net.Conn, simulated bool) {
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	states, leave := f.Join()
	if states == nil {
		return
	}
	defer leave()
	enc := json.NewEncoder(c)
	for {
		select {
		case s := <-states:
			_ = c.SetWriteDeadline(time.Now().Add(displayWrites))
			if enc.Encode(feedLine{print.SchemaVersion, s, simulated}) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
