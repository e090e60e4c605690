package refund

import (
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/money"
)

func instant(at float64) clock.Instant {
	return clock.Instant{Wall: minute(at), Mono: time.Duration(at * float64(time.Minute))}
}

func moment(at float64) Moment { return Moment{Running: minute(at), Sure: true, Now: instant(at)} }

func press(at float64, version int) Press {
	return Press{Version: version, At: instant(at), Fee: 3_000}
}

// What stops the word that a customer got an entry in another way is what may have given
// them the money in its place, or may yet (money rule 4b.6); and what was given by hand is
// as young as its word.
func TestStopsWord(t *testing.T) {
	first := []Fact{begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0), Told{OutRefundNo: one}}
	old := append(first[:5:5], begun(two, 3_000), sent(two, 1, 0))
	taken := append(old[:7:7], answered(two, 1, AnswerAccepted), Told{OutRefundNo: two})
	refused := append(old[:7:7], answered(two, 1, AnswerRefused), denied(two, 0), Told{OutRefundNo: two})
	cash := append(refused[:10:10], settled(one, SettledElse))
	word := func(number string, version int, beside ...string) Press {
		return Press{Version: version, At: instant(60), Fee: 3_000, Again: number, Beside: beside}
	}
	for _, c := range []struct {
		name  string
		facts []Fact
		press Press
		now   Moment
		want  string
	}{
		{"alone", first, word(one, 9), moment(60), ""},
		{"another is begun", old, word(one, 9), moment(60), two},
		{"another is begun, and named", old, word(one, 9, two), moment(60), two},
		{"another is on its way", taken, word(one, 9), moment(60), two},
		{"another is on its way, and named", taken, word(one, 9, two), moment(60), ""},
		{"another is on its way since it was named", taken, word(one, 7, two), moment(60), two},
		{"another was closed", append(taken[:9:9], heard(two, StatusClosed, 3_000)), word(one, 20), moment(60), ""},
		{"another was refused", refused, word(one, 20), moment(60), ""},
		{"the older one was refused", refused, word(two, 20), moment(60), ""},
		{"the older one was given by hand", cash, word(two, 20), moment(60), one},
		{"the older one was given by hand, and is named", cash, word(two, 20, one), moment(60), ""},
		{"of another fee", append(first[:5:5], begun(two, 2_000), sent(two, 1, 0), answered(two, 1, AnswerAccepted)), word(one, 20), moment(60), ""},
		{"elsewhere, and never told", append(first[:5:5], found("p", StatusSuccess, 3_000)), word(one, 20), moment(60), "p"},
		{"elsewhere, and closed", append(first[:5:5], found("p", StatusClosed, 3_000)), word(one, 20), moment(60), ""},
	} {
		var numbers []string
		for _, e := range fold(t, c.facts...).StopsWord(total, c.press, c.now) {
			numbers = append(numbers, e.Number)
		}
		if got := strings.Join(numbers, ","); got != c.want {
			t.Errorf("%s: stopped by %q, want %q", c.name, got, c.want)
		}
	}
	// The word was said at 5 min (apply_test.go), an hour after the entry in a mind's eye.
	byHand := fold(t, append(first[:5:5], settled(one, SettledElse))...)
	byHand[0].BegunAt, byHand[0].BegunWall = minute(-60), minute(-60)
	for at, stops := range map[float64]int{14.9: 1, 15: 0} {
		if got := byHand.Stops(total, press(at, 9), moment(at)); len(got) != stops {
			t.Errorf("given by hand at 5 min, pressed at %v: %d stops", at, len(got))
		}
	}
}

// Each clause of 4b.2 that stops a press, and what lifts it.
func TestStops(t *testing.T) {
	accepted := []Fact{begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerAccepted)}
	told := append(accepted[:3:3], Told{OutRefundNo: one})
	refused := []Fact{begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0), Told{OutRefundNo: one}}
	cash := append(refused[:5:5], settled(one, SettledElse))
	wide := append(cash[:6:6], found("p", StatusSuccess, 4_000), Told{OutRefundNo: "p"})
	moved := append(cash[:6:6], heard(one, StatusSuccess, 3_000), Told{OutRefundNo: one})
	beside7 := append(cash[:6:6], begun(two, 7_000))
	beside8 := append(cash[:6:6], begun(two, 7_001))
	sentAgain := func(fee money.Fen) Press { return Press{Version: 9, At: instant(60), Fee: fee, Again: two} }
	stuck := append(told[:4:4], heard(one, StatusChange, 3_000))
	mismatch := append(told[:4:4], heard(one, StatusProcessing, 3_500))
	younger := append(told[:4:4], begun(two, 3_000), sent(two, 1, 0), answered(two, 1, AnswerAccepted), Told{OutRefundNo: two})
	all := func(p Press) Press { p.All, p.Fee = true, 7_000; return p }
	fee := func(p Press, fee money.Fen) Press { p.Fee = fee; return p }
	beside := func(p Press, numbers ...string) Press { p.Beside = numbers; return p }
	ref := func(p Press) Press { p.Ref = "bon 7"; return p }
	unsure := moment(60)
	unsure.Sure = false
	for _, c := range []struct {
		name  string
		facts []Fact
		press Press
		now   Moment
		want  string
	}{
		{"nothing is there", nil, press(20, 0), moment(20), ""},
		{"begun, of another fee", []Fact{begun(one, 100)}, press(20, 9), moment(20), one},
		{"begun cannot be named away", []Fact{begun(one, 3_000)}, beside(press(20, 9), one), moment(20), one},
		{"told, and old", told, press(10, 9), moment(10.5), ""},
		{"within ten minutes of the press", told, press(9.99, 9), moment(10.5), one},
		{"within ten minutes on one clock alone", told, Press{Version: 9, At: clock.Instant{Wall: minute(5), Mono: 20 * time.Minute}, Fee: 3_000}, moment(20), one},
		{"begun in a time that is yet to come", told, press(-60, 9), moment(-60), one},
		{"an unsure clock", told, press(60, 9), unsure, one},
		{"within ten minutes, of another fee", told, fee(press(1, 9), 2_999), moment(1), ""},
		{"within ten minutes, named", told, beside(press(1, 9), one), moment(1), ""},
		{"the rest is any fee", told, all(press(1, 9)), moment(1), one},
		{"never told", accepted, press(60, 9), moment(60), one},
		{"never told, elsewhere", []Fact{found("p", StatusSuccess, 3_000)}, press(60, 9), moment(60), "p"},
		{"never told, named", accepted, beside(press(60, 9), one), moment(60), ""},
		{"stuck", stuck, press(60, 9), moment(60), one},
		{"stuck and settled", append(stuck[:5:5], settled(one, SettledThere)), press(60, 9), moment(60), ""},
		{"stuck with another fee, by that", mismatch, fee(press(60, 9), 3_500), moment(60), one},
		{"stuck with another fee, by ours", mismatch, press(60, 9), moment(60), one},
		{"refused", refused, press(60, 9), moment(60), one},
		{"refused, named", refused, beside(press(60, 9), one), moment(60), ""},
		{"refused and settled", append(refused[:5:5], settled(one, SettledElse)), press(60, 9), moment(60), ""},
		{"by hand, and as much is left", cash, fee(press(60, 9), 7_000), moment(60), ""},
		{"by hand, and less is left", cash, fee(press(60, 9), 7_001), moment(60), one},
		{"by hand, and the rest", cash, all(press(60, 9)), moment(60), ""},
		{"by hand, and less is left since", wide, fee(press(60, 9), 3_001), moment(60), one},
		{"by hand, and just as much is left", wide, press(60, 9), moment(60), ""},
		{"by hand, and named", cash, beside(fee(press(60, 9), 7_001), one), moment(60), ""},
		{"by hand, and more than is left without it", cash, fee(press(60, 9), 10_001), moment(60), ""},
		{"by hand, and all that is left without it", cash, fee(press(60, 9), 10_000), moment(60), one},
		{"by hand, and what is begun fits beside it", beside7, sentAgain(7_000), moment(60), ""},
		{"by hand, and what is begun is more beside it", beside8, sentAgain(7_001), moment(60), one},
		{"by hand since it was named", cash, beside(fee(press(60, 5), 7_001), one), moment(60), one},
		{"by hand, with a reference", cash, ref(fee(press(60, 9), 7_001)), moment(60), one},
		{"by hand, and moved after all", moved, fee(press(60, 9), 4_001), moment(60), one},
		{"accepted after the press", told, press(60, 2), moment(60), one},
		{"told after the press", told, press(60, 3), moment(60), one},
		{"told before the press", told, press(60, 4), moment(60), ""},
		{"a younger one beside the named", younger, beside(press(60, 9), one), moment(60), two},
		{"an older one beside the named", younger, beside(press(60, 9), two), moment(60), ""},
		{"both named", younger, beside(press(60, 9), one, two), moment(60), ""},
		{"sent again, and a younger one", append(refused[:4:4], younger[4:]...), Press{Version: 9, At: instant(60), Fee: 3_000, Again: one}, moment(60), two},
		{"an older one that was sent again, beside the named", append(append(refused[:4:4], younger[4:]...), Resent{OutRefundNo: one, By: "Li", At: minute(3), Wall: minute(3)},
			sent(one, 2, 4), answered(one, 2, AnswerAccepted), Told{OutRefundNo: one}), beside(press(60, 20), two), moment(60), one},
		{"with a reference, of its fee", told, ref(press(1, 1)), moment(1), ""},
		{"with a reference, elsewhere and never told", []Fact{found("p", StatusSuccess, 3_000)}, ref(press(60, 9)), moment(60), "p"},
		{"with a reference, begun", []Fact{begun(one, 100)}, ref(press(20, 9)), moment(20), one},
		{"sent again alone", refused, Press{Version: 9, At: instant(1), Fee: 3_000, Again: one}, moment(1), ""},
	} {
		var numbers []string
		for _, e := range fold(t, c.facts...).Stops(total, c.press, c.now) {
			numbers = append(numbers, e.Number)
		}
		if got := strings.Join(numbers, ","); got != c.want {
			t.Errorf("%s: stopped by %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPressIsTooOld(t *testing.T) {
	p := press(10, 0)
	for _, c := range []struct {
		wall, mono float64
		want       bool
	}{{10, 10, false}, {11, 11, false}, {11.1, 10, true}, {10, 11.1, true}, {9.9, 10, true}, {9.95, 10, true}, {9.97, 10, false}, {10, 9, true}} {
		now := clock.Instant{Wall: minute(c.wall), Mono: time.Duration(c.mono * float64(time.Minute))}
		if p.IsTooOld(now) != c.want {
			t.Errorf("wall %v, mono %v: want %v", c.wall, c.mono, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	accepted := fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerAccepted))
	var parts []Fact
	for i := range mostParts {
		parts = append(parts, found("p"+string(rune('A'+i)), StatusSuccess, 1))
	}
	whole := fold(t, found("p", StatusProcessing, total))
	for _, c := range []struct {
		name string
		l    List
		fee  money.Fen
		at   float64
		want Limit
		text string
	}{
		{"zero", nil, 0, 1, LimitZero, "amount is 0.00; a refund needs at least 0.01 yuan"},
		{"below zero", nil, -1, 1, LimitZero, "amount is -0.01"},
		{"above the rest", accepted, 7_001, 5, LimitRest, "amount 70.01 is above what can still be given back (70.00)"},
		{"the rest", accepted, 7_000, 5, "", ""},
		{"nothing left", whole, 1, 5, LimitNone, "refund has nothing left: 100.00 of 100.00 is back or on its way"},
		{"within a minute", accepted, 1, 29.2 / 60, LimitMinute, "refund has to wait: 31 s left"},
		{"a minute later", accepted, 1, 1, "", ""},
		{"sent in a time that is yet to come", accepted, 1, -1, LimitMinute, "60 s left"},
		{"sent by a clock that was hours ahead", accepted, 1, -60, "", ""},
		{"within a minute of one that was refused", fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0)), 1, 0.5, "", ""},
		{"the 51st", fold(t, parts...), 1, 5, LimitParts, "has 50 parts already"},
		{"the 50th", fold(t, parts[1:]...), 1, 5, "", ""},
		{"a year", nil, 1, 365*24*60 + 1, LimitYear, "more than a year ago; give it back by hand"},
		{"the last minute of a year", nil, 1, 365 * 24 * 60, "", ""},
	} {
		err := c.l.Limits(total, c.fee, t0, minute(c.at))
		var e *LimitError
		var f *field.Error
		switch {
		case c.want == "":
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		case !errors.As(err, &e) || !errors.As(err, &f) || e.Limit != c.want || !strings.Contains(err.Error(), c.text):
			t.Errorf("%s: %v, want %q", c.name, err, c.text)
		}
	}
}

// Nobody knows when it was charged: only WeChat can say that it is too long ago.
func TestLimitsOfAnUnknownTime(t *testing.T) {
	if err := List(nil).Limits(total, 1, time.Time{}, minute(1)); err != nil {
		t.Error(err)
	}
}

// A quarter of an hour and the eight seconds of a send after it was adopted, a journal may
// know what its original began: on the wall clock and on WeChat's, so that neither ends the
// wait alone. Where one was set back it waits for longer.
func TestUntilAdopted(t *testing.T) {
	const whole = 15*time.Minute + 8*time.Second
	noon := func(d time.Duration) time.Time { return t0.Add(12*time.Hour + d) } // WeChat's clock is another one
	for name, c := range map[string]struct {
		at           Adoption
		wall, wechat time.Duration // since, on either clock
		unsure       bool          // nobody knows WeChat's time
		want         time.Duration
	}{
		"just now":                    {at: Adoption{t0, noon(0)}, want: whole},
		"later":                       {at: Adoption{t0, noon(0)}, wall: 15 * time.Minute, wechat: 15 * time.Minute, want: 8 * time.Second},
		"over":                        {at: Adoption{t0, noon(0)}, wall: whole, wechat: whole},
		"the wall was set forward":    {at: Adoption{t0, noon(0)}, wall: 26 * time.Hour, wechat: 5 * time.Minute, want: whole - 5*time.Minute},
		"the wall was set back":       {at: Adoption{t0, noon(0)}, wall: -time.Hour, wechat: whole, want: time.Hour + whole},
		"a Date that is a day ahead":  {at: Adoption{t0, noon(0)}, wall: time.Minute, wechat: 24 * time.Hour, want: whole - time.Minute},
		"no Date now":                 {at: Adoption{t0, noon(0)}, wall: whole, wechat: time.Minute, unsure: true},
		"no Date then, wall as it is": {at: Adoption{Wall: noon(0)}, wall: 12*time.Hour + 14*time.Minute, wechat: 14 * time.Minute, want: 68 * time.Second},
		"no Date then, wall forward":  {at: Adoption{Wall: noon(0)}, wall: 40 * time.Hour, wechat: time.Minute, want: whole - time.Minute},
		"no Date then, wall wrong":    {at: Adoption{Wall: noon(time.Hour)}, wall: 13*time.Hour + whole, wechat: time.Minute},
		"nobody noted it":             {wall: time.Second, wechat: time.Second},
	} {
		err := UntilAdopted(c.at, Moment{Running: noon(c.wechat), Sure: !c.unsure, Now: clock.Instant{Wall: t0.Add(c.wall)}})
		var e *LimitError
		if errors.As(err, &e) != (c.want > 0) || c.want > 0 && (e.Left != c.want || e.Limit != LimitAdopted || !strings.Contains(err.Error(), "the journal was adopted")) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
