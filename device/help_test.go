package device

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
)

var shop = wire.Merchant{AppID: "wxapp", MchID: "1230000109", StoreID: "S1"}

// realClock is the real time, virtual inside synctest.
type realClock struct{}

var start = time.Now()

func (realClock) Now() clock.Instant {
	return clock.Instant{Wall: time.Now(), Mono: time.Since(start)}
}

func (realClock) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-wake:
	}
}

// recorder notes the commands that go by and may answer in the terminal's place.
type recorder struct {
	caller wire.Caller
	mu     sync.Mutex
	cmds   []wire.Command
	// instead, when set, may give another answer or error; nil, nil passes on.
	instead func(cmd wire.Command, nth int) ([]byte, error)
}

func (r *recorder) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, err := wire.CommandOf(req)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	nth := 1
	for _, c := range r.cmds {
		if c == cmd {
			nth++
		}
	}
	r.cmds = append(r.cmds, cmd)
	r.mu.Unlock()
	if r.instead != nil {
		if resp, err := r.instead(cmd, nth); resp != nil || err != nil {
			return resp, err
		}
	}
	return r.caller.Call(ctx, req)
}

func (r *recorder) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cmds = nil
}

// short names make a list of commands readable.
var short = map[wire.Command]string{wire.CmdInit: "init", wire.CmdRawdata: "rawdata", wire.CmdCode: "code",
	wire.CmdUpdate: "update", wire.CmdStop: "stop", wire.CmdRelease: "release", wire.CmdUserInfo: "userinfo"}

func (r *recorder) want(t *testing.T, cmds string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	var got []string
	for _, c := range r.cmds {
		got = append(got, short[c])
	}
	if s := strings.Join(got, " "); s != cmds {
		t.Errorf("the terminal got %q, want %q", s, cmds)
	}
}

// authority returns authinfos that differ, and counts.
type authority struct {
	mu    sync.Mutex
	asked int
	life  time.Duration
	err   error
	raws  []secret.Secret
	last  flow.AuthInfoRequest
	wait  chan bool // when set, an answer needs a receive from it
}

func (a *authority) AuthInfo(_ context.Context, r flow.AuthInfoRequest) (flow.AuthInfo, error) {
	if a.wait != nil {
		<-a.wait
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked++
	a.raws = append(a.raws, r.RawData)
	a.last = r
	if a.err != nil {
		return flow.AuthInfo{}, a.err
	}
	return flow.AuthInfo{AuthInfo: secret.New(fmt.Sprintf("SECRET-AUTHINFO-%d", a.asked)), Life: a.life}, nil
}

func (a *authority) set(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.err = err
}

// bench is a device with its terminal and what watches them.
type bench struct {
	*Device
	term  *sim.Terminal
	calls *recorder
	auth  *authority
}

func newBench(t *testing.T, o sim.Options, cfg Config) *bench {
	t.Helper()
	cfg.StoreID = cmp.Or(cfg.StoreID, shop.StoreID)
	b := &bench{term: sim.New(o), auth: &authority{life: time.Hour}}
	b.calls = &recorder{caller: b.term}
	d, err := New(b.calls, b.auth, realClock{}, cfg)
	if err != nil {
		t.Fatal(err)
	}
	b.Device = d
	return b
}

// mustCapture takes a face as the flow does, beside whatever else runs.
func (b *bench) mustCapture(t *testing.T) {
	t.Helper()
	if got := b.Capture(t.Context(), request(100)); got.Kind != flow.CaptureCode {
		t.Fatalf("got %+v", got)
	}
}

var errNetwork = errors.New("no network")

// distinct reports whether no two of the secrets are equal.
func distinct(s []secret.Secret) bool {
	texts := map[string]bool{}
	for _, one := range s {
		texts[one.Reveal()] = true
	}
	return len(texts) == len(s)
}
