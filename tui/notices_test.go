package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/text"
)

// aging is a till with a reversal whose request was decided at noon.
func aging(t *testing.T, language string, s flow.State) *rig {
	r := newRig(t, func(o *Options) { o.Language = language })
	r.send(page.ListsMsg{Pending: []flow.Attempt{{State: s, IntentAt: noon, DecidedAt: noon.Add(45 * time.Second), Code: "SYSTEMERROR",
		Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100, OpenedAt: noon, Method: flow.MethodFace}}}})
	return r
}

// joined is the screen as one line, so that a sentence that was wrapped is found.
// Chinese is wrapped without blanks.
func (r *rig) joined() string {
	words := strings.Fields(r.screen())
	return strings.Join(words, " ") + "\n" + strings.Join(words, "")
}

// A reversal that takes longer than two minutes, and one that takes longer than
// thirty, is said where a cashier looks, with what to do (money rule 4.1).
func TestNoticesOfAReversal(t *testing.T) {
	for _, language := range text.Languages() {
		for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 12}} {
			for _, c := range []struct {
				age        time.Duration
				slow, late bool
			}{{110 * time.Second, false, false}, {125 * time.Second, true, false}, {29 * time.Minute, true, false}, {31 * time.Minute, false, true}} {
				r := aging(t, language, flow.Reversing)
				r.send(size)
				r.after(c.age).send(page.ListsMsg{Pending: r.m.Pending})
				for _, at := range []string{"amount", "open"} {
					slow, late := r.m.Words.SlowSay, r.m.Words.LateSay
					if at == "amount" {
						slow, late = fmt.Sprintf(r.m.Words.SlowCount, 1), fmt.Sprintf(r.m.Words.LateCount, 1)
					} else {
						r.press("f2").onPanel()
					}
					bare := strings.NewReplacer(" ", "").Replace
					seen := bare(r.joined())
					if strings.Contains(seen, bare(slow)) != c.slow || strings.Contains(seen, bare(late)) != c.late {
						t.Errorf("%s, %dx%d, %s after %v:\n%s", language, size.Width, size.Height, at, c.age, r.screen())
					}
				}
			}
		}
	}
}

// Money of which nobody knows that it was charged does not come back by itself.
func TestNoticeOfWhatWasNeverCharged(t *testing.T) {
	for _, language := range text.Languages() {
		r := aging(t, language, flow.NeedsPerson)
		r.m.Pending[0].Expired = true
		r.after(3 * time.Minute).send(page.ListsMsg{Pending: r.m.Pending})
		bare := strings.NewReplacer(" ", "").Replace
		if seen := bare(r.joined()); strings.Contains(seen, bare(fmt.Sprintf(r.m.Words.SlowCount, 1))) {
			t.Errorf("%s:\n%s", language, r.screen())
		}
		r.press("f2").onPanel()
		if seen := bare(r.joined()); strings.Contains(seen, bare(r.m.Words.SlowSay)) || !strings.Contains(seen, bare(r.m.Words.SlowUnknown)) {
			t.Errorf("%s:\n%s", language, r.screen())
		}
	}
}

// The page of the sale that is still in hand says it, too: its customer stands there.
func TestNoticeOnTheResult(t *testing.T) {
	r, run := selling(t)
	r.tick(time.Second)
	r.becomes(run, flow.Submitting, func(a *flow.Attempt) { a.IntentAt = r.now })
	r.over(run, flow.Reversing, func(a *flow.Attempt) { a.DecidedAt = r.now })
	r.on(page.KindResult)
	r.shows(r.m.Words.Checking)
	r.after(3 * time.Minute).send(page.ListsMsg{Pending: []flow.Attempt{run.a}})
	if !strings.Contains(r.joined(), r.m.Words.SlowSay) {
		t.Errorf("after three minutes:\n%s", r.screen())
	}
	r.after(30 * time.Minute).send(page.ListsMsg{Pending: []flow.Attempt{run.a}})
	if !strings.Contains(r.joined(), r.m.Words.LateSay) {
		t.Errorf("after half an hour:\n%s", r.screen())
	}
}

// WeChat's clock counts, not ours: it is known of what this till drives.
func TestNoticesGoByWeChatsClock(t *testing.T) {
	r := aging(t, "en", flow.Reversing)
	r.after(time.Minute)
	a := r.m.Pending[0]
	r.send(page.ListsMsg{Pending: r.m.Pending, Tries: map[flow.OutTradeNo]flow.Update{a.OutTradeNo: {At: r.now, Now: noon.Add(31 * time.Minute), Step: flow.Wait{Until: noon.Add(32 * time.Minute)}}}})
	if !strings.Contains(r.joined(), fmt.Sprintf(r.m.Words.LateCount, 1)) {
		t.Errorf("our clock is half an hour behind:\n%s", r.screen())
	}
	r.after(time.Minute).press("f2")
	if !strings.Contains(r.joined(), r.m.Words.LateSay) {
		t.Error(r.screen())
	}
}
