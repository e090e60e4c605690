package sdk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"sync"
	"time"

	"facetill/device/wire"
)

// HostOptions sets up the child process.
type HostOptions struct {
	// Library is the absolute path of the face SDK. It may be empty when Args
	// are given and name it.
	Library string
	// Exe is the program to start; "": this one. The facetill build of another
	// bitness goes here when the library has another bitness.
	Exe string
	// Args are its arguments; nil: device host --library LIBRARY.
	Args []string
	// Log receives what the child and the library print, with everything that
	// looks like a credential masked; nil drops it. It must be safe for use
	// beside other writers.
	Log io.Writer
	// Withhold names environment variables that the child must not inherit,
	// because they hold secrets.
	Withhold []string
}

// Host is the face SDK in a child process. It implements wire.Caller, starts
// the child with the first call and anew after it died.
type Host struct {
	o          HostOptions
	grace      time.Duration // how long a capture may still run after its ctx has ended and a stop was sent
	startLimit time.Duration // how long the child may take to become ready

	mu     sync.Mutex // held while the child is started
	child  *child
	anew   bool // the child took a dead one's place, and has not been initialised
	closed bool
}

// NewHost checks the options as far as that goes without starting anything:
// the library exists and the program can load it.
func NewHost(o HostOptions) (*Host, error) {
	if o.Exe == "" {
		exe, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("device host: %w", err)
		}
		o.Exe = exe
	}
	if o.Library != "" || o.Args == nil {
		if _, err := Check(o.Library, o.Exe); err != nil {
			return nil, err
		}
	}
	if o.Args == nil {
		o.Args = []string{"device", "host", "--library", o.Library}
	}
	o.Log = cmp.Or(o.Log, io.Discard)
	return &Host{o: o, grace: 3 * time.Second, startLimit: 10 * time.Second}, nil
}

// Call passes one request to the library in the child. When ctx ends first, a
// capture is stopped and given 3 s to end; whatever does not end is ended
// with its process, and a code that still came is dropped. The error is then
// of KindTimeout. A crash is KindCrashed. KindNotRunning means that the
// library has not seen the request; after a child has died it says so to
// whatever comes before the next initWxpayface, but for releaseWxpayface: the
// service outlives the child, and a page of the dead one's may be up.
func (h *Host) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, err := wire.CommandOf(req)
	if err != nil {
		return nil, err
	}
	c, err := h.running(ctx, cmd)
	if err != nil {
		return nil, &wire.CallError{Kind: wire.KindNotRunning, Cmd: cmd, Err: err}
	}
	c.stopped.Store(cmd.Stops())
	callCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	done := make(chan struct{})
	var resp []byte
	go func() {
		defer close(done)
		resp, err = c.client.Call(callCtx, req)
	}()
	select {
	case <-done:
		return resp, h.cause(c, cmd, err)
	case <-ctx.Done():
		h.abandon(c, cmd, req, done)
		return nil, &wire.CallError{Kind: wire.KindTimeout, Cmd: cmd, Err: context.Cause(ctx)}
	}
}

var errRestarted = errors.New("its process had ended and was started again; initWxpayface is needed")

// running returns the living child, starting one where there is none.
func (h *Host) running(ctx context.Context, cmd wire.Command) (*child, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, errors.New("the device was closed")
	}
	if h.child == nil || !h.child.alive() {
		died := h.child != nil
		c, err := spawn(ctx, h.o, h.startLimit)
		if err != nil {
			return nil, err
		}
		h.child, h.anew = c, h.anew || died
	}
	switch {
	case cmd == wire.CmdInit:
		h.anew = false
	case h.anew && cmd != wire.CmdRelease:
		return nil, errRestarted
	}
	return h.child, nil
}

// cause turns a broken connection into what it means: the child died, before
// or after it saw the request. Errors that the child reported stay as they are.
func (h *Host) cause(c *child, cmd wire.Command, err error) error {
	kind := wire.KindOf(err)
	if _, transport := errors.AsType[*url.Error](err); !transport && kind != wire.KindCrashed {
		return err
	}
	c.kill()
	return &wire.CallError{Kind: kind, Cmd: cmd, Err: c.exit}
}

// abandon ends a call whose caller has given up. A capture gets a stop and
// grace, unless its caller has already sent one and waited.
func (h *Host) abandon(c *child, cmd wire.Command, req []byte, done <-chan struct{}) {
	if cmd.Interactive() && !c.stopped.Load() {
		go h.stop(c, req)
		select {
		case <-done:
			return
		case <-c.dead:
		case <-time.After(h.grace):
		}
	}
	c.kill()
}

// stop ends the capture that req began. Its own answer does not matter:
// when it does not help, the process is ended.
func (h *Host) stop(c *child, req []byte) {
	_, stop, err := wire.EncodeStop(req, time.Now())
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), h.grace)
	defer cancel()
	_, _ = c.client.Call(ctx, stop)
}

// Close ends the child. Calls that run end with KindCrashed, later ones with
// KindNotRunning.
func (h *Host) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	if h.child != nil {
		h.child.kill()
	}
	return nil
}
