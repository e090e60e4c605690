package sdk

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"facetill/device/bridge"
	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

// host returns a Host whose child reaches term.
func host(t *testing.T, term *sim.Terminal, change func(*HostOptions)) *Host {
	t.Helper()
	srv := httptest.NewServer(bridge.Handler(term, "PARENT", bridge.Options{}))
	t.Cleanup(srv.Close)
	return start(t, func(o *HostOptions) {
		o.Args = []string{"child", "bridge", srv.URL, "PARENT"}
		if change != nil {
			change(o)
		}
	})
}

func start(t *testing.T, change func(*HostOptions)) *Host {
	t.Helper()
	var o HostOptions
	change(&o)
	h, err := NewHost(o)
	if err != nil {
		t.Fatal(err)
	}
	h.grace, h.startLimit = time.Millisecond, time.Hour // a machine may be slow
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func raw(cmd string) []byte { return []byte(`{"cmd":"` + cmd + `","version":"1","now":1}`) }

func wantKind(t *testing.T, err error, kind wire.Kind) {
	t.Helper()
	if wire.KindOf(err) != kind {
		t.Fatalf("got %v, want kind %s", err, kind)
	}
}

func TestCrashIsAnErrorAndTheNextCallStartsAnew(t *testing.T) {
	for _, crash := range []string{"__exit", "__panic"} {
		h := host(t, sim.New(sim.Options{}), nil)
		callertest.Want(t, h, wire.Init{}, wire.Success)
		_, err := h.Call(t.Context(), raw(crash))
		wantKind(t, err, wire.KindCrashed)
		if !strings.Contains(err.Error(), "exit status") {
			t.Errorf("the error does not say how it ended: %v", err)
		}
		// What the new process has not been told about is refused unseen ...
		for range 2 {
			_, err = h.Call(t.Context(), callertest.Encode(t, callertest.Code(100, "20000001")))
			wantKind(t, err, wire.KindNotRunning)
			if !strings.Contains(err.Error(), string(wire.CmdInit)) {
				t.Errorf("the error does not say what to do: %v", err)
			}
		}
		// ... and init makes it usable.
		callertest.Want(t, h, wire.Init{}, wire.Success)
		callertest.Want(t, h, callertest.Code(100, "20000001"), wire.Success)
	}
}

// TestPageOutlivesTheProcess: the face service goes on when the library crashes
// with a page up, and a release removes it although nothing is initialised.
func TestPageOutlivesTheProcess(t *testing.T) {
	term := sim.New(sim.Options{})
	h := host(t, term, nil)
	callertest.Want(t, h, wire.Init{}, wire.Success)
	callertest.Want(t, h, callertest.Code(100, "20000001"), wire.Success)
	_, err := h.Call(t.Context(), raw("__exit"))
	wantKind(t, err, wire.KindCrashed)
	callertest.WaitFor(t, term, sim.Waiting)
	callertest.Want(t, h, wire.Release{}, wire.Success)
	callertest.Want(t, h, wire.Init{}, wire.Success)
	callertest.Want(t, h, callertest.Code(100, "20000002"), wire.Success)
}

func TestHangIsEndedWithItsProcess(t *testing.T) {
	h := host(t, sim.New(sim.Options{}), nil)
	callertest.Want(t, h, wire.Init{}, wire.Success)
	first := h.child
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the cashier left")
	go func() {
		for !busy(t, first) {
			time.Sleep(time.Millisecond)
		}
		cancel(why)
	}()
	_, err := h.Call(ctx, raw("__hang"))
	wantKind(t, err, wire.KindTimeout)
	if !errors.Is(err, why) {
		t.Errorf("the cause is lost: %v", err)
	}
	if first.alive() {
		t.Error("the process that hung still runs")
	}
	callertest.Want(t, h, wire.Init{}, wire.Success)
}

func busy(t *testing.T, c *child) bool {
	health, err := c.client.Health(t.Context())
	return err == nil && health.Busy
}

// TestGivenUpCaptureIsStopped: the terminal hears of it, and the process that
// obeys lives on.
func TestGivenUpCaptureIsStopped(t *testing.T) {
	term := sim.New(sim.Options{})
	h := host(t, term, nil)
	h.grace = time.Hour
	callertest.Want(t, h, wire.Init{}, wire.Success)
	first := h.child
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	req := callertest.Encode(t, callertest.Code(90003, "20000001"))
	go func() {
		_, err := h.Call(ctx, req)
		failed <- err
	}()
	callertest.WaitFor(t, term, sim.Capturing)
	cancel()
	wantKind(t, <-failed, wire.KindTimeout)
	callertest.WaitFor(t, term, sim.Ready)
	if !first.alive() {
		t.Error("the process was ended although its capture stopped")
	}
	callertest.Want(t, h, callertest.Code(100, "20000002"), wire.Success)
}

// TestCaptureThatNoStopEnded: its caller has sent a stop and waited, so the
// process is ended without a second grace.
func TestCaptureThatNoStopEnded(t *testing.T) {
	term := sim.New(sim.Options{OldLibrary: true})
	h := host(t, term, nil)
	h.grace = time.Hour
	callertest.Want(t, h, wire.Init{}, wire.Success)
	first := h.child
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	req := callertest.Encode(t, callertest.Code(90003, "20000001"))
	go func() {
		_, err := h.Call(ctx, req)
		failed <- err
	}()
	callertest.WaitFor(t, term, sim.Capturing)
	callertest.Want(t, h, callertest.Stop, wire.ParamError)
	cancel()
	wantKind(t, <-failed, wire.KindTimeout)
	if first.alive() {
		t.Error("the process still runs")
	}
}

func TestLibraryOutputGoesToTheLog(t *testing.T) {
	var log syncBuffer
	h := host(t, sim.New(sim.Options{}), func(o *HostOptions) { o.Log = &log })
	if _, err := h.Call(t.Context(), raw("__printf")); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	log.waitFor(t, "telephone") // the pipe empties after the process is gone
	got := log.String()
	if !strings.Contains(got, "printed by the library") {
		t.Errorf("the log lacks the line: %q", got)
	}
	for _, secret := range []string{"AUTHINFO0", "13001234", "1380013"} {
		if strings.Contains(got, secret) {
			t.Errorf("the log shows %s", secret)
		}
	}
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// waitFor has a limit for a test that has failed alone.
func (s *syncBuffer) waitFor(t *testing.T, word string) {
	t.Helper()
	for limit := time.Now().Add(time.Minute); !strings.Contains(s.String(), word); time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("the log never has %q: %q", word, s.String())
		}
	}
}

func TestChildrenThatDoNotStart(t *testing.T) {
	tests := []struct {
		name string
		o    func(*HostOptions)
		part string
	}{
		{"dies", func(o *HostOptions) { o.Args = []string{"child", "dying"} }, "exit status 7"},
		{"says nothing", func(o *HostOptions) { o.Args = []string{"child", "silent"} }, "not ready"},
		{"names another machine", func(o *HostOptions) { o.Args = []string{"child", "lying"} }, "not ready"},
		{"is no program", func(o *HostOptions) { o.Exe = "/nowhere/facetill"; o.Args = []string{"x"} }, "nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := start(t, tt.o)
			if tt.part == "not ready" {
				h.startLimit = time.Millisecond
			}
			_, err := h.Call(t.Context(), raw("initWxpayface"))
			wantKind(t, err, wire.KindNotRunning)
			if !strings.Contains(err.Error(), tt.part) {
				t.Errorf("%v does not say %q", err, tt.part)
			}
		})
	}
}

func TestClosedHost(t *testing.T) {
	h := host(t, sim.New(sim.Options{}), nil)
	callertest.Want(t, h, wire.Init{}, wire.Success)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := h.Call(t.Context(), raw("initWxpayface"))
	wantKind(t, err, wire.KindNotRunning)
	if h.child.alive() {
		t.Error("the process outlived Close")
	}
}

func TestChildGoesWithItsParent(t *testing.T) {
	h := host(t, sim.New(sim.Options{}), nil)
	callertest.Want(t, h, wire.Init{}, wire.Success)
	if err := h.child.stdin.Close(); err != nil { // as the kernel does when the parent dies
		t.Fatal(err)
	}
	<-h.child.dead
}

func TestEnvironmentWithoutSecrets(t *testing.T) {
	t.Setenv("SDK_TEST_SECRET", "x")
	t.Setenv("SDK_TEST_PLAIN", "y")
	env := strings.Join(environment([]string{"SDK_TEST_SECRET"}), "\n")
	if strings.Contains(env, "SDK_TEST_SECRET") || !strings.Contains(env, "SDK_TEST_PLAIN=y") {
		t.Error("the wrong variables were withheld")
	}
}

func TestHostWithoutToken(t *testing.T) {
	if err := RunHost(t.Context(), os.Stdin, os.Stdout, "/x"); err == nil || !strings.Contains(err.Error(), "device serve") {
		t.Errorf("got %v", err)
	}
}
