package callertest

import (
	"context"
	"testing"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow/secret"
)

// Dial returns a caller that reaches term.
type Dial func(t *testing.T, term *sim.Terminal) wire.Caller

// Run runs the cases that every way can show. Nothing in it waits for real time
// to pass.
func Run(t *testing.T, dial Dial) {
	for _, c := range cases {
		if c.run != nil {
			t.Run(c.name, func(t *testing.T) { c.run(t, dial) })
		}
	}
}

// Shop and AuthInfo are what the suite's requests carry.
var Shop = wire.Merchant{AppID: "wxapp", MchID: "1230000109", StoreID: "S1"}

// AuthInfo stands for WeChat's.
var AuthInfo = secret.New("AUTHINFO")

// Code is a capture of fen under number no.
func Code(fen int64, no string) wire.Code {
	return wire.Code{Merchant: Shop, AuthInfo: AuthInfo, OutTradeNo: no, TotalFee: fen,
		FaceCodeType: wire.FaceCodeMicropay, FaceAuthType: wire.AuthFacepay}
}

// Stop is the stop that belongs to Code.
var Stop = wire.Stop{AppID: Shop.AppID, MchID: Shop.MchID, AuthInfo: AuthInfo}

// Encode builds a request with a fixed time.
func Encode(t testing.TB, r wire.Request) []byte {
	t.Helper()
	sdk := wire.SDK{}
	if sdk.Check(wire.CommandFor(r)) != nil {
		sdk.Dialect = wire.Android // which alone knows it
	}
	req, err := wire.Encode(r, sdk, time.Unix(1_800_000_000, 0))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// Do calls and reads the answer.
func Do(ctx context.Context, t testing.TB, c wire.Caller, r wire.Request) (wire.Answer, error) {
	t.Helper()
	resp, err := c.Call(ctx, Encode(t, r))
	if err != nil {
		return wire.Answer{}, err
	}
	return wire.ReadAnswer(wire.CommandFor(r), resp)
}

// Want calls and fails the test unless the return_code is code.
func Want(t testing.TB, c wire.Caller, r wire.Request, code string) wire.Answer {
	t.Helper()
	a, err := Do(t.Context(), t, c, r)
	if err != nil || a.ReturnCode != code {
		t.Fatalf("%s: got %v %v, want %s", wire.CommandFor(r), a, err, code)
	}
	return a
}

// begin starts a capture of a customer who walks away and returns when the
// terminal shows its screen.
func begin(t *testing.T, c wire.Caller, term *sim.Terminal) <-chan result {
	t.Helper()
	got := make(chan result, 1)
	req := Encode(t, Code(90003, "20000001"))
	go func() {
		resp, err := c.Call(t.Context(), req)
		got <- result{resp, err}
	}()
	WaitFor(t, term, sim.Capturing)
	return got
}

type result struct {
	resp []byte
	err  error
}

// WaitFor returns when the terminal has reached a state that it is bound to
// reach; should it not, the test binary's own time limit ends the test.
func WaitFor(t testing.TB, term *sim.Terminal, s sim.State) {
	t.Helper()
	for term.State(time.Now()) != s {
		if t.Context().Err() != nil {
			t.Fatalf("the terminal never became %s", s)
		}
		time.Sleep(time.Millisecond)
	}
}
