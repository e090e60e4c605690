package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/tui/page"
)

// timelineOf is a rig with the facts of the sale of a row of the history in hand.
func timelineOf(t *testing.T, row int) *rig {
	r := withHistory(t)
	for range row {
		r.press("down")
	}
	r.press("enter")
	r.send(page.TimelineMsg{No: aDay[row].OutTradeNo, Events: []flow.Event{{N: 1, At: noon, Fact: flow.OrderOpened{}, State: flow.Opened}}})
	return r
}

// How else a customer paid is a person's word: the way, a note, a name, and Enter twice.
func TestTender(t *testing.T) {
	r := timelineOf(t, 1)
	r.press("t").shows("t again")
	r.press("t").shows("How did the customer pay?", "1 cash", "2 card", "3 other")
	r.press("2").shows("card", "Note of ours")
	r.after(time.Second).typed("slip 17").press("enter").shows("Name: 7_")
	r.press("enter").shows("Enter again: record it")
	if len(r.till.tenders) > 0 {
		t.Fatal("one Enter is enough")
	}
	r.do(r.after(time.Second).cmd("enter"))
	if want := (flow.TenderTaken{As: "card", Note: "slip 17", By: "7"}); !slices.Equal(r.till.tenders, []flow.TenderTaken{want}) {
		t.Fatalf("%+v", r.till.tenders)
	}
	if r.shows(r.m.Words.ClaimDone); r.m.At() != "timeline" {
		t.Errorf("on %s", r.m.At())
	}
}

// What could not be written stays on the page, and is said.
func TestTenderFails(t *testing.T) {
	r := timelineOf(t, 1)
	r.till.tenderErr = errors.New("disk full")
	r.press("t", "t", "1", "enter", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	if r.shows("disk full"); r.m.At() != "tender" {
		t.Errorf("on %s", r.m.At())
	}
}

// A sale that is paid, or a copy's, has no such key.
func TestTenderIsForWhatEndedUnpaid(t *testing.T) {
	for row, want := range []bool{false, true, true} {
		r := timelineOf(t, row)
		if is := r.m.keyboard.Binding("t").Do != nil; is != want {
			t.Errorf("%s: %t", aDay[row].State, is)
		}
		r.m.Opt.Copy = &Copy{}
		if r.m.keyboard.Binding("t").Do != nil {
			t.Errorf("%s, a copy's", aDay[row].State)
		}
	}
}

// The facts of a sale say how else it was paid.
func TestTimelineHasTender(t *testing.T) {
	r := timelineOf(t, 1)
	a := aDay[1]
	a.Version, a.TenderAs, a.TenderBy = 9, "cash", "Wang"
	r.send(page.ListsMsg{Recent: []flow.Attempt{a}, Pending: []flow.Attempt{{State: flow.Reversing}}})
	if !strings.Contains(r.screen(), "paid in another way, by Wang: cash") {
		t.Errorf("%s", r.screen())
	}
}
