package wiring

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"facetill/device"
	"facetill/device/wire"
	"facetill/flow/clock"
	"facetill/flow/sharedfile"
)

const (
	// cameraWait is how long a served command waits for a till of this machine to
	// leave the camera; a client waits 15 s for a command.
	cameraWait = 10 * time.Second
	cameraTick = 200 * time.Millisecond
	// pageLife is how long a face page lasts at most when nobody tells its end.
	pageLife = 2 * time.Minute
)

// camera keeps this machine's terminal for the bridge while one of its commands
// runs, and from a code until its payment's end was told: a till of this machine
// that begins in between would put its face page over another customer's. One
// whose turn it is keeps the bridge out in the same way.
type camera struct {
	caller wire.Caller
	lock   device.Lock

	mu   sync.Mutex
	runs int         // commands under way
	held bool        // this process has the terminal
	page *time.Timer // runs while a face page may be up; nil otherwise
}

// camera is the device of this machine, shared with its tills. The lock lies
// beside the journal where the configuration has one, else in the state folder.
func (t *Till) camera(state string) (*camera, error) {
	caller, err := t.caller()
	if err != nil {
		return nil, err
	}
	beside := filepath.Join(state, "bridge", "camera")
	if !t.Config.Journal.Postgres() {
		beside = t.Config.Journal.URL
	}
	if err := os.MkdirAll(filepath.Dir(beside), 0o700); err != nil {
		return nil, CannotServe.of("%s", err)
	}
	lock := sharedfile.NewLock(deviceLockPath(beside, t.ID.DeviceID))
	t.OnClose(lock.Unlock)
	return &camera{caller: caller, lock: lock}, nil
}

// Call implements wire.Caller.
func (c *camera) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, err := wire.CommandOf(req)
	if err != nil {
		return nil, err
	}
	if err := c.take(ctx, cmd); err != nil {
		return nil, err
	}
	resp, err := c.caller.Call(ctx, req)
	c.leave(cmd, resp, err)
	return resp, err
}

// take gets the terminal for a command. A stop does not wait: there is nothing
// of ours to stop when another process has the camera.
func (c *camera) take(ctx context.Context, cmd wire.Command) error {
	begun := time.Now()
	for {
		got, err := c.try()
		if got {
			return nil
		}
		if err != nil {
			return &wire.CallError{Kind: wire.KindNotRunning, Cmd: cmd, Err: fmt.Errorf("the camera's lock: %w", err)}
		}
		clock.NewMachine().Sleep(ctx, cameraTick, nil)
		if cmd.Stops() || ctx.Err() != nil || time.Since(begun) >= cameraWait {
			return &wire.CallError{Kind: wire.KindBusy, Cmd: cmd, Err: errors.New("a till of the device's machine has the camera")}
		}
	}
}

func (c *camera) try() (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.held {
		got, err := c.lock.TryLock()
		if !got || err != nil {
			return false, err
		}
		c.held = true
	}
	c.runs++
	return true, nil
}

// leave hands the terminal back when nothing of ours runs and no page is up.
func (c *camera) leave(cmd wire.Command, resp []byte, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.runs--
	switch {
	case cmd == wire.CmdUpdate || cmd == wire.CmdRelease:
		c.closePage()
	case cmd == wire.CmdCode && mayShowPage(resp, err):
		c.closePage()
		var page *time.Timer
		page = time.AfterFunc(pageLife, func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.page == page { // and none that came after it
				c.closePage()
				c.free()
			}
		})
		c.page = page
	}
	c.free()
}

// mayShowPage reports whether a scan has left its page on the screen: after a code,
// and where nobody knows how it ended.
func mayShowPage(resp []byte, err error) bool {
	if err != nil {
		return device.MayLeavePage(wire.KindOf(err))
	}
	a, err := wire.ReadAnswer(wire.CmdCode, resp)
	return err != nil || a.ReturnCode == wire.Success
}

// closePage and free are called with mu held.
func (c *camera) closePage() {
	if c.page != nil {
		c.page.Stop()
		c.page = nil
	}
}

func (c *camera) free() {
	if c.held && c.runs == 0 && c.page == nil {
		c.held = false
		_ = c.lock.Unlock() // the lock ends with the process at the latest
	}
}
