package flow_test

import (
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// Money rule 5.9 in the loop: with a copy nothing is asked, reversed, claimed or
// begun, and what it has can be read. Adopted, it is driven as after a takeover.
func TestCopyDrivesNothing(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{Ref: "0001"})
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	s.disk.Copy = true
	s.pass(20 * time.Second)
	before := s.sent()
	p := s.boot()
	p.recover(10 * time.Minute)
	if got := s.sent(); got != before {
		t.Errorf("a copy sent %q after %q", got, before)
	}
	if a := p.only(); a.State != flow.Submitting && a.State != flow.Confirming {
		t.Errorf("a copy came to %s", a.State)
	}
	if _, err := p.Settle(t.Context(), p.only().OutTradeNo, true, "Li", "she has them"); !errors.Is(err, flow.ErrCopy) {
		t.Errorf("claimed with a copy: %v", err)
	}
	if _, err := p.Begin(t.Context(), flow.SaleRequest{TotalFee: 777, Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}, nil); !errors.Is(err, flow.ErrCopy) {
		t.Errorf("sold with a copy: %v", err)
	}
	s.disk.Adopt()
	p.recover(time.Minute)
	if a := p.only(); a.State != flow.Paid || !a.Open() {
		t.Errorf("adopted, it is %s, open %t: want a charge that waits for a person", a.State, a.Open())
	}
}
