package tui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/day"
	"facetill/tui/page/history"
)

// fakeRefunds has the refunds of one sale.
type fakeRefunds struct {
	a       flow.Attempt
	moment  clock.Instant
	err     error
	asked   []flow.RefundRequest
	again   []flow.RefundRequest
	words   []flow.RefundWord
	told    []refund.Entry
	toldErr error
	open    till.OpenRefunds
	pins    []string
}

func (f *fakeRefunds) OpenRefunds(context.Context) (till.OpenRefunds, error) { return f.open, nil }

func (f *fakeRefunds) Moment() clock.Instant { return f.moment }

func (f *fakeRefunds) Find(_ context.Context, text string) ([]flow.Attempt, error) {
	if !strings.HasSuffix(string(f.a.OutTradeNo), text) {
		return nil, nil
	}
	return []flow.Attempt{f.a}, nil
}

func (f *fakeRefunds) Refund(_ context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	f.asked, f.pins = append(f.asked, q), append(f.pins, pin)
	if f.err != nil {
		return f.a, refund.Entry{}, f.err
	}
	e := refund.Entry{Number: refundNo(9), Fee: q.Press.Fee, State: refund.Entered, Reason: q.Reason, By: q.By, BegunAt: noon}
	f.a.Version++
	f.a.Refunds = append(slices.Clone(f.a.Refunds), e)
	return f.a, e, nil
}

func (f *fakeRefunds) SendAgain(_ context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	f.again, f.pins = append(f.again, q), append(f.pins, pin)
	return f.a, refund.Entry{Number: q.Press.Again}, f.err
}

func (f *fakeRefunds) SettleRefund(_ context.Context, w flow.RefundWord, pin string) (flow.Attempt, error) {
	f.words, f.pins = append(f.words, w), append(f.pins, pin)
	return f.a, f.err
}

func (f *fakeRefunds) RefundTold(_ context.Context, _ flow.OutTradeNo, e refund.Entry) (flow.Attempt, error) {
	f.told = append(f.told, e)
	return f.a, f.toldErr
}

func refundNo(n int) string { return "26112512300000000000000000000042R00" + string(rune('0'+n)) }

// part is a refund of the sale in some state.
func part(n int, fee flow.Fen, state refund.State, change func(*refund.Entry)) refund.Entry {
	e := refund.Entry{Number: refundNo(n), Fee: fee, State: state, By: "Li", Reason: "goods returned", BegunAt: noon.Add(time.Duration(n) * time.Hour), ToldN: 4}
	if change != nil {
		change(&e)
	}
	return e
}

var (
	closed    = part(1, 100, refund.Refused, func(e *refund.Entry) { e.Final, e.Code = true, "REFUNDCLOSE" })
	isBack    = part(2, 300, refund.Done, nil)
	onWay     = part(3, 250, refund.Accepted, nil)
	notEnough = part(4, 200, refund.Refused, func(e *refund.Entry) { e.Code, e.Message = "NOTENOUGH", "交易未结算资金不足" })
	stuck     = part(5, 150, refund.Stuck, func(e *refund.Entry) { e.Status = refund.StatusChange })
	unheard   = part(7, 130, refund.Refused, func(e *refund.Entry) { e.Final, e.Code, e.ToldN = true, "REFUNDCLOSE", 0 })
	untold    = part(8, 140, refund.Accepted, func(e *refund.Entry) { e.ToldN = 0 })
	begun     = part(6, 120, refund.Entered, func(e *refund.Entry) { e.ToldN = 0 })
)

// otherwise is a refund that was refused, and that a person gave in another way.
func otherwise(n int, fee flow.Fen) refund.Entry {
	return part(n, fee, refund.SettledOtherwise, func(e *refund.Entry) {
		e.SettledAs, e.SettledBy, e.SettledReason, e.DoneAt = refund.SettledElse, "Wang", "cash", noon
	})
}

// cardOf is a rig with the card of a sale of 12.80 in hand.
func cardOf(t *testing.T, change func(*Options), list ...refund.Entry) (*rig, *fakeRefunds) {
	return newRig(t, change).card(list...)
}

// card is with the card of that sale in hand.
func (r *rig) card(list ...refund.Entry) (*rig, *fakeRefunds) {
	behind := &r.till.fakeRefunds
	behind.a, behind.moment = aDay[0], clock.Instant{Wall: noon, Mono: time.Hour}
	behind.a.Version, behind.a.Refunds = 7, list
	r.press("f3")
	r.send(page.HistoryMsg{Day: r.m.Top().(*history.History).Day, List: []flow.Attempt{behind.a}})
	r.do(r.cmd("f7"))
	return r, behind
}

// openRefunds is a rig whose till has a paid sale among what is open.
func openRefunds(t *testing.T, list ...refund.Entry) (*rig, *fakeRefunds) {
	r := newRig(t, nil)
	behind := &r.till.fakeRefunds
	behind.a = aDay[0]
	behind.a.Refunds = list
	r.send(page.ListsMsg{Pending: []flow.Attempt{behind.a}})
	return r, behind
}

// dayOf is the close of a day on which these refunds of one sale have no end.
func dayOf(open bool, list ...refund.Entry) func(t *testing.T) *rig {
	return func(t *testing.T) *rig {
		r := newRig(t, nil)
		a := aDay[0]
		a.Refunds = list
		d := till.Day{All: till.Sum{Sales: 1, Charged: a.TotalFee, Refunded: 150}}
		d.Sums = []till.Sum{{Method: flow.MethodFace, Cashier: "Li", Sales: 1, Charged: a.TotalFee, Refunded: 150}}
		for _, e := range list {
			of := till.SaleRefund{Sale: a, Entry: e}
			switch {
			case e.State == refund.Entered:
				d.Refunds.Open = append(d.Refunds.Open, of)
			case e.IsUnsettled():
				d.Refunds.Stuck = append(d.Refunds.Stuck, of)
			case e.IsUnheard():
				d.Refunds.Closed = append(d.Refunds.Closed, of)
			default:
				d.Refunds.Moving = append(d.Refunds.Moving, of)
			}
		}
		if open {
			d.Open = []flow.Attempt{a}
		}
		r.press("f4").send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: d})
		return r
	}
}

// refundScenes are the pages of money back.
func refundScenes() map[string]func(t *testing.T) *rig {
	card := func(list ...refund.Entry) func(t *testing.T) *rig {
		return func(t *testing.T) *rig { r, _ := cardOf(t, nil, list...); return r }
	}
	then := func(do func(r *rig), list ...refund.Entry) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r, _ := cardOf(t, nil, list...)
			do(r)
			return r
		}
	}
	open := func(list ...refund.Entry) func(t *testing.T) *rig {
		return func(t *testing.T) *rig { r, _ := openRefunds(t, list...); return r.press("f2") }
	}
	stopped := func(by ...refund.Entry) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r, behind := cardOf(t, nil, isBack)
			behind.err = &flow.RefundStoppedError{Entries: by}
			r.press("p").after(time.Second).typed("2.50").press("enter", "1", "enter", "enter", "enter")
			r.do(r.last)
			return r
		}
	}
	return map[string]func(t *testing.T) *rig{
		"60 refund card":        card(closed, isBack, onWay),
		"60 refund card, none":  card(),
		"60 refund card, stuck": card(isBack, notEnough, stuck),
		"60 refund card, begun": card(isBack, begun),
		"60 refund card, many":  card(slices.Repeat([]refund.Entry{part(1, 10, refund.Done, nil)}, 40)...),
		"61 refund amount":      then(func(r *rig) { r.press("p").after(time.Second).typed("2.5") }, isBack),
		"61 refund, no amount":  then(func(r *rig) { r.press("p").after(time.Second).typed("2-5") }, isBack),
		"62 refund reason":      then(func(r *rig) { r.press("a", "a") }, isBack),
		"63 refund armed": then(func(r *rig) {
			r.press("a", "a", "5").after(time.Second).typed("label fell off").press("enter", "enter", "enter")
		}, isBack),
		"63 refund confirmed":                 then(func(r *rig) { r.press("a", "a", "1", "enter", "enter", "enter") }, isBack),
		"64 refund beside":                    stopped(onWay),
		"64 refund beside one without an end": stopped(begun),
		"64 refund beside, many":              stopped(seven()...),
		"65 refund word":                      then(func(r *rig) { r.press("t", "t") }, stuck),
		"67 refund open":                      open(isBack, begun),
		"67 refund stuck":                     open(stuck),
		"67 refund closed, untold":            open(unheard),
		"67 refund taken, untold":             open(untold),
		"68 refunds on the amount page":       func(t *testing.T) *rig { r, _ := openRefunds(t, begun, stuck, unheard, untold); return r },
		"69 refunds of a day":                 dayOf(false, stuck, unheard, onWay),
		"69 refunds of a day without a sum":   dayOf(true, stuck, begun),
		"66 refund slip":                      then(func(r *rig) { r.press("f6") }, isBack, onWay),
	}
}

// do brings what a command brought.
func (r *rig) do(cmd tea.Cmd) {
	r.t.Helper()
	if cmd == nil {
		r.t.Fatal("there is no command")
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, one := range msg {
			if one != nil {
				r.do(one)
			}
		}
	case nil:
	default:
		r.send(msg)
	}
}
