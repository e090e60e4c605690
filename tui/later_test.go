package tui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/reconcile/desk"
	"facetill/flow/till"
	"facetill/tui/page"
)

// Who leaves a page while their word is written down hears what became of it, on whatever
// page, also where it failed.
func TestWordOfAPageThatWasLeft(t *testing.T) {
	disk := errors.New("disk full")
	for name, begin := range map[string]func(err error) (r *rig, wrote tea.Cmd){
		"refund": func(err error) (*rig, tea.Cmd) {
			r, behind := cardOf(t, nil, isBack)
			behind.err = err
			r.press("a", "a", "1", "enter", "enter")
			return r, r.after(time.Second).cmd("enter")
		},
		"settled otherwise": func(err error) (*rig, tea.Cmd) {
			r, behind := cardOf(t, nil, notEnough)
			behind.err = err
			r.press("w", "w", "enter").typed("cash").press("enter", "enter")
			return r, r.after(time.Second).cmd("enter")
		},
		"resolve": func(err error) (*rig, tea.Cmd) {
			r := needing(t)
			r.till.resolveErr = err
			r.press("f2", "m", "m", "1", "1", "enter").typed("seen").press("enter")
			return r, r.after(time.Second).cmd("enter")
		},
		"tender": func(err error) (*rig, tea.Cmd) {
			r := timelineOf(t, 1)
			r.till.tenderErr = err
			r.press("t", "t", "1", "enter", "enter")
			return r, r.after(time.Second).cmd("enter")
		},
		"adopt": func(err error) (*rig, tea.Cmd) {
			var said []string
			r := copied(t, &said, err)
			r.press("enter").typed("old disk broke").press("enter")
			return r, r.after(time.Second).cmd("enter")
		},
		"bill": func(err error) (*rig, tea.Cmd) {
			r, bills := billRows(t, someBills(), nil)
			bills.wordErr = err
			r.press("i", "i", "enter").typed("a lost disk").press("enter", "enter")
			return r, r.after(time.Second).cmd("enter")
		},
		"bill, asked": func(err error) (*rig, tea.Cmd) {
			r, bills := billRows(t, someBills(), nil)
			bills.wordErr, bills.heard = err, desk.Item{Said: "notexist"}
			return r, r.cmd("r")
		},
		"people": func(err error) (*rig, tea.Cmd) {
			r := signedIn(t, lisShift())
			r.till.staffErr = err
			r.do(r.cmd("f9"))
			r.after(time.Second).typed("12*1212")
			return r, r.cmd("enter")
		},
		"end shift": func(err error) (*rig, tea.Cmd) {
			r := locked(t, lisShift())
			pin := "9090"
			if err != nil {
				pin = "1111"
			}
			r.press("m", "m").typed(pin).press("enter")
			return r, r.after(time.Second).cmd("enter")
		},
	} {
		for _, err := range []error{nil, disk} {
			r, wrote := begin(err)
			if w, waits := r.m.Top().(page.Waiting); !waits || !w.Waits() || wrote == nil {
				t.Fatalf("%s: nothing is being written:\n%s", name, r.screen())
			}
			for range 4 {
				r.press("esc")
			}
			r.do(wrote)
			says := "Recorded"
			switch {
			case name == "people" && err == nil:
				says = "Wang is signed in"
			case name == "end shift" && err == nil:
				says = fmt.Sprintf(r.m.Words.EndShiftDone, "Li", "Zhao")
			case name == "adopt" && err == nil:
				says = r.m.Words.AdoptDone
			case name == "end shift":
				says = r.m.Words.Failure(till.ErrPIN)
			case err != nil:
				says = "disk full"
			case name == "bill":
				says = "..100001: " + r.m.Words.BillEntered
			case name == "bill, asked":
				says = "..100001: WeChat: no such order"
			}
			if says == "Recorded" {
				says = "..000042: " + r.m.Words.ClaimDone
				if name == "resolve" {
					says = "..555666: " + r.m.Words.ClaimDone
				} else if name == "tender" {
					says = ".." + aDay[1].OutTradeNo.LastDigits(6) + ": " + r.m.Words.ClaimDone
				}
			}
			r.after(time.Minute).shows(says)
		}
	}
}

// The word of one page is not that of another one of its kind.
func TestWordOfAnotherPage(t *testing.T) {
	r := needing(t)
	r.press("f2", "m", "m", "1", "1", "enter").typed("seen").press("enter")
	wrote := r.after(time.Second).cmd("enter")
	r.press("esc", "m", "m", "1", "1", "enter").typed("not yet")
	now := r.m.Top()
	if r.do(wrote); r.m.Top() != now {
		t.Errorf("it closed:\n%s", r.screen())
	}
}

// A handover that is written down leaves nobody before a lock that takes no key.
func TestHandoverIsNotLeft(t *testing.T) {
	r := locked(t, withEnds())
	r.till.unseen = true
	r.line("12*1212").onto("handover").press("enter")
	wrote := r.after(time.Second).cmd("enter")
	r.press("esc").onto("handover").do(wrote)
	r.onto(page.KindAmount).shows("cashier Wang")
}
