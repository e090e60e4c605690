package tui

import (
	"context"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
)

// A sale from its amount to PAID and its fact, in a time of its own: the Till's calls
// stand still where they would block.
func TestVirtualSale(t *testing.T) {
	till := &virtualTill{fakeTill: &fakeTill{}}
	v := NewVirtual(Options{Till: till, Out: nil, Language: "en", Theme: "mono", FaceEnabled: true, Width: 80, Height: 24}, noon)
	defer v.Close()
	till.v = v
	for _, k := range []string{"1", "2", ".", "8", "0", "enter"} {
		v.Run(v.Now().Add(200 * time.Millisecond))
		v.Send(key(k))
	}
	if v.Page() != "sale" || till.fee != 1280 {
		t.Fatalf("on page %s with %d", v.Page(), till.fee)
	}
	v.Run(v.Now().Add(3 * time.Second))
	if v.Page() != "result" {
		t.Fatalf("on page %s", v.Page())
	}
	v.View()
	v.Run(v.Now().Add(time.Hour))
	if len(till.shown) != 1 || v.Now().Sub(noon) < time.Hour {
		t.Errorf("shown %d times at %v", len(till.shown), v.Now())
	}
	v.Send(tea.KeyMsg{Type: tea.KeyCtrlC})
	v.Run(v.Now().Add(time.Second))
	v.Send(tea.KeyMsg{Type: tea.KeyCtrlC})
	if !v.Left() {
		t.Error("it was not left")
	}
}

// virtualTill admits after a second, and is paid another one later.
type virtualTill struct {
	*fakeTill
	v   *Virtual
	fee flow.Fen
	a   flow.Attempt
}

func (f *virtualTill) Pending(ctx context.Context) ([]flow.Attempt, error) { return nil, nil }

func (f *virtualTill) Begin(_ context.Context, r flow.SaleRequest, watch flow.Observer) (till.Sale, error) {
	f.fee = r.TotalFee
	f.v.Sleep(time.Second)
	f.a = flow.Attempt{State: flow.Opened, Version: 1, Order: flow.Order{OutTradeNo: "26112512300000000000000000000001", TotalFee: r.TotalFee, Method: r.Method}}
	watch.Observe(flow.Update{Attempt: f.a})
	return &virtualSale{&fakeRun{a: f.a}, f}, nil
}

type virtualSale struct {
	*fakeRun
	till *virtualTill
}

func (s *virtualSale) Run(context.Context) (flow.Attempt, error) {
	s.till.v.Sleep(time.Second)
	s.a.State, s.a.Version, s.a.Live.Mine = flow.Paid, 2, true
	return s.a, nil
}
