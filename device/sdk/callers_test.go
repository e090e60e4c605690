package sdk

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"facetill/device/bridge"
	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

// The table's names of the ways that need a C compiler.
const (
	libraryHere    = "library in process"
	libraryInChild = "library in a child"
)

// libraryWays are those of the dynamic library; nil in a build without the
// stand-in.
var libraryWays func(t *testing.T) []callertest.Way

const oneProcess = "no other process holds the device"

// TestEveryCaller runs the conformance suite over every way to a terminal and
// prints the table (go test -v).
func TestEveryCaller(t *testing.T) {
	var tab callertest.Table
	for _, w := range ways(t) {
		tab.Run(t, w)
		if w.Name == simulated && libraryWays == nil {
			tab.Absent(libraryHere, "needs a C compiler, go test -tags gcc")
			tab.Absent(libraryInChild, "needs a C compiler, go test -tags gcc")
		}
	}
	t.Logf("callers and cases\n%s", &tab)
}

const simulated = "simulator"

// ways are all that this build has.
func ways(t *testing.T) []callertest.Way {
	all := []callertest.Way{{
		Name: simulated,
		Dial: func(_ *testing.T, term *sim.Terminal) wire.Caller { return term },
		NotApplicable: map[string]string{callertest.Crash: oneProcess, callertest.AfterHang: oneProcess,
			callertest.Released: "Go's memory"},
	}}
	if libraryWays != nil {
		all = append(all, libraryWays(t)...)
	}
	return append(all, callertest.Way{
		Name: "any child",
		Dial: func(t *testing.T, term *sim.Terminal) wire.Caller { return host(t, term, nil) },
		Own: map[string]func(*testing.T){
			callertest.Crash: func(t *testing.T) {
				for _, crash := range []string{"__exit", "__panic"} {
					afterCrash(t, host(t, sim.New(sim.Options{}), nil), crash)
				}
			},
			callertest.AfterHang: func(t *testing.T) { afterHang(t, host(t, sim.New(sim.Options{}), nil)) },
		},
		NotApplicable: map[string]string{callertest.Released: "Go's memory: its library is a simulated one"},
	}, callertest.Way{
		Name: "bridge over HTTPS",
		Dial: func(t *testing.T, term *sim.Terminal) wire.Caller {
			c, _ := overHTTPS(t, term)
			return c
		},
		Own: map[string]func(*testing.T){
			callertest.Crash:     bridgeGone,
			callertest.AfterHang: bridgeAfterHang,
		},
		NotApplicable: map[string]string{callertest.Released: "the far end's to show: it holds the library"},
	})
}

// overHTTPS serves a caller as `device serve` does, and returns its client and what
// ends the server.
func overHTTPS(t *testing.T, caller wire.Caller) (*bridge.Client, func()) {
	t.Helper()
	dir := t.TempDir()
	certFile := filepath.Join(dir, "cert.pem")
	cert, err := bridge.Certificate(certFile, filepath.Join(dir, "key.pem"), []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ln, err := bridge.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() {
		served <- bridge.Serve(ctx, ln, cert, bridge.Handler(caller, "TESTTOKEN", bridge.Options{}), io.Discard)
	}()
	pem, err := os.ReadFile(certFile)
	if err != nil {
		t.Fatal(err)
	}
	c, err := bridge.NewRemote(bridge.Remote{URL: "https://" + ln.Addr().String(), Token: "TESTTOKEN", Pinned: pem})
	if err != nil {
		t.Fatal(err)
	}
	end := func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
		served <- nil // for whoever ends it again
	}
	t.Cleanup(end)
	return c, end
}

// afterCrash: a call during which the process dies is an error that says so, and
// init makes the device usable again.
func afterCrash(t *testing.T, h *Host, crash string) {
	t.Helper()
	callertest.Want(t, h, wire.Init{}, wire.Success)
	_, err := h.Call(t.Context(), raw(crash))
	wantKind(t, err, wire.KindCrashed)
	callertest.Want(t, h, wire.Init{}, wire.Success)
	callertest.Want(t, h, callertest.Code(100, "20000001"), wire.Success)
}

// afterHang: a call that hangs is given up with its process.
func afterHang(t *testing.T, h *Host) {
	t.Helper()
	callertest.Want(t, h, wire.Init{}, wire.Success)
	ctx, cancel := context.WithCancel(t.Context())
	held := h.child
	go func() {
		for !busy(t, held) && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	_, err := h.Call(ctx, raw("__hang"))
	wantKind(t, err, wire.KindTimeout)
	callertest.Want(t, h, wire.Init{}, wire.Success)
}

// bridgeGone: the bridge ends during a scan. Its client is told, and a bridge that
// is not there has not seen what comes later.
func bridgeGone(t *testing.T) {
	term := sim.New(sim.Options{})
	c, end := overHTTPS(t, term)
	callertest.Want(t, c, wire.Init{}, wire.Success)
	failed := make(chan error)
	req := callertest.Encode(t, callertest.Code(90003, "20000001"))
	go func() {
		_, err := c.Call(t.Context(), req)
		failed <- err
	}()
	callertest.WaitFor(t, term, sim.Capturing)
	end()
	wantKind(t, <-failed, wire.KindTimeout)
	callertest.WaitFor(t, term, sim.Ready) // the camera is closed
	_, err := c.Call(t.Context(), raw("initWxpayface"))
	wantKind(t, err, wire.KindNotRunning)
}

// bridgeAfterHang: what hangs at the far end is given up there, too.
func bridgeAfterHang(t *testing.T) {
	h := host(t, sim.New(sim.Options{}), nil)
	c, _ := overHTTPS(t, h)
	callertest.Want(t, c, wire.Init{}, wire.Success)
	ctx, cancel := context.WithCancel(t.Context())
	held := h.child
	go func() {
		for !busy(t, held) && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	_, err := c.Call(ctx, raw("__hang"))
	wantKind(t, err, wire.KindTimeout)
	for { // until the far end has ended its process
		_, err := callertest.Do(t.Context(), t, c, wire.Init{})
		if err == nil {
			return
		}
		if kind := wire.KindOf(err); kind != wire.KindBusy || t.Context().Err() != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
}
