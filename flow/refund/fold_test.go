package refund

import (
	"slices"
	"testing"
	"time"
)

// A query that proves nothing is none that was answered: who takes it for one sends again
// what WeChat may have (money rules 4b.3, 4b.4).
func TestWhatIsHeard(t *testing.T) {
	for kind, heard := range map[Kind]bool{"": false, AnswerLost: false, AnswerRejected: false, AnswerCertificate: false, AnswerNone: true,
		AnswerListed: true, AnswerProcessing: true, AnswerSuccess: true, AnswerChange: true, AnswerClosed: true, AnswerMismatch: true, AnswerRefused: true} {
		if kind.IsHeard() != heard {
			t.Errorf("%q: %t", kind, !heard)
		}
	}
}

// What WeChat cannot have said of a refund is not written down.
func TestNoSuchWordOfWeChat(t *testing.T) {
	l := fold(t, begun(one, 3_000))
	for _, f := range []Fact{found("p", "REFUNDED", 1), found("p", "", 1), found("p", StatusSuccess, 0), found("", StatusSuccess, 1),
		heard(one, "REFUNDED", 3_000), heard(one, "", 3_000), heard(one, StatusSuccess, 0)} {
		illegal(t, l, f)
	}
}

// A look writes down all that it says of a refund that is not ours: by its number at
// WeChat it is asked about and found.
func TestFactsOfALook(t *testing.T) {
	s := Seen{Number: "p", RefundID: "5030", Status: StatusProcessing, Received: "card", Fee: 30}
	got := fold(t, begun(one, 3_000)).Facts(Answer{Kind: AnswerListed, Seen: []Seen{s, {Number: one, RefundID: "5031", Status: StatusSuccess, Received: "balance", Fee: 3_000}}}, t0)
	want := []Fact{Found{OutRefundNo: "p", RefundID: "5030", Status: StatusProcessing, Received: "card", Fee: 30, At: t0},
		Heard{OutRefundNo: one, RefundID: "5031", Status: StatusSuccess, Received: "balance", Fee: 3_000, At: t0}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// Money rules 5.7 and 4b.6: what a person had ended moves after all. It became accepted
// now, and whoever was told of that end has yet to be told of this.
func TestWhatWasSettledOtherwiseMoves(t *testing.T) {
	e := fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0), settled(one, SettledElse), heard(one, StatusSuccess, 3_000))[0]
	if e.ToldN != 0 || e.AcceptedN != 6 || !e.Contradicted() {
		t.Errorf("%+v", e)
	}
}

// Money rules 2.3 and 4b.6: that a fence is past is known by a look on a trusted time
// alone, as by a question.
func TestALookBehindTheFence(t *testing.T) {
	l := fold(t, begun(one, 3_000), sent(one, 1, 0), sent(one, 2, 1), answered(one, 2, AnswerRefused))
	s := Situation{Now: minute(30), Sure: true, Trusted: true}
	for trusted, ends := range map[bool]bool{true: true, false: false} {
		_, is := Next(l, Live{}.Heard(l, Look{}, Answer{Kind: AnswerNone}, s.Now, trusted), s).(Record)
		if is != ends {
			t.Errorf("trusted %t: ended %t", trusted, is)
		}
	}
}

// Money rule 2.3: while the fence of a send in doubt has yet to begin nothing ends, however
// long ago it was and whoever was asked.
func TestNothingEndsInDoubt(t *testing.T) {
	l := fold(t, begun(one, 3_000), Sent{OutRefundNo: one, N: 1, At: t0, SendBy: t0.Add(sendWithin)}, sent(one, 2, 1), answered(one, 2, AnswerRefused))
	s := Situation{Now: minute(60), Sure: true}
	if step, is := Next(l, Live{}.Heard(l, Look{}, Answer{Kind: AnswerNone}, s.Now, true), s).(Record); is {
		t.Errorf("%+v", step)
	}
}

// Money rule 4b.5: this process hears by a Date that is three days behind that WeChat has
// a refund. It is not as old as that: it is asked about by the gaps of a young one, and
// not once a day. Who comes later knows the stamp alone.
func TestAcceptedByADateThatIsDaysBehind(t *testing.T) {
	behind := t0.Add(-3 * day)
	taken := Answer{Kind: AnswerListed, Seen: []Seen{{Number: one, Status: StatusProcessing, Fee: 3_000}}}
	for what, before := range map[string]List{"begun": fold(t, begun(one, 3_000)), "found": nil} {
		l := slices.Clone(before)
		for _, f := range before.Facts(taken, behind) {
			l, _ = l.Apply(total, 1, f)
		}
		s := Situation{Now: t0.Add(10 * time.Second), Sure: true}
		for there, most := range map[bool]time.Duration{true: time.Minute, false: 2 * day} {
			v := Live{Since: t0}
			if there {
				v = v.Heard(before, Look{}, taken, behind, false)
			} else {
				v = v.Heard(l, Ask{Number: one}, Answer{Kind: AnswerProcessing}, s.Now, false)
			}
			w, waits := Next(l, v, s).(Wait)
			if wait := w.Until.Sub(s.Now); !waits || wait > most || !there && wait < 5*time.Minute {
				t.Errorf("%s, who was there %t: in %v", what, there, wait)
			}
		}
	}
}

// Money rule 4.1: the longer questions get no answer, the longer is the wait.
func TestQuestionsWithoutAnAnswer(t *testing.T) {
	l := fold(t, begun(one, 3_000), sent(one, 1, 0))
	s, v := Situation{Now: minute(1), Sure: true}, Live{Looked: true}
	var waits []time.Duration
	for range 8 {
		v = v.Heard(l, Ask{Number: one}, Answer{Kind: AnswerLost}, s.Now, true)
		until := Next(l, v, s).(Wait).Until
		waits, s.Now = append(waits, until.Sub(s.Now)), until
	}
	if want := gaps[:]; !slices.Equal(waits[:6], want) || waits[6] < slowGap || waits[7] < slowGap {
		t.Errorf("%v", waits)
	}
}

// What an older journal saw going back, and a person called paid, is never sent.
func TestOldPaidIsFinal(t *testing.T) {
	l := fold(t, Begun{OutRefundNo: one, Fee: 3_000}).OldNeedsPerson(true).OldPaid(7, "Li", "has the goods")
	if e := l[0]; e.State != SettledOtherwise || !e.Final || e.ToldN != 7 || e.SettledBy != "Li" {
		t.Errorf("%+v", e)
	}
}

// Our number with another fee is news once, however often it is asked about.
func TestAMismatchIsHeardOnce(t *testing.T) {
	l := fold(t, begun(one, 3_000), heard(one, StatusProcessing, 4_000))
	illegal(t, l, heard(one, StatusProcessing, 4_000))
	for _, f := range []Fact{heard(one, StatusProcessing, 5_000), heard(one, StatusChange, 4_000)} {
		if _, err := l.Apply(total, 2, f); err != nil {
			t.Error(err)
		}
	}
}

// Money rules 4b.6 and 4b.7: who ends a refund says who they are, and why.
func TestNobodySettlesWithoutAReason(t *testing.T) {
	l := fold(t, begun(one, 3_000), heard(one, StatusChange, 3_000))
	for _, f := range []Fact{Settled{OutRefundNo: one, As: SettledThere, By: "Wang", At: t0}, Settled{OutRefundNo: one, As: SettledThere, Reason: "saw it", At: t0}} {
		illegal(t, l, f)
	}
}

// What an older journal's reversal is proven by is done, and what it had back before is
// not counted to another word of it.
func TestOldEnds(t *testing.T) {
	if e := fold(t, Begun{OutRefundNo: one, Fee: 3_000}).OldProven(true, 3, t0)[0]; e.State != Done || e.AcceptedN != 3 || !e.DoneAt.Equal(t0) || e.ToldN != 3 {
		t.Errorf("%+v", e)
	}
	l := fold(t, Begun{OutRefundNo: one, Fee: 3_000}, Ended{RefundedFee: 3_000, At: t0}, Ended{RefundedFee: total, At: minute(1)})
	if l.Back() != 3_000 || !l[0].DoneAt.Equal(t0) {
		t.Errorf("%+v", l)
	}
	if l = fold(t, found("p", StatusSuccess, 3_000), Begun{OutRefundNo: one, Fee: 3_000}, Ended{RefundedFee: 3_000, At: t0}); l.Back() != 3_000 || l[1].State != Refused {
		t.Errorf("all of it was back before: %+v", l)
	}
}

// What an older journal sees going back, without a number, stops each press.
func TestARefundWithoutANumberStops(t *testing.T) {
	l := fold(t, Begun{Fee: 3_000, Purpose: SeenOnly})
	if stops := l.Stops(total, Press{Fee: 1}, Moment{}); len(stops) != 1 {
		t.Errorf("%+v", stops)
	}
}

// Who names an entry that ended untold knows of it by that. What is still on its way, or
// was told as that, stays as it was.
func TestWhoNamesItHasHeard(t *testing.T) {
	close := func(number string) []Fact {
		return []Fact{begun(number, 1_000), sent(number, 1, 0), answered(number, 1, AnswerAccepted), Told{OutRefundNo: number}, heard(number, StatusClosed, 1_000)}
	}
	facts := append(close(one), close(two)...)
	facts = append(facts, begun("R3", 1_000), sent("R3", 1, 0), answered("R3", 1, AnswerAccepted))
	next := begun("R4", 1_000).(Begun)
	next.Beside = []string{one, "R3"}
	l := fold(t, append(facts, next)...)
	if l[0].IsUnheard() || l[0].ToldN != l[3].BegunN || !l[1].IsUnheard() || l[2].ToldN != 0 {
		t.Errorf("%+v", l)
	}
	again := Resent{OutRefundNo: "R4", By: "Li", At: t0, Wall: t0, Beside: []string{two}}
	l = fold(t, append(append(facts, next), sent("R4", 1, 0), answered("R4", 1, AnswerRefused), denied("R4", 0), again)...)
	if l[1].IsUnheard() || l[1].ToldN != l[3].AgainN {
		t.Errorf("sent again: %+v", l)
	}
}

// What is sent again is of who sends it then, and of who approved that, from the account
// that they named.
func TestSentAgainIsOfWhoSendsIt(t *testing.T) {
	l := fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0),
		Resent{OutRefundNo: one, By: "Wang", ApprovedBy: "Zhao", Account: AccountBalance, At: minute(3), Wall: minute(3)})
	if e := l[0]; e.By != "Wang" || e.ApprovedBy != "Zhao" || e.Account != AccountBalance || e.BegunAt != minute(3) || e.BegunWall != minute(3) {
		t.Errorf("%+v", e)
	}
}
