package device

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
)

var merchant = flow.Merchant{AppID: shop.AppID, MchID: shop.MchID}

// A member is recognised on a warm terminal by one call, and pays as who they
// are.
func TestRecognise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{StoreID: shop.StoreID})
		if err := b.Prepare(t.Context(), merchant); err != nil {
			t.Fatal(err)
		}
		b.calls.reset()
		m, err := b.Recognise(t.Context(), merchant)
		if err != nil || m.Nickname == "" || m.OpenID.IsZero() || m.Ticket.IsZero() {
			t.Fatalf("%q, %v", m.Nickname, err)
		}
		b.calls.want(t, "userinfo")
		r := request(100)
		r.OpenID = m.OpenID
		if got := b.Capture(t.Context(), r); got.Kind != flow.CaptureCode || got.OpenID.Reveal() != m.OpenID.Reveal() {
			t.Errorf("the sale of the member ended as %s %s", got.Kind, got.Code)
		}
	})
}

// Whom nobody recognises is no error of the terminal; a terminal that is gone
// is. What the session forgot is mended as for a sale.
func TestRecogniseNobody(t *testing.T) {
	for behaviour, nobody := range map[sim.Behaviour]bool{sim.NotRecognised: true, sim.Cancels: true, sim.Gone: false} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{}, Config{StoreID: shop.StoreID, Lock: claim{&turn{}, "one"}})
			if err := b.term.SetCustomer(behaviour); err != nil {
				t.Fatal(err)
			}
			_, err := b.Recognise(t.Context(), merchant)
			if err == nil || errors.Is(err, ErrNobody) != nobody {
				t.Errorf("behaviour %d: %v", behaviour, err)
			}
			if b.locked {
				t.Error("it kept the camera")
			}
		})
	}
}

// A recognition that is stopped recognised nobody, whatever comes after.
func TestRecogniseStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{Customer: time.Minute, StopAnswer: wire.Success}, Config{StoreID: shop.StoreID})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if m, err := b.Recognise(ctx, merchant); !errors.Is(err, ErrNobody) {
			t.Errorf("%q, %v", m.Nickname, err)
		}
	})
}
