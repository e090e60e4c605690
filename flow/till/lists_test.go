package till_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

// numbers are the last digits of some attempts.
func numbers(all []flow.Attempt) (last []string) {
	for _, a := range all {
		last = append(last, a.OutTradeNo.LastDigits(2))
	}
	return last
}

// A list is of this lane and this day, newest first, and states that it was cut.
func TestLists(t *testing.T) {
	r := newRig(t)
	other := func(o *flow.Order) { o.Lane = "M" }
	shown := flow.Shown{}
	r.leave(order(noon.AddDate(0, 0, -1)), charged(noon.AddDate(0, 0, -1), shown)...)
	r.leave(order(noon), charged(noon, shown)...)
	r.leave(order(noon, other), charged(noon, shown)...)
	r.leave(order(noon), needsPerson(noon)...)
	for name, c := range map[string]struct {
		list func() ([]flow.Attempt, error)
		want []string
	}{
		"recent":  {func() ([]flow.Attempt, error) { return r.Recent(t.Context()) }, []string{"04", "02", "01"}},
		"history": {func() ([]flow.Attempt, error) { return r.History(t.Context(), noon.Add(time.Hour)) }, []string{"04", "02"}},
		"open":    {func() ([]flow.Attempt, error) { return r.Open(t.Context()) }, []string{"04"}},
		"last":    {func() ([]flow.Attempt, error) { return r.Find(t.Context(), "") }, []string{"04"}},
	} {
		if got, err := c.list(); err != nil || !slices.Equal(numbers(got), c.want) {
			t.Errorf("%s: %v, %v; want %v", name, numbers(got), err, c.want)
		}
	}
	for limit, want := range map[int]bool{0: false, 3: true, 4: false, 5: false} {
		all, more, err := r.List(t.Context(), flow.Filter{Limit: limit})
		if err != nil || more != want || limit > 0 && len(all) != min(limit, 4) {
			t.Errorf("limit %d: %d rows, more %t, %v", limit, len(all), more, err)
		}
	}
}

// Money rule 5.10: a reference means the attempt of its sale that blocks, else the
// last one; this till's own sale before another's; and it may be the digits of
// another sale's number.
func TestFind(t *testing.T) {
	ref := func(ref, device string) func(*flow.Order) {
		return func(o *flow.Order) {
			o.Sale = flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: device, Ref: ref}
		}
	}
	r := newRig(t)
	gone := flow.SaleCancelled{By: "cashier"}
	r.leave(order(noon, ref("R-1", "D")), gone)
	r.leave(order(noon, ref("R-1", "D")), charged(noon, flow.Shown{})...)
	r.leave(order(noon, ref("R-2", "D")), gone)
	r.leave(order(noon, ref("R-2", "D")), gone)
	r.leave(order(noon, ref("R-1", "E")), gone)
	r.leave(order(noon, ref("R-3", "E")), gone)
	r.leave(order(noon, ref("R-4", "E")), gone)
	r.leave(order(noon, ref("R-4", "F")), gone)
	r.leave(order(noon, ref("26112512000000000000000000000001", "D")), gone)
	r.leave(order(noon, ref("42", "D")), gone) // WeChat's number of the charge of R-1
	r.leave(order(noon, func(o *flow.Order) { o.Lane = "M" }), gone)
	for text, want := range map[string][]string{
		"42": {"02", "10"}, "R-1": {"02"}, "R-2": {"04"}, "R-3": {"06"}, "R-4": {"08", "07"}, "R-5": nil, "00000002": {"02"},
		"26112512000000000000000000000001": {"01", "09"}, "": {"10"},
	} {
		if got, err := r.Find(t.Context(), text); err != nil || !slices.Equal(numbers(got), want) {
			t.Errorf("%s: %v, %v; want %v", text, numbers(got), err, want)
		}
	}
	r.leave(order(noon, ref("0001", "D")), gone)
	r.leave(order(noon, ref("0013", "D")), gone)
	for text, want := range map[string][2][]string{"0001": {{"12"}, {"01", "12"}}, "0002": {{"02"}, {"02"}}, "0013": {{"13"}, {"13"}}, "R-1": {{"02"}, {"02"}}} {
		one, err := r.Find(t.Context(), text)
		all, anyErr := r.FindAny(t.Context(), text)
		if err != nil || anyErr != nil || !slices.Equal(numbers(one), want[0]) || !slices.Equal(numbers(all), want[1]) {
			t.Errorf("%s: %v, %v, %v, %v; want %v", text, numbers(one), err, numbers(all), anyErr, want)
		}
	}
}

// Money rule 4.5: what nobody drives is named. A person's turn and what a living
// process has just begun are none of it.
func TestUnattended(t *testing.T) {
	now := time.Now()
	r := newRig(t)
	young := r.leave(order(now), submitted(now)...)
	if _, err := r.disk.Process("other").Claim(t.Context(), young.OutTradeNo); err != nil {
		t.Fatal(err)
	}
	old := r.leave(order(now), submitted(now.Add(-time.Minute))...)
	left := r.leave(order(now), submitted(now)...)
	person := r.leave(order(now), needsPerson(now)...)
	unclaimed := r.leave(order(now), charged(now.Add(-time.Minute))...)
	for _, c := range []struct {
		open []flow.Attempt
		beat time.Duration // ago; 0 never
		want bool
	}{
		{nil, 0, false}, {[]flow.Attempt{person, unclaimed}, 0, false}, {[]flow.Attempt{young}, 0, false}, {[]flow.Attempt{left}, 0, true},
		{[]flow.Attempt{old}, 0, true}, {[]flow.Attempt{young, old}, time.Minute, true}, {[]flow.Attempt{old}, time.Second, false},
	} {
		at := time.Time{}
		if c.beat > 0 {
			at = now.Add(-c.beat)
		}
		if err := r.ports.Journal.Beat(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Unattended(t.Context(), c.open); err != nil || got != c.want {
			t.Errorf("%v, a beat %s ago: %t, %v", numbers(c.open), c.beat, got, err)
		}
	}
}

// unreadable is a journal that does not tell what is open.
type unreadable struct{ flow.Journal }

var errUnread = errors.New("the disk does not answer")

func (unreadable) Pending(context.Context) ([]flow.Attempt, error) { return nil, errUnread }
func (unreadable) LastBeat(context.Context) (time.Time, error)     { return time.Time{}, errUnread }

// A journal that cannot be read is never one in which nothing is open.
func TestUnreadIsNotNothing(t *testing.T) {
	r := newRig(t, func(p *flow.Ports) { p.Journal = unreadable{p.Journal} })
	for name, ask := range map[string]func() error{
		"pending":    func() error { _, err := r.Pending(t.Context()); return err },
		"left":       func() error { _, err := r.Left(t.Context()); return err },
		"day":        func() error { _, err := r.Day(t.Context(), noon); return err },
		"unattended": func() error { _, err := r.Unattended(t.Context(), nil); return err },
	} {
		if err := ask(); !errors.Is(err, errUnread) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r.Ended(t.Context()) {
		t.Error("a recovery has ended that cannot know what is open")
	}
}

// S50: what another process leaves open at another WeChat while a recovery runs
// is not waited for: nothing here may ask about it. Nor is a person.
func TestS50_RecoverWaitsForNoOtherWeChat(t *testing.T) {
	for wechat, ended := range map[string]bool{"wechat": false, "https://other": true} {
		r := newRig(t)
		r.leave(order(noon), needsPerson(noon)...)
		if !r.Ended(t.Context()) {
			t.Fatal("a person is waited for")
		}
		r.leave(order(noon, func(o *flow.Order) { o.WeChat = wechat }), submitted(noon)...)
		if got := r.Ended(t.Context()); got != ended {
			t.Errorf("%q: ended %t", wechat, got)
		}
	}
}

// Money rules 5.4 and 5.10: a reference means the attempt that stands when it is told of,
// and not the one that was found before; a number means its own.
func TestWhatAReferenceMeansByNow(t *testing.T) {
	r := newRig(t)
	ref := func(o *flow.Order) { o.Sale = flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "D", Ref: "R-1"} }
	first := r.leave(order(noon, ref), refused(noon)...)
	is := func(text string, want flow.Attempt) {
		t.Helper()
		if a, err := r.Now(t.Context(), text, first); err != nil || a.OutTradeNo != want.OutTradeNo {
			t.Errorf("%s: %s, %v", text, a.OutTradeNo, err)
		}
	}
	is("R-1", first)
	second := r.leave(order(noon, ref), charged(noon)...)
	is("R-1", second)
	is(string(first.OutTradeNo), first)
	is("", first)
}
