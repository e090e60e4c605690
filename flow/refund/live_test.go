package refund

import (
	"testing"
	"time"
)

// A refund that WeChat has is asked about at the same moments whoever asks, and a
// stamp that is yet to come counts from the takeover.
func TestAskAt(t *testing.T) {
	var asked []time.Duration
	for last := t0; len(asked) < 40; {
		last = askAt(t0, last, one)
		asked = append(asked, last.Sub(t0))
	}
	for i, want := range []time.Duration{1, 2, 3, 4, 5, 10, 20, 40, 70} {
		if asked[i] != want*time.Minute {
			t.Errorf("question %d after %v, want %v min", i+1, asked[i], want)
		}
	}
	for i := len(earlyAsks); i < len(asked); i++ {
		before, wait := asked[i-1], asked[i]-asked[i-1]
		if before < day && (wait < time.Hour || wait > 72*time.Minute) || before >= day && wait != day {
			t.Errorf("question %d comes %v after the one at %v", i+1, wait, before)
		}
	}
	if at := askAt(t0, t0.Add(10*day), one); at.Sub(t0.Add(10*day)) > day || !at.After(t0.Add(10*day)) {
		t.Errorf("after ten days it is asked at %v", at.Sub(t0))
	}

	ahead := fold(t, begun(one, 3_000), Sent{OutRefundNo: one, N: 1, At: minute(600), SendBy: minute(601)},
		Answered{OutRefundNo: one, N: 1, Answer: AnswerAccepted, At: minute(600)})
	s := Situation{Now: t0, Sure: true}
	v := Live{Since: t0}
	if w, ok := Next(ahead, v, s).(Wait); !ok || !w.Until.Equal(minute(1)) {
		t.Errorf("accepted in a time that is yet to come: %+v", Next(ahead, v, s))
	}
}

// After a restart what WeChat has is asked about at once, and a person may ask at any
// time; without a sure clock nothing is done but to ask for one.
func TestNextAsks(t *testing.T) {
	l := fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerAccepted), found("p", StatusProcessing, 50))
	s := Situation{Now: minute(1.5), Sure: true, Trusted: true}
	if step := Next(l, Live{}, s); step != Step(Ask{Number: one}) {
		t.Errorf("after a restart: %+v", step)
	}
	v := Live{}.Heard(l, Look{}, Answer{Kind: AnswerListed, Seen: []Seen{{Number: one, Status: StatusProcessing, Fee: 3_000}}}, s.Now, true)
	if w, waits := Next(l, v, s).(Wait); !waits || !w.Until.Equal(minute(2)) {
		t.Errorf("just looked at: %+v", Next(l, v, s))
	}
	v.Due = true
	if step := Next(l, v, s); step != Step(Ask{Number: one}) {
		t.Errorf("the network is back: %+v", step)
	}
	s.AskNow = "p"
	if step := Next(l, v, s); step != Step(Ask{Number: "p"}) {
		t.Errorf("a person asks: %+v", step)
	}
	s.AskNow = "unknown"
	if step := Next(nil, v, s); step != Step(Nothing{}) {
		t.Errorf("a person asks about nothing: %+v", step)
	}
	if step := Next(l, v, Situation{}); step != Step(SyncClock{}) {
		t.Errorf("no clock: %+v", step)
	}
	if step := Next(nil, v, Situation{}); step != Step(Nothing{}) {
		t.Errorf("no clock and nothing to do: %+v", step)
	}
	later := append(l[:1:1], Entry{Number: "q", State: Elsewhere, Status: StatusProcessing, Fee: 1, AcceptedAt: minute(-30)})
	if step := Next(later, v.Heard(later, Ask{Number: one}, Answer{Kind: AnswerProcessing}, s.Now, true), Situation{Now: minute(1.6), Sure: true}); step != Step(Ask{Number: "q"}) {
		t.Errorf("of two the one that is due: %+v", step)
	}
}

// An unanswered send by a clock that nobody vouched for: its fence begins with a fact,
// at the first trusted time (money rule 2.3), and a quarter of an hour is from there.
func TestFenceOfADayBehind(t *testing.T) {
	yesterday := t0.Add(-day)
	l := fold(t, begun(one, 3_000), Sent{OutRefundNo: one, N: 1, At: yesterday, SendBy: yesterday.Add(sendWithin)}, sent(one, 2, 0), answered(one, 2, AnswerRefused))
	s := Situation{Now: minute(1), Sure: true, Trusted: true}
	v := Live{}.Heard(l, Look{}, Answer{Kind: AnswerNone}, s.Now, true)
	step, ok := Next(l, v, s).(Record)
	if !ok || step.Facts[0] != Fact(Fenced{OutRefundNo: one, At: minute(1)}) {
		t.Fatalf("%+v", Next(l, v, s))
	}
	illegal(t, l, denied(one, 60))
	l, err := l.Apply(total, 5, step.Facts[0])
	if err != nil {
		t.Fatal(err)
	}
	if w, waits := Next(l, v, s).(Wait); !waits || !w.Until.Equal(minute(16)) {
		t.Errorf("%+v", Next(l, v, s))
	}
}

// What takes long is listed before a person, and goes on; one that a person sends again
// is young.
func TestIsLate(t *testing.T) {
	sends := func(n int, last float64) List {
		facts := []Fact{begun(one, 3_000)}
		for i := range n - 1 {
			facts = append(facts, sent(one, i+1, float64(i)))
		}
		return fold(t, append(facts, sent(one, n, last))...)
	}
	for _, c := range []struct {
		l    List
		want bool
	}{
		{sends(lateSends, 30), true}, {sends(lateSends, 29.9), false}, {sends(lateSends-1, 60), false}, {sends(lateSends+1, 60), true},
		{fold(t, begun(one, 3_000)), false},
	} {
		if c.l[0].IsLate() != c.want {
			t.Errorf("%d sends, the last at %v: late %t", c.l[0].Sends, c.l[0].SentAt, !c.want)
		}
	}
	e := sends(lateSends, 30)[0]
	e.BegunAt = minute(31)
	if e.State = Accepted; e.IsLate() {
		t.Error("it is on its way")
	}
	if e.State = Entered; e.IsLate() {
		t.Error("it was sent again by a person, and not yet since")
	}
	if step := Next(List{sends(lateSends, 30)[0]}, Live{}, Situation{Now: minute(60), Sure: true}); step != Step(Look{}) {
		t.Errorf("not driven: %+v", step)
	}
}

// The balance is offered where the unsettled money was too little, and nowhere else.
func TestWantsBalance(t *testing.T) {
	e := Entry{State: Refused, Code: codeNotEnough, Message: "交易未结算资金不足,请使用可用余额退款"}
	if !e.WantsBalance() {
		t.Error("not offered")
	}
	for _, e := range []Entry{{State: Refused, Code: codeNotEnough, Message: "基本账户余额不足,请充值后重新发起"},
		{State: Refused, Code: "ERROR", Message: e.Message}, {State: Entered, Code: codeNotEnough, Message: e.Message},
		{State: Refused, Final: true, Code: codeNotEnough, Message: e.Message}} {
		if e.WantsBalance() {
			t.Errorf("offered for %+v", e)
		}
	}
}

// Money rule 5.1: a Date that was a day ahead is corrected behind a look, a question and
// a send. Nobody waits for that day.
func TestNothingWaitsForATimeThatIsYetToCome(t *testing.T) {
	begin, ahead := begun(one, 3_000), minute(1440)
	s := Situation{Now: t0, Sure: true}
	v := Live{Since: t0}.Heard(fold(t, begin), Look{}, Answer{Kind: AnswerLost}, ahead, false)
	if w, waits := Next(fold(t, begin), v.NotAfter(t0), s).(Wait); !waits || w.Until.Sub(t0) > slowGap {
		t.Errorf("looked at ahead: %+v", Next(fold(t, begin), v.NotAfter(t0), s))
	}
	l := fold(t, begin, Sent{OutRefundNo: one, N: 1, At: ahead, SendBy: ahead.Add(sendWithin)})
	v = v.Heard(l, Look{}, Answer{Kind: AnswerNone}, ahead, false)
	if w, waits := Next(l, v.NotAfter(t0), s).(Wait); !waits || w.Until.Sub(t0) > slowGap {
		t.Errorf("sent ahead: %+v", Next(l, v.NotAfter(t0), s))
	}
	asked := v.Heard(l, Ask{Number: one}, Answer{Kind: AnswerLost}, ahead, false)
	if w, waits := Next(l, asked.NotAfter(t0), s).(Wait); !waits || w.Until.Sub(t0) > slowGap {
		t.Errorf("asked ahead: %+v", Next(l, asked.NotAfter(t0), s))
	}
	if w := Next(l, asked, s).(Wait); !w.Until.After(ahead) {
		t.Errorf("who kept the times keeps them: %+v", w)
	}
}
