package tui

import (
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/refund"
)

// besideOf is a rig with a press that was stopped by these.
func besideOf(t *testing.T, entries ...refund.Entry) (*rig, *fakeRefunds) {
	r, behind := cardOf(t, nil, isBack)
	behind.err = &flow.RefundStoppedError{OutTradeNo: behind.a.OutTradeNo, Entries: entries}
	behind.a.Version = 9
	behind.a.Refunds = append(slices.Clone(behind.a.Refunds), entries...)
	r.press("p").after(time.Second).typed("2.50").press("enter", "1", "enter", "enter", "enter")
	r.do(r.last)
	return r, behind
}

// seven are the refunds of a sale that was given back in many parts of one amount.
func seven() (list []refund.Entry) {
	for n := 1; n <= 7; n++ {
		list = append(list, part(n, 250, refund.Done, nil))
	}
	return list
}

// A press that may mean a refund which is there shows it. Back is obvious, and one more
// beside it wants its key twice, and names what was shown.
func TestRefundBeside(t *testing.T) {
	r, behind := besideOf(t, onWay)
	r.shows("it may have been given back already", "2.50 ? on its way", "o "+r.m.Words.DoBeside)
	if first := r.m.bindings()[0]; first.Name != "esc" || !first.Next {
		t.Errorf("the key to press next is %q", first.Name)
	}
	behind.err = nil
	r.press("o").shows("o again: give back 2.50 yuan beside these")
	if len(behind.asked) != 1 {
		t.Fatal("one press is enough")
	}
	r.do(r.after(time.Second).cmd("o"))
	if q := behind.asked[len(behind.asked)-1]; len(behind.asked) != 2 || !slices.Equal(q.Press.Beside, []string{onWay.Number}) || q.Press.Version != 9 || q.Press.Fee != 250 {
		t.Fatalf("%+v", behind.asked)
	}
	r.shows("2.50 ? being sent")

	// Where a manager approves it, their PIN is typed anew.
	r, behind = besideOf(t, onWay)
	r.m.Opt.ManagerPIN, behind.err = true, nil
	r.press("o", "o").shows("Manager's PIN")
	r.after(time.Second).typed("2468").press("enter", "enter")
	if len(behind.asked) != 1 {
		t.Fatal("it goes on without one")
	}
	r.do(r.after(time.Second).cmd("enter"))
	if len(behind.asked) != 2 || behind.pins[1] != "2468" || !slices.Equal(behind.asked[1].Press.Beside, []string{onWay.Number}) {
		t.Errorf("%+v, %q", behind.asked, behind.pins)
	}

	r, behind = besideOf(t, onWay)
	r.do(r.cmd("esc"))
	if r.shows("on its way 2.50"); len(behind.asked) != 1 || r.m.Top().Kind() != "refund" {
		t.Error("Esc gives something back")
	}
	r, behind = besideOf(t, begun)
	r.shows("It has no result yet")
	if r.press("o", "o"); len(behind.asked) != 1 {
		t.Error("one without an end is named away")
	}
}

// On the smallest screen not all of them have room. What a person names has all been in
// sight (money rule 4b.2): the key says what comes first, and begins nothing before that.
func TestRefundBesideMany(t *testing.T) {
	list, all := seven(), []string(nil)
	for _, e := range list {
		all = append(all, e.Number)
	}
	for _, key := range []string{"down", "pgdown"} {
		r, behind := besideOf(t, list...)
		behind.err = nil
		r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
		r.shows("1 to 3 of 7")
		r.press("o", "o").shows("Look at all 7 of them first")
		if r.m.Armed() == "beside" || len(behind.asked) != 1 {
			t.Fatalf("%s: what nobody has seen is named", key)
		}
		for range len(list) {
			r.press(key)
		}
		r.tick(10 * time.Second).shows("5 to 7 of 7")
		r.press("o").shows("o again: give back 2.50 yuan")
		r.do(r.after(time.Second).cmd("o"))
		if len(behind.asked) != 2 || !slices.Equal(behind.asked[1].Press.Beside, all) {
			t.Fatalf("%s: %+v", key, behind.asked)
		}
	}
	// A screen too small for a page has shown nothing, however often a key is pressed there.
	r, behind := besideOf(t, list...)
	r.send(tea.WindowSizeMsg{Width: 30, Height: 8})
	if r.press("down", "down", "down", "down", "down", "down", "o", "o"); len(behind.asked) != 1 {
		t.Fatal("nothing was shown, and all is named")
	}
}

// The word that a customer got a refused refund in another way is stopped by what may have
// given them that money already, and goes on as a press does: two presses that name what
// was shown, with the PIN typed anew where one is wanted (money rule 4b.6).
func TestRefundWordBeside(t *testing.T) {
	onWay := onWay
	onWay.Fee = notEnough.Fee
	for _, pin := range []bool{false, true} {
		r, behind := cardOf(t, func(o *Options) { o.ManagerPIN = pin }, onWay, notEnough)
		behind.err = &flow.RefundStoppedError{OutTradeNo: behind.a.OutTradeNo, Entries: []refund.Entry{onWay}}
		behind.a.Version = 9
		r.press("w", "w").after(time.Second).press("enter").typed("in cash").press("enter")
		if pin {
			r.typed("2468").press("enter")
		}
		r.press("enter")
		r.do(r.after(time.Second).cmd("enter"))
		r.shows("it may have been given back already", "2.00 ? on its way", "o "+r.m.Words.DoBeside)
		behind.err = nil
		r.press("o").shows("o again: record 2.00 yuan in another way, beside these")
		if len(behind.words) != 1 {
			t.Fatal("one press is enough")
		}
		if pin {
			r.after(time.Second).press("o").typed("1357").press("enter", "enter")
			r.do(r.after(time.Second).cmd("enter"))
		} else {
			r.do(r.after(time.Second).cmd("o"))
		}
		if len(behind.words) != 2 {
			t.Fatalf("%+v", behind.words)
		}
		first, w := behind.words[0], behind.words[1]
		named := slices.Equal(w.Beside, []string{onWay.Number}) && w.Version == 9 && w.Number == notEnough.Number && w.By == "7" && w.Reason == "in cash"
		if !named || len(first.Beside) > 0 || first.Version != 7 || pin && behind.pins[1] != "1357" {
			t.Errorf("%+v, %v", behind.words, behind.pins)
		}
		if r.m.Top().Kind() != "refund" {
			t.Errorf("the page is %q", r.m.Top().Kind())
		}
	}
	r, behind := cardOf(t, nil, begun, notEnough)
	behind.err = &flow.RefundStoppedError{OutTradeNo: behind.a.OutTradeNo, Entries: []refund.Entry{begun}}
	r.press("w", "w").after(time.Second).press("enter").typed("in cash").press("enter", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	r.shows("It has no result yet")
	if r.press("o", "o"); len(behind.words) != 1 {
		t.Error("one without an end is named away")
	}
}
