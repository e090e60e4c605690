package device

import (
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
)

// sale takes a face and tells how the payment ended.
func (b *bench) sale(t *testing.T, no string, paid bool) {
	t.Helper()
	o := aSale(100)
	o.OutTradeNo = no
	f, err := b.take(t.Context(), o)
	if err != nil || f.answer.FaceCode.IsZero() {
		t.Fatal(f, err)
	}
	if err := b.Tell(t.Context(), flow.OutTradeNo(no), paid); err != nil {
		t.Fatal(err)
	}
}

func TestPageAfterAPayment(t *testing.T) {
	old, err := wire.ParseVersion("2.12")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		cfg  Config
		paid bool
		sale string // of the first sale
		next string // of the next capture
	}{
		{"windows, paid", Config{}, true, "code update", "code"},
		{"windows, not paid", Config{}, false, "code update", "release init code"},
		{"windows, not paid, page kept", Config{KeepPage: true}, false, "code update", "code code"},
		{"android, not paid", Config{SDK: wire.SDK{Dialect: wire.Android, Version: old}}, false, "code update", "code code release init code"},
		{"aggregated, paid", Config{Aggregated: true}, true, "code update release", "init code"},
		{"aggregated, not paid", Config{Aggregated: true}, false, "code update release", "init code"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, sim.Options{}, tt.cfg)
				if err := b.Device.term.open(t.Context()); err != nil {
					t.Fatal(err)
				}
				if _, err := b.authInfo(t.Context(), shop); err != nil {
					t.Fatal(err)
				}
				b.calls.reset()
				b.sale(t, "2000000000000001", tt.paid)
				b.calls.want(t, tt.sale)
				b.calls.reset()
				if _, err := b.take(t.Context(), aSale(100)); err != nil {
					t.Fatal(err)
				}
				// Where the page is left to itself the simulated terminal, which
				// is a Windows one, is still busy with it.
				b.calls.want(t, tt.next)
			})
		})
	}
}

func TestTellIsForTheLastCaptureOnce(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.sale(t, "2000000000000001", true)
	b.calls.reset()
	for _, no := range []string{"2000000000000001", "2000000000000002"} {
		if err := b.Tell(t.Context(), flow.OutTradeNo(no), true); err != nil {
			t.Fatal(err)
		}
	}
	b.calls.want(t, "")
}

// TestS18_ResultNeverReachesTheNextCustomersPage: the result of one sale comes while
// the next face is being taken.
func TestS18_ResultNeverReachesTheNextCustomersPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{Customer: time.Second}, Config{})
		first, second := aSale(100), aSale(100)
		first.OutTradeNo, second.OutTradeNo = "2000000000000001", "2000000000000002"
		if _, err := b.take(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		told := make(chan error)
		taken := make(chan error)
		leave, err := b.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			_, err := b.take(t.Context(), second)
			leave()
			taken <- err
		}()
		synctest.Wait()
		go func() { told <- b.Tell(t.Context(), flow.OutTradeNo(first.OutTradeNo), true) }()
		if err := <-taken; err != nil {
			t.Fatal(err)
		}
		if err := <-told; err != nil {
			t.Fatal(err)
		}
		if s := b.term.State(time.Now()); s != sim.Waiting {
			t.Errorf("the second customer's page is %s, want it untouched", s)
		}
	})
}

func TestWithdrawnUpdateIsNotSent(t *testing.T) {
	v, err := wire.ParseVersion("2.13")
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, sim.Options{}, Config{SDK: wire.SDK{Dialect: wire.Android, Version: v}})
	b.calls.reset()
	b.sale(t, "2000000000000001", true)
	b.calls.want(t, "release init rawdata code")
	if b.Device.term.page {
		t.Error("the page is believed to be open")
	}
}

func TestTellFailsAloud(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
		if cmd == wire.CmdUpdate {
			return []byte(`{"return_code":"SYSTEMERROR"}`), nil
		}
		return nil, nil
	}
	o := aSale(100)
	if _, err := b.take(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if err := b.Tell(t.Context(), flow.OutTradeNo(o.OutTradeNo), true); err == nil {
		t.Error("a refused result was taken as told")
	}
	if !b.Device.term.page {
		t.Error("the page is believed to be closed")
	}
}
