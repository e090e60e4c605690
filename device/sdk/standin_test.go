//go:build gcc

package sdk

import (
	"context"
	"net"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

func standinPath(t testing.TB) string {
	t.Helper()
	path, err := standin()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// service runs the face service of term, where the library looks for it.
func service(t testing.TB, term *sim.Terminal) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- sim.Serve(ctx, ln, term) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Setenv(sim.PortVariable, strconv.Itoa(ln.Addr().(*net.TCPAddr).Port))
}

func open(t testing.TB) *Library {
	t.Helper()
	lib, err := Open(standinPath(t))
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// The library's ways, in this process and in a child.
func init() {
	libraryWays = func(t *testing.T) []callertest.Way {
		own := "a call that hangs in this process cannot be ended; the child process is for that"
		return []callertest.Way{{
			Name: libraryHere,
			Dial: func(t *testing.T, term *sim.Terminal) wire.Caller {
				service(t, term)
				return open(t)
			},
			Own:           map[string]func(*testing.T){callertest.Released: func(t *testing.T) { wantNoLeaks(t, open(t)) }},
			NotApplicable: map[string]string{callertest.Crash: "a crash ends this process; the child process is for that", callertest.AfterHang: own},
		}, {
			Name: libraryInChild,
			Dial: func(t *testing.T, term *sim.Terminal) wire.Caller {
				service(t, term)
				return libraryHost(t)
			},
			Own: map[string]func(*testing.T){
				callertest.Crash: func(t *testing.T) {
					for _, crash := range []string{"__segv", "__abort", "__exit"} {
						service(t, sim.New(sim.Options{}))
						afterCrash(t, libraryHost(t), crash)
					}
				},
				callertest.AfterHang: func(t *testing.T) {
					service(t, sim.New(sim.Options{}))
					afterHang(t, libraryHost(t))
				},
				callertest.Released: func(t *testing.T) {
					service(t, sim.New(sim.Options{}))
					h := libraryHost(t) // its library is its own: give it something to release
					callertest.Want(t, h, wire.Init{}, wire.Success)
					callertest.Want(t, h, callertest.Code(100, "20000001"), wire.Success)
					_, err := h.Call(t.Context(), raw("__big"))
					wantKind(t, err, wire.KindBadAnswer)
					wantNoLeaks(t, h)
				},
			},
		}}
	}
}

func libraryHost(t *testing.T) *Host {
	t.Helper()
	return start(t, func(o *HostOptions) {
		o.Library = standinPath(t)
		o.Args = []string{"child", "library", o.Library}
	})
}

// wantNoLeaks waits for calls that their tests gave up and then counts.
func wantNoLeaks(t *testing.T, c wire.Caller) {
	t.Helper()
	for {
		resp, err := c.Call(t.Context(), raw("__leaks"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(resp), "live 0") {
			return
		}
		if t.Context().Err() != nil {
			t.Fatalf("answers were not released: %s", resp)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestNobodyServes(t *testing.T) {
	t.Setenv(sim.PortVariable, "1") // a port that was free a moment ago may be another test's by now
	_, err := open(t).Call(t.Context(), raw("initWxpayface"))
	wantKind(t, err, wire.KindReturned)
	if !strings.Contains(err.Error(), "-2") {
		t.Errorf("the return value is lost: %v", err)
	}
}

func TestAnswersThatMustNotBeTouched(t *testing.T) {
	lib := open(t)
	for cmd, kind := range map[string]wire.Kind{"__rc": wire.KindReturned, "__nil": wire.KindBadAnswer, "__big": wire.KindBadAnswer} {
		_, err := lib.Call(t.Context(), raw(cmd))
		wantKind(t, err, kind)
	}
	wantNoLeaks(t, lib) // also the answer that was too long was released
}

func TestLibraryThatEndsItsProcess(t *testing.T) {
	service(t, sim.New(sim.Options{}))
	for _, crash := range []string{"__segv", "__abort", "__exit"} {
		h := libraryHost(t)
		callertest.Want(t, h, wire.Init{}, wire.Success)
		_, err := h.Call(t.Context(), raw(crash))
		wantKind(t, err, wire.KindCrashed)
		callertest.Want(t, h, wire.Init{}, wire.Success)
	}
}

func TestLibraryThatHangs(t *testing.T) {
	service(t, sim.New(sim.Options{}))
	h := libraryHost(t)
	callertest.Want(t, h, wire.Init{}, wire.Success)
	first := h.child
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for !busy(t, first) {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	_, err := h.Call(ctx, raw("__hang"))
	wantKind(t, err, wire.KindTimeout)
	if first.alive() {
		t.Error("the process that hangs still runs")
	}
	callertest.Want(t, h, wire.Init{}, wire.Success)
}

func TestLibraryThatPrints(t *testing.T) {
	var log syncBuffer
	h := start(t, func(o *HostOptions) {
		o.Log, o.Args = &log, []string{"child", "library", standinPath(t)}
	})
	if _, err := h.Call(t.Context(), raw("__printf")); err != nil {
		t.Fatal(err)
	}
	log.waitFor(t, "printed by the library")
	_, err := h.Call(t.Context(), raw("__segv"))
	wantKind(t, err, wire.KindCrashed)
	log.waitFor(t, "last words")
}

func TestManyCallsAtOnceKeepTheirAnswersApart(t *testing.T) {
	service(t, sim.New(sim.Options{}))
	path := standinPath(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			lib, err := Open(path) // a slot each, so that calls really overlap
			if err != nil {
				t.Error(err)
				return
			}
			for range 50 {
				resp, err := lib.Call(t.Context(), raw("makeCoffee"))
				if err != nil || !strings.HasSuffix(string(resp), `"unknown cmd"}`) {
					t.Errorf("got %q, %v", resp, err)
					return
				}
				runtime.GC()
			}
		})
	}
	wg.Wait()
	wantNoLeaks(t, open(t))
}

func BenchmarkLibraryCall(b *testing.B) {
	lib := open(b)
	for b.Loop() {
		if _, err := lib.Call(b.Context(), raw("__leaks")); err != nil {
			b.Fatal(err)
		}
	}
}
