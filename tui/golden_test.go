package tui

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	ledger "facetill/flow/day"
	"facetill/flow/golden"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/day"
	"facetill/tui/page/office"
	"facetill/tui/text"
)

// scenes are the pages that the golden files show, in both languages: the
// language is changed before anything is drawn.
func scenes() map[string]func(t *testing.T) *rig {
	sale := func(then func(r *rig, run *fakeRun)) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r, run := selling(t)
			r.tick(1500 * time.Millisecond)
			then(r, run)
			return r
		}
	}
	confirming := func(r *rig, run *fakeRun) {
		r.becomes(run, flow.Submitting, nil)
		r.tick(time.Second)
		r.becomes(run, flow.Confirming, func(a *flow.Attempt) { a.PayAnswer = flow.AnswerPaying })
		r.send(page.UpdateMsg{ID: r.m.Sale.ID, Box: r.m.Sale.Box, Update: flow.Update{Attempt: run.a, Step: flow.Wait{Until: r.now.Add(wxAhead + 5*time.Second)}}})
		r.tick(2 * time.Second)
	}
	ended := func(s flow.State, change func(*flow.Attempt)) func(t *testing.T) *rig {
		return sale(func(r *rig, run *fakeRun) {
			r.becomes(run, flow.Submitting, nil)
			r.over(run, s, change)
		})
	}
	background := func(s flow.State, left time.Duration) func(t *testing.T) *rig {
		return sale(func(r *rig, run *fakeRun) {
			r.becomes(run, flow.Submitting, nil)
			r.over(run, s, nil)
			r.send(page.ListsMsg{Pending: []flow.Attempt{run.a}, Tries: map[flow.OutTradeNo]flow.Update{run.a.OutTradeNo: {At: r.now,
				Now: r.now.Add(wxAhead), Step: flow.Wait{Until: r.now.Add(wxAhead + left)}}}})
		})
	}
	found := func(r *rig) {
		r.send(page.ListsMsg{Pending: []flow.Attempt{
			{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600, OpenedAt: noon}},
			{State: flow.Reversing, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100, OpenedAt: noon}}}})
	}
	refuse := func(err error) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.typed("12.80").press("enter")
			r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: err})
			return r
		}
	}
	list := map[string]func(t *testing.T) *rig{
		"01 empty":  func(t *testing.T) *rig { return newRig(t, nil) },
		"02 amount": func(t *testing.T) *rig { return newRig(t, nil).typed("12.80") },
		"02 sum":    func(t *testing.T) *rig { return newRig(t, nil).typed("12.80+3.5") },
		"03 found":  func(t *testing.T) *rig { r := newRig(t, nil); found(r); return r },
		"03 camera down": func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.send(page.ListsMsg{Camera: "DEVICE_GONE"})
			return r
		},
		"03 camera down, typed": func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.send(page.ListsMsg{Camera: "DEVICE_GONE"})
			return r.typed("12.80")
		},
		"04 begin":      func(t *testing.T) *rig { return newRig(t, nil).typed("12.80").press("enter") },
		"05 scanning":   sale(func(*rig, *fakeRun) {}),
		"06 submitting": sale(func(r *rig, run *fakeRun) { r.becomes(run, flow.Submitting, nil); r.tick(time.Second) }),
		"07 password":   sale(confirming),
		"08 esc":        sale(func(r *rig, run *fakeRun) { confirming(r, run); r.press("esc") }),
		"09 quit":       sale(func(r *rig, run *fakeRun) { confirming(r, run); r.press("ctrl+c") }),
		"10 paid":       ended(flow.Paid, func(a *flow.Attempt) { a.TransactionID = "4200002511260000000000000017" }),
		"11 refused":    ended(flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" }),
		"12 unheard of": ended(flow.Refused, func(a *flow.Attempt) { a.Code = "BRAND_NEW" }),
		"13 not sent":   ended(flow.NotSent, func(a *flow.Attempt) { a.Code = "CONNECT" }),
		"14 checking":   background(flow.Reversing, 9*time.Second),
		"15 person":     background(flow.NeedsPerson, 5*time.Minute),
		"16 reversed":   ended(flow.Reversed, nil),
		"17 code":       func(t *testing.T) *rig { return newRig(t, nil).typed("1280").press("enter").typed("1345") },
		"17 no camera": func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.send(page.ListsMsg{Camera: "DEVICE_GONE"})
			return r.typed("12.80").press("enter")
		},
		"17 camera back": func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.send(page.ListsMsg{Camera: "DEVICE_GONE"})
			r.typed("12.80").press("enter").send(page.ListsMsg{})
			return r
		},
		"13 camera gone": sale(func(r *rig, run *fakeRun) {
			r.over(run, flow.NotSent, func(a *flow.Attempt) { a.Code = "DEVICE_GONE" })
			r.send(page.ListsMsg{Camera: "DEVICE_GONE"})
		}),
		"18 wallet": func(t *testing.T) *rig {
			return newRig(t, nil).typed("12.80").after(time.Second).scan("281234567890123456")
		},
		"18 no amount": func(t *testing.T) *rig { return newRig(t, nil).typed("12-80").press("enter") },
		"18 cut":       func(t *testing.T) *rig { return newRig(t, nil).typed("12.80").after(time.Second).scan(code[:17]) },
		"18 early": func(t *testing.T) *rig {
			r := ended(flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" })(t)
			r.after(300 * time.Millisecond)
			return r.typed("5.5")
		},
		"19 takes over": sale(func(r *rig, _ *fakeRun) { r.scan(code) }),
		"20 stopped": refuse(&flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming,
			Order: flow.Order{OutTradeNo: "26112512300000000000000000424242", TotalFee: 1280, OpenedAt: noon}}}}),
		"21 halted": refuse(&flow.SalesSuspendedError{Kind: flow.SuspendedByKey, Why: "SIGNERROR"}),
		"22 claim":  func(t *testing.T) *rig { r := newRig(t, nil); found(r); return r.press("u", "b") },
		"23 rest": func(t *testing.T) *rig {
			r := newRig(t, func(o *Options) { o.IdleAfter = time.Minute })
			return r.tick(61 * time.Second)
		},
		"24 open": func(t *testing.T) *rig {
			r := newRig(t, nil)
			found(r)
			r.after(100 * time.Second)
			r.m.Tries = map[flow.OutTradeNo]flow.Update{"26112512300000000000000000333444": {At: r.now, Now: r.now.Add(wxAhead),
				Step: flow.Wait{Until: r.now.Add(wxAhead + 40*time.Second), For: "reverse"}}}
			return r.press("f2", "down")
		},
		"24 open, unclaimed": func(t *testing.T) *rig { r := newRig(t, nil); found(r); return r.press("f2") },
		"25 resolve": func(t *testing.T) *rig {
			r := needing(t)
			r.press("f2", "m", "m")
			return r
		},
		"26 resolve reason": func(t *testing.T) *rig {
			r := needing(t)
			r.press("f2", "m", "m", "1", "1", "enter")
			return r.typed("looked at it")
		},
		"43 copy":     func(t *testing.T) *rig { return copied(t, nil, nil).press("enter").typed("old disk broke") },
		"27 history":  func(t *testing.T) *rig { return withHistory(t) },
		"28 filter":   func(t *testing.T) *rig { return withHistory(t).typed("0042") },
		"29 timeline": func(t *testing.T) *rig { return withTimeline(t) },
		"30 help":     func(t *testing.T) *rig { return newRig(t, nil).typed("12").press("f1") },
		"32 training": func(t *testing.T) *rig { r, _ := training(t); return r.press("f10", "down") },
		"34 member": func(t *testing.T) *rig {
			r := newRig(t, func(o *Options) { o.Members = true }).press("f5")
			r.send(page.MemberMsg{Of: r.m.Top(), Member: till.Member{Nickname: "小明", OpenID: secret.New("oOPENID")}})
			return r.after(time.Second).typed("12.80")
		},
		"35 recognising": func(t *testing.T) *rig {
			return newRig(t, func(o *Options) { o.Members = true }).press("f5")
		},
		"36 receipt": func(t *testing.T) *rig { return withTimeline(t).press("f6") },
		"37 day": func(t *testing.T) *rig {
			r := newRig(t, nil).press("f4")
			r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: someDay, Due: ledger.Due{Missing: []string{"2026-11-23", "2026-11-24"}}})
			return r
		},
		"38 day due": func(t *testing.T) *rig { return dueDay(t, closedDay, nil).press("c") },
		"38 day due, a sale open": func(t *testing.T) *rig {
			return dueDay(t, someDay, func(o *Options) { o.ManagerPIN = true }).press("f", "f").typed("24")
		},
		"38 day closed": func(t *testing.T) *rig { return closedDayOf(t) },
		"38 record":     func(t *testing.T) *rig { return closedDayOf(t).press("f6") },
		"33 lesson": func(t *testing.T) *rig {
			r, _ := training(t)
			return r.press("f10", "4", "enter").after(time.Second).typed("12.80")
		},
		"31 settings": func(t *testing.T) *rig {
			r := newRig(t, func(o *Options) {
				o.Settings = []Setting{{Name: "merchant.mch_id", Value: "1900000109"}, {Name: "merchant.api_key", Value: "********"}, {Name: "ui.bell", Value: "true"}}
			})
			return r.press("f9")
		},
	}
	list["29 timeline, unpaid"] = func(t *testing.T) *rig { return timelineOf(t, 1) }
	list["39 tender"] = func(t *testing.T) *rig { return timelineOf(t, 1).press("t", "t") }
	list["39 tender, note"] = func(t *testing.T) *rig {
		return timelineOf(t, 1).press("t", "t", "1").after(time.Second).typed("till 2")
	}
	for name, scene := range refundScenes() {
		list[name] = scene
	}
	for name, scene := range staffScenes() {
		list[name] = scene
	}
	for name, scene := range billScenes() {
		list[name] = scene
	}
	// Of a page that nothing above draws there is what its key opens.
	const drawn = "f2 f3 f4 f5 f9 f10"
	for _, key := range PanelKeys() {
		if !slices.Contains(strings.Fields(drawn), key) {
			list["50 "+key] = func(t *testing.T) *rig { return newRig(t, nil).press(key) }
		}
	}
	maps.Copy(list, walkScenes())
	return list
}

const frameMode = "FACETILL_TEST_FRAMES"

// The libraries read their width mode once, at the start: each mode is a
// process of its own.
func TestFrames(t *testing.T) {
	if mode := os.Getenv(frameMode); mode != "" {
		compareFrames(t, mode)
		return
	}
	for mode, eastAsian := range map[string]string{"plain": "0", "eastasian": "1"} {
		args := []string{"-test.run=^TestFrames$"}
		if golden.Update() {
			args = append(args, "-update")
		}
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), frameMode+"="+mode, "RUNEWIDTH_EASTASIAN="+eastAsian, "LC_ALL=C.UTF-8", "LANG=C.UTF-8")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", mode, err, out)
		}
	}
}

func compareFrames(t *testing.T, mode string) {
	list := scenes()
	names := make([]string, 0, len(list))
	for name := range list {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, language := range text.Languages() {
		for _, size := range []struct {
			w, h  int
			first string // the scenes whose names begin so
		}{{w: 80, h: 24}, {w: 120, h: 40}, {w: 40, h: 12}, {w: 100, h: 30, first: "7"}} {
			var b strings.Builder
			for _, name := range names {
				if !strings.HasPrefix(name, size.first) {
					continue
				}
				r := list[name](t)
				r.speak(language)
				r.send(tea.WindowSizeMsg{Width: size.w, Height: size.h})
				fmt.Fprintf(&b, "=== %s\n", name)
				for line := range strings.SplitSeq(r.screen(), "\n") {
					b.WriteString(strings.TrimRight(line, " "+draw.Ink) + "\n")
				}
			}
			golden.File(t, fmt.Sprintf("testdata/%s-%dx%d-%s.golden", language, size.w, size.h, mode), b.String())
		}
	}
}

// speak changes the language of what is not said yet. A notice keeps its words,
// so it is looked up anew.
func (r *rig) speak(language string) {
	from, to := r.m.Words, text.Choose(language, func(string) string { return "" })
	r.m.Words = to
	if r.m.Notice.Text == from.CodeAlipay {
		r.m.Notice.Text = to.CodeAlipay
	}
	if r.m.keyboard.Code() != nil && r.m.keyboard.Code().NoFace != "" {
		r.m.keyboard.Code().NoFace = fmt.Sprintf(to.OverFaceLimit, to.Yuan(r.m.Opt.FaceLimit))
	}
	if _, helping := r.m.Top().(*office.Help); helping {
		r.m.Panels = nil
		r.m.openHelp()
	}
	if r.m.Opt.Getenv("RUNEWIDTH_EASTASIAN") == "1" {
		r.t.Log("east asian")
	}
}
