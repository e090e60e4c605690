package bridge

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

const token = "TESTTOKEN"

func serve(t *testing.T, c wire.Caller, o Options) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(Handler(c, token, o))
	t.Cleanup(srv.Close)
	return srv
}

func TestConformance(t *testing.T) {
	callertest.Run(t, func(t *testing.T, term *sim.Terminal) wire.Caller {
		return NewClient(serve(t, term, Options{}).URL, token, nil)
	})
}

// callFunc is a caller made of a function.
type callFunc func(ctx context.Context, req []byte) ([]byte, error)

func (f callFunc) Call(ctx context.Context, req []byte) ([]byte, error) { return f(ctx, req) }

func TestErrorsArriveAsTheyWere(t *testing.T) {
	cause := errors.New("exit status 2")
	for _, sent := range []*wire.CallError{
		{Kind: wire.KindReturned, RC: -2147483648},
		{Kind: wire.KindReturned, RC: 7, Err: cause},
		{Kind: wire.KindBusy},
		{Kind: wire.KindNotRunning, Err: cause},
		{Kind: wire.KindCrashed, Err: cause},
		{Kind: wire.KindTimeout, Err: cause},
		{Kind: wire.KindBadAnswer, Err: cause},
	} {
		c := NewClient(serve(t, callFunc(func(context.Context, []byte) ([]byte, error) { return nil, sent }), Options{}).URL, token, nil)
		_, err := c.Call(t.Context(), callertest.Encode(t, wire.Init{}))
		got, ok := errors.AsType[*wire.CallError](err)
		if !ok || got.Kind != sent.Kind || got.RC != sent.RC || got.Cmd != wire.CmdInit {
			t.Errorf("sent %v, got %v", sent, err)
			continue
		}
		if sent.Err != nil && !strings.Contains(err.Error(), cause.Error()) {
			t.Errorf("the cause of %v was lost: %v", sent, err)
		}
	}
}

// TestOtherBridges: a companion that knows the statuses alone is understood.
func TestOtherBridges(t *testing.T) {
	for _, tt := range []struct {
		status int
		rc     string
		want   wire.Kind
	}{
		{502, "-5", wire.KindReturned},
		{502, "x", wire.KindBadAnswer},
		{502, "", wire.KindCrashed},
		{409, "", wire.KindBusy},
		{503, "", wire.KindNotRunning},
		{403, "", wire.KindRefused},
		{401, "", wire.KindRefused},
		{404, "", wire.KindRefused},
		{302, "", wire.KindRefused},
		{504, "", wire.KindTimeout},
		{500, "", wire.KindBadAnswer},
	} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if tt.rc != "" {
				w.Header().Set("X-Face-Rc", tt.rc)
			}
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, "\x1b[2Jit was asked with AUTHINFO0AUTHINFO0AUTHINFO and failed\n")
		}))
		c, err := NewRemote(Remote{URL: srv.URL, Token: token})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Call(t.Context(), callertest.Encode(t, wire.Init{}))
		if wire.KindOf(err) != tt.want {
			t.Errorf("HTTP %d, rc %q: got %v, want %s", tt.status, tt.rc, err, tt.want)
		}
		if text := err.Error(); strings.Contains(text, "AUTHINFO0") || strings.ContainsAny(text, "\x1b\n") {
			t.Errorf("HTTP %d: the error shows %q", tt.status, text)
		}
		srv.Close()
	}
}

func TestGuard(t *testing.T) {
	never := callFunc(func(context.Context, []byte) ([]byte, error) {
		t.Error("the call went through")
		return nil, nil
	})
	for _, tt := range []struct {
		name, auth, host string
		want             int
	}{
		{"no token", "", "127.0.0.1:1", 401},
		{"wrong token", "Bearer TESTTOKEM", "127.0.0.1:1", 401},
		{"another scheme", "Basic x", "localhost", 401},
		{"a name that resolves to us", "Bearer " + token, "evil.example:80", 403},
		{"another machine", "Bearer " + token, "192.168.1.5", 403},
	} {
		r := httptest.NewRequest("POST", "/v1/call", strings.NewReader(`{"cmd":"initWxpayface"}`))
		r.Host = tt.host
		r.Header.Set("Authorization", tt.auth)
		w := httptest.NewRecorder()
		Handler(never, token, Options{}).ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%s: HTTP %d, want %d", tt.name, w.Code, tt.want)
		}
	}
}

func TestGuardLetsOurNamesThrough(t *testing.T) {
	h := Handler(sim.New(sim.Options{}), token, Options{Hosts: []string{"till-3.shop", "192.168.1.5"}})
	for _, host := range []string{"localhost", "127.0.0.1:9", "[::1]:9", "127.8.0.1", "till-3.shop:9", "TILL-3.shop", "192.168.1.5:9"} {
		r := httptest.NewRequest("GET", "/v1/health", nil)
		r.Host = host
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("host %s: HTTP %d", host, w.Code)
		}
	}
}

func TestBadRequests(t *testing.T) {
	h := Handler(sim.New(sim.Options{}), token, Options{})
	for body, want := range map[string]int{
		"":                               400,
		"{":                              400,
		`{"version":"1"}`:                400,
		strings.Repeat("x", 64<<10+1):    413,
		`{"cmd":"makeCoffee"}`:           200, // the terminal's to judge
		`{"cmd":"initWxpayface"}` + "\n": 200,
	} {
		r := httptest.NewRequest("POST", "http://localhost/v1/call", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%.30q: HTTP %d, want %d", body, w.Code, want)
		}
	}
}

func TestSlot(t *testing.T) {
	var l Slot
	leave, ok := l.Enter(wire.CmdCode)
	if !ok || !l.Busy() {
		t.Fatal("the free slot was refused")
	}
	for _, cmd := range []wire.Command{wire.CmdCode, wire.CmdInit, wire.CmdUpdate, wire.CmdRelease} {
		if _, ok := l.Enter(cmd); ok {
			t.Errorf("%s ran beside a capture", cmd)
		}
	}
	leaveStop, ok := l.Enter(wire.CmdStop)
	if !ok {
		t.Fatal("stop was refused beside a capture")
	}
	if _, ok := l.Enter(wire.CmdStop); ok {
		t.Error("two stops ran at once")
	}
	leave() // the capture may end before its stop does
	if _, ok := l.Enter(wire.CmdStop); !ok {
		t.Error("a stop was refused on a free slot")
	} else {
		l.running = ""
	}
	leaveStop()
	if l.Busy() {
		t.Error("the slot is not free again")
	}
	leave, _ = l.Enter(wire.CmdInit)
	if _, ok := l.Enter(wire.CmdStop); ok {
		t.Error("stop ran beside init")
	}
	leave()
}

func TestHealth(t *testing.T) {
	begun, end := make(chan bool), make(chan bool)
	srv := serve(t, callFunc(func(context.Context, []byte) ([]byte, error) {
		begun <- true
		<-end
		return []byte(`{"return_code":"SUCCESS"}`), nil
	}), Options{SDK: "sim", Version: "1.26"})
	c := NewClient(srv.URL, token, nil)
	done := make(chan error)
	go func() {
		_, err := c.Call(context.Background(), callertest.Encode(t, wire.Init{}))
		done <- err
	}()
	<-begun
	if h, err := c.Health(t.Context()); err != nil || h != (Health{"sim", "1.26", true}) {
		t.Errorf("during a call: %+v, %v", h, err)
	}
	end <- true
	if err := <-done; err != nil {
		t.Error(err)
	}
	if h, err := c.Health(t.Context()); err != nil || h.Busy {
		t.Errorf("after it: %+v, %v", h, err)
	}
	if _, err := NewClient(srv.URL, "other", nil).Health(t.Context()); wire.KindOf(err) != wire.KindRefused {
		t.Errorf("with a wrong token: %v", err)
	}
}

func TestNobodyThere(t *testing.T) {
	// A port that was free a moment ago may be another test's by now.
	_, err := NewClient("http://127.0.0.1:1", token, nil).Call(t.Context(), callertest.Encode(t, wire.Init{}))
	if wire.KindOf(err) != wire.KindNotRunning {
		t.Errorf("got %v", err)
	}
	if err != nil && strings.Contains(err.Error(), token) {
		t.Error("the error shows the token")
	}
}

func TestConnectionLostDuringTheCall(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		panic(http.ErrAbortHandler)
	}))
	defer srv.Close()
	_, err := NewClient(srv.URL, token, nil).Call(t.Context(), callertest.Encode(t, wire.Init{}))
	if wire.KindOf(err) != wire.KindCrashed {
		t.Errorf("got %v", err)
	}
}
