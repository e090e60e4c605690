package flow

import (
	"reflect"
	"testing"
	"time"

	"facetill/flow/refund"
)

const (
	partOne = "26112512000000000000000000000001M00000000000000000001"
	partTwo = "26112512000000000000000000000001M00000000000000000002"
)

func begin(number string, fee Fen) RefundBegun {
	return RefundBegun{OutRefundNo: number, Fee: fee, Reason: "return", By: "Li", At: t0}
}

func sentOnce(number string) RefundSent {
	return RefundSent{OutRefundNo: number, N: 1, At: t0, SendBy: t0.Add(sendWithin), Trusted: true}
}

func acceptedOnce(number string) []Fact {
	return []Fact{sentOnce(number), RefundAnswered{OutRefundNo: number, N: 1, Answer: refund.AnswerAccepted, At: t0}}
}

func heardOf(number, status string, fee Fen) RefundHeard {
	return RefundHeard{OutRefundNo: number, Status: status, Fee: fee, At: t0.Add(time.Hour)}
}

// cash is a refund that WeChat refuses, and that a person gives in another way.
func cash(number string) []Fact {
	return []Fact{sentOnce(number), RefundAnswered{OutRefundNo: number, N: 1, Answer: refund.AnswerRefused, At: t0}, RefundDenied{OutRefundNo: number, At: t0},
		RefundSettled{OutRefundNo: number, As: refund.SettledElse, By: "Wang", Reason: "cash", At: t0}}
}

// after folds facts into an attempt, all of which must be legal.
func after(t *testing.T, a Attempt, facts ...Fact) Attempt {
	t.Helper()
	for _, f := range facts {
		next, err := Apply(a, f)
		if err != nil {
			t.Fatalf("%s: %v", f.Kind(), err)
		}
		a = next
	}
	return a
}

func (a Attempt) says() string {
	s := string(a.State) + " " + string(a.Outcome()) + " back " + a.RefundedFee.String() + " rest " + a.Refunds.Rest(a.TotalFee).String()
	for _, c := range []struct {
		is   bool
		word string
	}{{a.Open(), " open"}, {a.OpenRefund(), " refund-open"}, {a.RefundUnderWay(), " under-way"}, {a.goesBack(), " goes-back"}} {
		if c.is {
			s += c.word
		}
	}
	return s
}

// Money rule 4b.1: what is refunded stays a paid sale, until all of it is back; and
// unclaimed is computed from what has left it.
func TestRefundsOfASale(t *testing.T) {
	paid := sample(t, Paid)
	shown, unclaimed := after(t, paid, Shown{}), after(t, paid, LeftUnclaimed{})
	expired := sample(t, Reversing)
	expired.Expired = true
	reversal := RefundBegun{OutRefundNo: refund.NumberOfReversal(string(paid.OutTradeNo)), Fee: 1280, Purpose: refund.Reversal, At: t0}
	number := reversal.OutRefundNo
	denied := []Fact{RefundAnswered{OutRefundNo: number, N: 1, Answer: refund.AnswerRefused, At: t0}, RefundDenied{OutRefundNo: number, At: t0}}
	all := append([]Fact{begin(partOne, 1280)}, acceptedOnce(partOne)...)
	for _, c := range []struct {
		what  string
		of    Attempt
		facts []Fact
		want  string
	}{
		{"a part is begun", shown, []Fact{begin(partOne, 1220)}, "paid paid back 0.00 rest 0.60 refund-open under-way"},
		{"a part is accepted", shown, append([]Fact{begin(partOne, 1220)}, acceptedOnce(partOne)...), "paid paid back 0.00 rest 0.60 under-way"},
		{"a part is back", shown, append(append([]Fact{begin(partOne, 1220)}, acceptedOnce(partOne)...), heardOf(partOne, refund.StatusSuccess, 1220)), "paid paid back 12.20 rest 0.60"},
		{"both parts are back", shown, append(append(append([]Fact{begin(partOne, 1220)}, acceptedOnce(partOne)...), heardOf(partOne, refund.StatusSuccess, 1220)),
			begin(partTwo, 60), heardOf(partTwo, refund.StatusSuccess, 60)), "refunded refunded back 12.80 rest 0.00 goes-back"},
		{"all is begun", shown, all[:1], "paid open back 0.00 rest 0.00 refund-open under-way goes-back"},
		{"all is on its way", shown, all, "paid refunding back 0.00 rest 0.00 under-way goes-back"},
		{"all is stuck", shown, append(all[:3:3], heardOf(partOne, refund.StatusChange, 1280)), "paid open back 0.00 rest 0.00 under-way goes-back"},
		{"and was given back there", shown, append(all[:3:3], heardOf(partOne, refund.StatusChange, 1280), RefundSettled{OutRefundNo: partOne, As: refund.SettledThere, By: "Wang", Reason: "saw it", At: t0}),
			"refunded refunded back 12.80 rest 0.00 goes-back"},
		{"was refused, and given in another way", shown, append(all[:1:1], cash(partOne)...), "paid refunded back 0.00 rest 12.80 goes-back"},
		{"a part was given in another way", shown, append([]Fact{begin(partOne, 1220)}, cash(partOne)...), "paid paid back 0.00 rest 12.80"},
		{"and the rest is begun", shown, append(append([]Fact{begin(partOne, 1220)}, cash(partOne)...), begin(partTwo, 60)), "paid open back 0.00 rest 12.20 refund-open under-way goes-back"},
		{"unclaimed, and given in another way", unclaimed, append(all[:1:1], cash(partOne)...), "paid open back 0.00 rest 12.80 open goes-back"},
		{"unclaimed, and a part of it", unclaimed, append([]Fact{begin(partOne, 1220)}, cash(partOne)...), "paid open back 0.00 rest 12.80 open goes-back"},
		{"was closed at WeChat", shown, append(all[:3:3], heardOf(partOne, refund.StatusClosed, 1280)), "paid paid back 0.00 rest 12.80"},

		{"unclaimed, and a part begun", unclaimed, []Fact{begin(partOne, 1220)}, "paid open back 0.00 rest 0.60 open refund-open under-way goes-back"},
		{"unclaimed, and all begun", unclaimed, all[:1], "paid open back 0.00 rest 0.00 open refund-open under-way goes-back"},
		{"unclaimed, and all on its way", unclaimed, all, "paid refunding back 0.00 rest 0.00 under-way goes-back"},
		{"unclaimed again, because it was closed", unclaimed, append(all[:3:3], heardOf(partOne, refund.StatusClosed, 1280)), "paid open back 0.00 rest 12.80 open"},
		{"given by a person, and a part begun", unclaimed, []Fact{GoodsGiven{By: "Li", Reason: "was here"}, begin(partOne, 1220)}, "paid paid back 0.00 rest 0.60 refund-open under-way"},
		{"given back there, as a look found", unclaimed, []Fact{RefundFound{OutRefundNo: "p", Status: refund.StatusSuccess, Fee: 1280, At: t0}}, "refunded refunded back 12.80 rest 0.00 goes-back"},

		{"a reversal's is begun", expired, []Fact{reversal}, "refunding open back 0.00 rest 0.00 open refund-open under-way goes-back"},
		{"a reversal's is on its way", expired, append([]Fact{reversal}, acceptedOnce(number)...), "refunding open back 0.00 rest 0.00 under-way goes-back"},
		{"a reversal's is stuck", expired, append(append([]Fact{reversal}, acceptedOnce(number)...), heardOf(number, refund.StatusChange, 1280)), "refunding open back 0.00 rest 0.00 open under-way goes-back"},
		{"a reversal's is back", expired, append(append([]Fact{reversal}, acceptedOnce(number)...), heardOf(number, refund.StatusSuccess, 1280)), "refunded refunded back 12.80 rest 0.00 goes-back"},
		{"a reversal's is refused once", expired, append([]Fact{reversal, sentOnce(number)}, denied...), "refunding open back 0.00 rest 0.00 open refund-open under-way goes-back"},
		{"a reversal's was closed", expired, []Fact{reversal, heardOf(number, refund.StatusClosed, 1280)}, "refunding open back 0.00 rest 12.80 open"},
		{"and a person begins one more", expired, []Fact{reversal, heardOf(number, refund.StatusClosed, 1280), PersonNeeded{Reason: PersonReason(AnswerRefundRefused)},
			RefundBegun{OutRefundNo: partOne, Fee: 1280, Purpose: refund.Reversal, By: "Li", At: t0}}, "refunding open back 0.00 rest 0.00 open refund-open under-way goes-back"},
	} {
		a := after(t, c.of, c.facts...)
		if got := a.says(); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.what, got, c.want)
		}
		if !a.Blocking() {
			t.Errorf("%s: it blocks no more", c.what)
		}
		if open := a.Open() || a.OpenRefund(); a.Unfinished() != open {
			t.Errorf("%s: unfinished %t", c.what, a.Unfinished())
		}
		begun, _ := a.Refunds.Begun()
		if a.OutRefundNo != begun.Number {
			t.Errorf("%s: number %q of %q", c.what, a.OutRefundNo, begun.Number)
		}
	}
}

// What an older journal's refund left without an end ends with its sale: by a person's
// word that it is paid, and by the proof of its reversal.
func TestOldRefundsEndWithTheirSale(t *testing.T) {
	seen := RefundBegun{Fee: 1280, Reason: "seen"}
	ours := RefundBegun{OutRefundNo: partOne, Fee: 1280, Reason: "reverse_expired"}
	for _, c := range []struct {
		what  string
		of    Attempt
		facts []Fact
		want  string
	}{
		{"a part was seen, and a person says paid", sample(t, Confirming), []Fact{seen, PersonNeeded{Reason: NeededRefundPart},
			PersonResolved{As: ResolvedPaid, By: "Li", Reason: "goods", At: t0}}, "paid paid back 0.00 rest 12.80"},
		{"stuck, and back after all", sample(t, Reversing), []Fact{ours, PersonNeeded{Reason: PersonReason(AnswerRefundStuck)},
			ReversalProven{Proof: AnswerRefundAll, At: t0}}, "reversed reversed back 0.00 rest 0.00 goes-back"},
		{"refused, and reversed in another way", sample(t, Reversing), []Fact{ours, PersonNeeded{Reason: PersonReason(AnswerRefundRefused)},
			ReversalProven{Proof: AnswerRevoked, At: t0}}, "reversed reversed back 0.00 rest 12.80"},
	} {
		if got := after(t, c.of, c.facts...).says(); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.what, got, c.want)
		}
	}
}

// What cannot happen to the refunds of a sale is refused by name, whoever asks.
func TestNoSuchRefund(t *testing.T) {
	shown := after(t, sample(t, Paid), Shown{})
	unclaimed := after(t, sample(t, Paid), LeftUnclaimed{})
	for _, c := range []struct {
		what  string
		of    Attempt
		facts []Fact // the last one is refused
	}{
		{"more than was paid", shown, []Fact{begin(partOne, 1281)}},
		{"more than is left", shown, []Fact{begin(partOne, 1000), heardOf(partOne, refund.StatusProcessing, 1000), begin(partTwo, 281)}},
		{"a second one beside one that is begun", shown, []Fact{begin(partOne, 1), begin(partTwo, 1)}},
		{"of a sale that is being reversed", sample(t, Reversing), []Fact{begin(partOne, 1280)}},
		{"of one that needs a person", sample(t, NeedsPerson), []Fact{begin(partOne, 1280)}},
		{"of one that was refused", sample(t, Refused), []Fact{begin(partOne, 1280)}},
		{"a reversal's of one whose reverse did not come too late", sample(t, Reversing), []Fact{RefundBegun{OutRefundNo: "r", Fee: 1280, Purpose: refund.Reversal, At: t0}}},
		{"found of one that is not paid", sample(t, Refused), []Fact{RefundFound{OutRefundNo: "p", Status: refund.StatusSuccess, Fee: 1, At: t0}}},
		{"shown while a refund is begun", sample(t, Paid), []Fact{begin(partOne, 1), Shown{}}},
		{"shown while all is on its way", unclaimed, append(append([]Fact{begin(partOne, 1280)}, acceptedOnce(partOne)...), Shown{})},
		{"left unclaimed while all is on its way", unclaimed, append(append([]Fact{begin(partOne, 1280)}, acceptedOnce(partOne)...), LeftUnclaimed{})},
		{"given by a repeated call", unclaimed, []Fact{begin(partOne, 1), GoodsGiven{By: ByReplay}}},
		{"reversed beside a refund", unclaimed, []Fact{begin(partOne, 1), ReversalDecided{By: "Li", Reason: "left", At: t0}}},
		{"tender of a paid sale", shown, []Fact{TenderTaken{As: "cash", By: "Li"}}},
	} {
		last := len(c.facts) - 1
		a := after(t, c.of, c.facts[:last]...)
		if next, err := Apply(a, c.facts[last]); err == nil || !reflect.DeepEqual(next, a) {
			t.Errorf("%s: %s, %v", c.what, next.says(), err)
		}
	}
}

// Money rule 5.4: who asks again for a reference hears of a sale that goes back as
// finished, and never that it is paid.
func TestNoReplayOfWhatGoesBack(t *testing.T) {
	shown := after(t, sample(t, Paid), Shown{})
	unclaimed := after(t, sample(t, Paid), LeftUnclaimed{})
	for _, c := range []struct {
		what string
		a    Attempt
		want admission
	}{
		{"shown", shown, admitReplay},
		{"unclaimed", unclaimed, admitReplay},
		{"a part goes back, after it was shown", after(t, shown, begin(partOne, 1)), admitReplay},
		{"all goes back, after it was shown", after(t, shown, begin(partOne, 1280)), admitFinished},
		{"a part goes back of what nobody was told of", after(t, unclaimed, begin(partOne, 1)), admitFinished},
		{"it was refused", after(t, unclaimed, begin(partOne, 1280), heardOf(partOne, refund.StatusClosed, 1280)), admitReplay},
	} {
		if got, _ := admit([]Attempt{c.a}, 1280, t0.Add(time.Minute), time.Hour); got != c.want {
			t.Errorf("%s: %d, want %d", c.what, got, c.want)
		}
	}
}

// Attempts share no refund: a fact changes the one that it is folded into, and a text
// that is made plain that of one alone.
func TestAttemptsShareNoRefund(t *testing.T) {
	hidden := begin(partOne, 1000)
	hidden.Reason, hidden.Beside = "a\x1b[2Jb", []string{"1", "\u202e2"}
	a, same := after(t, sample(t, Paid), hidden), after(t, sample(t, Paid), hidden)
	plain := a.Plain()
	after(t, a, sentOnce(partOne))
	if !reflect.DeepEqual(a, same) || plain.Refunds[0].Reason == hidden.Reason {
		t.Errorf("%+v\nwas\n%+v\nplain\n%+v", a.Refunds, same.Refunds, plain.Refunds)
	}
	f := PlainFact(hidden).(RefundBegun)
	if f.Reason == hidden.Reason || f.Beside[1] == hidden.Beside[1] || hidden.Beside[1] != "\u202e2" {
		t.Errorf("%+v of %+v", f, hidden)
	}
}

// A row has milliseconds: what its facts add up to must be the same.
func TestRefundsHaveMilliseconds(t *testing.T) {
	odd := t0.Add(123456 * time.Microsecond).In(time.FixedZone("", 8*3600))
	f := begin(partOne, 1280)
	f.At, f.Wall = odd, odd
	e := after(t, sample(t, Paid), f, RefundSent{OutRefundNo: partOne, N: 1, At: odd, SendBy: odd.Add(sendWithin)}).Refunds[0]
	want := t0.Add(123 * time.Millisecond)
	if e.BegunAt != want || e.BegunWall != want || e.SentAt != want || e.SendBy != want.Add(sendWithin) {
		t.Errorf("%+v", e)
	}
}

// Money rule 4b.11: a day's refunds are those of sales. What undoes a charge is none, by
// whatever kind of refund, nor is what an older journal gave back of one.
func TestADaysRefunds(t *testing.T) {
	shown, expired := after(t, sample(t, Paid), Shown{}), sample(t, Reversing)
	expired.Expired = true
	part := append([]Fact{begin(partOne, 1220)}, acceptedOnce(partOne)...)
	reversal := RefundBegun{OutRefundNo: partOne, Fee: 1280, Purpose: refund.Reversal, At: t0}
	platform := RefundFound{OutRefundNo: "p", Status: refund.StatusSuccess, Fee: 1280, At: t0}
	word := after(t, sample(t, Confirming), PersonNeeded{Reason: NeededRefundPart}, PersonResolved{As: ResolvedPaid, By: "Li", At: t0})
	for _, c := range []struct {
		what  string
		of    Attempt
		facts []Fact
		want  Fen
	}{
		{"a part", shown, part, 1220},
		{"closed since", shown, append(part[:3:3], heardOf(partOne, refund.StatusClosed, 1220)), 1220},
		{"begun", shown, part[:2], 0},
		{"given back there", shown, []Fact{platform}, 1280},
		{"of a sale by a person's word", word, []Fact{platform}, 1280},
		{"what undoes it", expired, append([]Fact{reversal}, acceptedOnce(partOne)...), 0},
		{"what undoes it, by somebody else", expired, []Fact{platform}, 0},
		{"seen before it was known to be charged", sample(t, Confirming), []Fact{platform}, 0},
		{"an older journal's", shown, []Fact{RefundBegun{OutRefundNo: "R", Fee: 1280, By: "Li"}, RefundEnded{RefundedFee: 1280, At: t0}}, 1280},
		{"an older journal's that undid it", sample(t, Reversing), []Fact{RefundBegun{OutRefundNo: "R", Fee: 1280}, RefundEnded{RefundedFee: 1280, At: t0}}, 0},
	} {
		a := after(t, c.of, c.facts...)
		var fee Fen
		for _, e := range a.AcceptedIn(t0, t0.Add(time.Minute)) {
			fee += e.Fee
		}
		if fee != c.want {
			t.Errorf("%s: %s, want %s", c.what, fee, c.want)
		}
		if more := a.AcceptedIn(t0.Add(-time.Minute), t0); more != nil {
			t.Errorf("%s: before: %+v", c.what, more)
		}
	}
}

// Money rule 4b.4: a refund that is begun may still move its money, also where all of the
// sale is back by somebody else's hand. The sale is open until WeChat has said what became
// of it.
func TestABegunRefundKeepsItsSaleOpen(t *testing.T) {
	a := sample(t, Reversing)
	a.Expired = true
	n := refund.NumberOfReversal(string(a.OutTradeNo))
	a = after(t, a, RefundBegun{OutRefundNo: n, Fee: 1280, Purpose: refund.Reversal, At: t0}, RefundFound{OutRefundNo: "p", Status: refund.StatusSuccess, Fee: 1280, At: t0})
	if a.State != Refunding || !a.OpenRefund() || !a.Open() {
		t.Errorf("%s: %+v", a.says(), a.Refunds)
	}
}

// Money rule 4b.7: what undoes a sale and has no refund that is begun, on its way or back
// stands before a person, whichever facts have led there: nothing else would end it.
func TestNoReversalWaitsForNoRefund(t *testing.T) {
	a := sample(t, Reversing)
	a.Expired = true
	n := refund.NumberOfReversal(string(a.OutTradeNo))
	facts := []Fact{RefundBegun{OutRefundNo: n, Fee: 1280, Purpose: refund.Reversal, At: t0}, RefundDenied{OutRefundNo: n, At: t0},
		RefundSent{OutRefundNo: n, N: 1, At: t0, SendBy: t0.Add(sendWithin), Trusted: true}, RefundAnswered{OutRefundNo: n, N: 1, Answer: refund.AnswerRefused, At: t0},
		heardOf(n, refund.StatusClosed, 1280), heardOf(n, refund.StatusProcessing, 1280), heardOf(n, refund.StatusChange, 1280), heardOf(n, refund.StatusSuccess, 640),
		RefundFound{OutRefundNo: "p", Status: refund.StatusProcessing, Fee: 640, At: t0}, heardOf("p", refund.StatusClosed, 640),
		RefundResent{OutRefundNo: n, By: "Li", At: t0, Wall: t0, Trusted: true}}
	waited := 0
	var grow func(a Attempt, depth int)
	grow = func(a Attempt, depth int) {
		if a.State == Refunding && !a.OpenRefund() && a.Refunds.Claimed() == 0 {
			waited++
			record, is := Next(a, Situation{Now: t0, Sure: true, Trusted: true}).(Record)
			if !is {
				t.Fatalf("%+v", a.Refunds)
			}
			if next, err := Apply(a, record.Facts[0]); err != nil || next.State != NeedsPerson {
				t.Fatalf("%+v, %v", next, err)
			}
		}
		for _, f := range facts {
			if next, err := Apply(a, f); err == nil && depth > 0 {
				grow(next, depth-1)
			}
		}
	}
	grow(a, 6)
	if waited < 100 {
		t.Errorf("%d of them", waited)
	}
}
