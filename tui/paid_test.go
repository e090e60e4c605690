package tui

import (
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/settle"
)

// PAID counts as shown a second after the second whole write that began after it was drawn
// (money rule 5.3), although nothing on the screen changes meanwhile.
func TestToldWantsTwoWholeWrites(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{1280: pays()}}, func(p *program) {
		p.keys("1", "2", ".", "8", "enter")
		for !strings.Contains(p.out.String(), English().Paid) {
			p.wait(time.Millisecond)
		}
		p.out.mu.Lock()
		first := len(p.out.writes)
		p.out.mu.Unlock()
		for len(p.till.seen().shown) == 0 {
			p.wait(time.Millisecond)
		}
		p.out.mu.Lock()
		defer p.out.mu.Unlock()
		if n := len(p.out.writes) - first; n < 1 {
			t.Fatalf("shown after %d writes more", n)
		}
		if took := time.Since(p.out.writes[first]); took < shownAfter || took > shownAfter+200*time.Millisecond {
			t.Errorf("shown %v after the second write", took)
		}
	})
}

// What did not reach the terminal was shown to nobody: nothing is written down. A terminal that
// comes back has the whole page drawn anew.
func TestHalfAWriteIsNotTold(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{1280: pays()}}, func(p *program) {
		p.keys("1", "2", ".", "8", "enter")
		p.wait(3500 * time.Millisecond)
		p.out.breaks(true)
		p.wait(20 * time.Second)
		if n := len(p.till.seen().shown); n != 0 {
			t.Fatal("shown on a terminal that is gone")
		}
		p.out.breaks(false)
		p.wait(3 * time.Second)
		if n := len(p.till.seen().shown); n != 1 {
			t.Errorf("shown %d times on a terminal that is back", n)
		}
		if last := p.out.String(); !strings.Contains(last[strings.LastIndex(last, "\x1b[2J"):], English().Paid) {
			t.Error("PAID was not drawn anew")
		}
	})
}

// PAID is left by nothing before it was shown for its second (money rule 5.3): by no key
// and no click, and by no page that somebody wants to see, whoever asks for it.
func TestPaidIsLeftByNothingBeforeItWasShown(t *testing.T) {
	unclaimed := flow.Attempt{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}
	paid := func() *rig {
		r, run := selling(t)
		r.becomes(run, flow.Submitting, nil)
		r.over(run, flow.Paid, nil)
		r.send(page.ListsMsg{Pending: []flow.Attempt{unclaimed, old(flow.Reversing)}})
		r.after(2 * time.Second) // out of every grace, on a terminal that has taken no frame
		return r
	}
	ways := map[string]func(*rig){
		"5":         func(r *rig) { r.press("5") },
		"claims":    func(r *rig) { settle.OpenClaims(r.m.Context) },
		"a panel":   func(r *rig) { r.m.Show(&settle.Open{}) },
		"a receipt": func(r *rig) { r.m.Show(history.NewSlip(flow.Attempt{}, false)) },
		"a click":   func(r *rig) { r.click("unsettled") },
	}
	for _, b := range paid().m.bindings() {
		if b.Name != "" {
			ways[b.Name] = func(r *rig) { r.press(b.Name) }
		}
	}
	if len(ways) < 9 {
		t.Fatalf("%d ways: the page offers nothing", len(ways))
	}
	for name, take := range ways {
		r := paid()
		take(r)
		if r.m.At() != page.KindResult || r.m.OnPanel() {
			t.Errorf("%s leaves PAID for %s", name, r.m.At())
		}
	}
}

// The answer about a sale before, whose fact took its time, ends nothing for the one in
// hand: both are written down.
func TestShownOfTheSaleBeforeComesLate(t *testing.T) {
	r, first := selling(t)
	r.over(first, flow.Paid, nil)
	r.screen()
	r.tick(1500 * time.Millisecond)
	if !r.m.Shown.Asked {
		t.Fatal("the first is not written down")
	}
	r.press("enter").on(page.KindAmount)
	r.typed("5").press("enter")
	second := r.admit()
	r.over(second, flow.Paid, nil)
	r.screen()
	r.send(page.ShownMsg{No: first.a.OutTradeNo})
	if r.tick(1500 * time.Millisecond); !r.m.Shown.Waiting() || !r.m.Shown.Asked {
		t.Errorf("of the second nothing is written down: %+v", r.m.Shown)
	}
	r.send(page.ShownMsg{No: second.a.OutTradeNo})
	if r.m.Shown.Waiting() {
		t.Error("the second is waited for although it is written down")
	}
}
