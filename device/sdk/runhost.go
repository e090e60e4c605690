package sdk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"

	"facetill/device/bridge"
	"facetill/device/wire"
)

// TokenVariable is the environment variable in which a child process finds
// the token of its bridge.
const TokenVariable = "FACETILL_HOST_TOKEN"

// readyLine begins the child's first line on stdout; its address follows.
const readyLine = "FACETILL-HOST READY "

// RunHost is what the child process runs: it serves the library at an absolute
// path over the bridge contract, on a loopback port of the system's choice,
// which it tells in the READY line on stdout. It returns nil when ctx or stdin
// ends: its parent is gone or wants it gone. The library is loaded by the
// first call, after the READY line; a failure to load is that call's error.
func RunHost(ctx context.Context, stdin io.Reader, stdout io.Writer, library string) error {
	return serveHost(ctx, stdin, stdout, &lazy{open: func() (wire.Caller, error) {
		printAtOnce()
		return Open(library)
	}})
}

func serveHost(ctx context.Context, stdin io.Reader, stdout io.Writer, caller wire.Caller) error {
	token := os.Getenv(TokenVariable)
	if token == "" {
		return errors.New("device host: this command is started by facetill itself; use \"device serve\" to offer a device to another machine")
	}
	if err := os.Unsetenv(TokenVariable); err != nil { // the library need not see it
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("device host: %w", err)
	}
	defer ln.Close()
	if _, err := fmt.Fprintf(stdout, "%s%s\n", readyLine, ln.Addr()); err != nil {
		return fmt.Errorf("device host: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		cancel()
	}()
	srv := bridge.NewHTTP(bridge.Handler(detached{caller}, token, bridge.Options{SDK: "library"}), os.Stderr)
	// Close waits for no call: one that hangs in the library ends with the process.
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(ln); ctx.Err() == nil {
		return fmt.Errorf("device host: %w", err)
	}
	return nil
}

// lazy opens its caller with the first call, and tries anew after a failure.
type lazy struct {
	open   func() (wire.Caller, error)
	mu     sync.Mutex
	loaded bool
	caller wire.Caller // once it is open
}

func (l *lazy) Call(ctx context.Context, req []byte) ([]byte, error) {
	if err := l.opened(); err != nil {
		return nil, &wire.CallError{Kind: wire.KindNotRunning, Err: err}
	}
	return l.caller.Call(ctx, req)
}

func (l *lazy) opened() (err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.loaded {
		l.caller, err = l.open()
		l.loaded = err == nil
	}
	return err
}

// detached lets a call live on when its HTTP request is gone, because the
// library cannot be told: the device stays busy until it is really free.
type detached struct{ caller wire.Caller }

func (d detached) Call(ctx context.Context, req []byte) ([]byte, error) {
	return d.caller.Call(context.WithoutCancel(ctx), req)
}
