package display

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"time"

	"facetill/cmd/cli/print"
	"facetill/flow/clock"
	"facetill/flow/till"
)

// feedLine is a state on the socket.
type feedLine struct {
	Schema int `json:"schema"`
	till.Display
	Simulated bool `json:"simulated,omitempty"`
}

// writeWithin bounds one line to one display.
const writeWithin = 2 * time.Second

// Serve opens the socket of a lane's displays until ctx ends, and returns what they
// are told by. Without it the till works all the same; a *[TakenError] is a place
// that is somebody else's. What else goes wrong is for warn.
func Serve(ctx context.Context, p Place, simulated bool, warn func(error)) (*Feed, error) {
	f := NewFeed()
	if err := p.Own(); err != nil {
		warn(err)
		return f, err
	}
	if c := dialTill(p); c != nil {
		_ = c.Close()
		warn(errors.New("another till of this lane feeds the displays"))
		return f, nil
	}
	_ = os.Remove(p.path) // of a till that died
	l, err := net.Listen("unix", p.path)
	if err != nil {
		warn(err)
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
				warn(errors.New("another user's process was sent away"))
				_ = c.Close()
				continue
			}
			go serve(ctx, f, c, simulated)
		}
	}()
	return f, nil
}

// serve writes states to one display until it has gone, or reads no more.
func serve(ctx context.Context, f *Feed, c net.Conn, simulated bool) {
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
			_ = c.SetWriteDeadline(time.Now().Add(writeWithin))
			if enc.Encode(feedLine{print.SchemaVersion, s, simulated}) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// findTill is how often a display looks for its till.
const findTill = time.Second

// Follow brings the till's states, nil while there is no till.
func Follow(ctx context.Context, p Place, clock clock.Clock, states chan<- *till.Display) {
	tell := func(s *till.Display) {
		select {
		case states <- s:
		case <-ctx.Done():
		}
	}
	for ctx.Err() == nil {
		if c := dialTill(p); c != nil {
			unhook := context.AfterFunc(ctx, func() { _ = c.Close() })
			for lines := bufio.NewScanner(c); lines.Scan(); {
				var line feedLine
				if json.Unmarshal(lines.Bytes(), &line) == nil && line.State != "" {
					tell(&line.Display)
				}
			}
			unhook()
			_ = c.Close()
		}
		tell(nil)
		clock.Sleep(ctx, findTill, nil)
	}
}
