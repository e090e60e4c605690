package refund

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
	"facetill/flow/money"
)

const (
	total money.Fen = 10_000
	trade           = "26112512000000000000000000000001"
	one             = trade + "M00000000000000000001"
	two             = trade + "M00000000000000000002"
)

var t0 = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func minute(n float64) time.Time { return t0.Add(time.Duration(n * float64(time.Minute))) }

// The facts that the tests fold most.
func begun(number string, fee money.Fen) Fact {
	return Begun{OutRefundNo: number, Fee: fee, By: "Li", At: t0, Wall: t0}
}
func sent(number string, n int, at float64) Fact {
	return Sent{OutRefundNo: number, N: n, At: minute(at), SendBy: minute(at).Add(sendWithin), Trusted: true}
}
func answered(number string, n int, k Kind) Fact {
	return Answered{OutRefundNo: number, N: n, Answer: k, At: t0}
}
func heard(number, status string, fee money.Fen) Fact {
	return Heard{OutRefundNo: number, Status: status, Fee: fee, At: minute(1)}
}
func found(number, status string, fee money.Fen) Fact {
	return Found{OutRefundNo: number, Status: status, Fee: fee, At: t0}
}
func denied(number string, at float64) Fact { return Denied{OutRefundNo: number, At: minute(at)} }
func settled(number, as string) Fact {
	return Settled{OutRefundNo: number, As: as, By: "Wang", Reason: "said so", At: minute(5)}
}

// fold makes a list of facts that must all be legal.
func fold(t testing.TB, facts ...Fact) List {
	t.Helper()
	var l List
	for i, f := range facts {
		before := slices.Clone(l)
		next, err := l.Apply(total, i, f)
		if err != nil {
			t.Fatalf("fact %d: %v", i, err)
		}
		if !slices.Equal(l, before) {
			t.Fatalf("fact %d changed the list that it was folded into", i)
		}
		l = next
	}
	return l
}

// illegal is a fact that the list must refuse, by name and without a change.
func illegal(t testing.TB, l List, f Fact) {
	t.Helper()
	before := slices.Clone(l)
	next, err := l.Apply(total, 50, f)
	var e *IllegalError
	if !errors.As(err, &e) || e.Fact != f.Kind() || !strings.Contains(e.Error(), f.Kind()) || !slices.Equal(next, before) || !slices.Equal(l, before) {
		t.Errorf("%+v was not refused: %v", f, err)
	}
}

// states are lists with an entry in each state that differs for the fold.
func states(t testing.TB) (names []string, lists map[string]List) {
	lists = map[string]List{}
	add := func(name string, facts ...Fact) {
		names = append(names, name)
		lists[name] = fold(t, facts...)
	}
	b := begun(one, 3_000)
	refused := []Fact{b, sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0)}
	accepted := []Fact{b, sent(one, 1, 0), answered(one, 1, AnswerAccepted)}
	stuck := append(slices.Clone(accepted), heard(one, StatusChange, 3_000))
	mismatch := append(slices.Clone(accepted), heard(one, StatusProcessing, 4_000))
	add("nothing")
	add("begun", b)
	add("sent", b, sent(one, 1, 0))
	add("throttled", b, sent(one, 1, 0), answered(one, 1, AnswerThrottled))
	add("answered refused", refused[:3]...)
	add("a send lost, then refused", b, sent(one, 1, 0), sent(one, 2, 1), answered(one, 2, AnswerRefused))
	add("refused", refused...)
	add("sent again", append(slices.Clone(refused), Resent{OutRefundNo: one, By: "Li", At: minute(2), Trusted: true})...)
	add("accepted", accepted...)
	add("done", append(slices.Clone(accepted), heard(one, StatusSuccess, 3_000))...)
	add("stuck", stuck...)
	add("settled there", append(slices.Clone(stuck), settled(one, SettledThere))...)
	add("mismatch", mismatch...)
	add("mismatch settled", append(slices.Clone(mismatch), settled(one, SettledThere))...)
	add("closed", append(slices.Clone(accepted), heard(one, StatusClosed, 3_000))...)
	add("settled otherwise", append(slices.Clone(refused), settled(one, SettledElse))...)
	for _, s := range []string{StatusProcessing, StatusSuccess, StatusChange, StatusClosed} {
		add("elsewhere "+s, found(one, s, 3_000))
	}
	add("elsewhere settled", found(one, StatusChange, 3_000), settled(one, SettledThere))
	return names, lists
}

// The matrix says of each state what each fact makes of it: the state, what is held
// and what is back, or - where it is refused.
func TestMatrix(t *testing.T) {
	facts := []struct {
		name string
		fact Fact
	}{
		{"begun again", begun(one, 3_000)},
		{"another begun", begun(two, 3_000)},
		{"another of the rest", Begun{OutRefundNo: two, Fee: 7_000, At: t0, Purpose: Reversal}},
		{"another of all", begun(two, total)},
		{"sent 1", sent(one, 1, 2)},
		{"sent 2", sent(one, 2, 2)},
		{"accepted 1", answered(one, 1, AnswerAccepted)},
		{"refused 1", answered(one, 1, AnswerRefused)},
		{"lost 1", answered(one, 1, AnswerLost)},
		{"PROCESSING", heard(one, StatusProcessing, 3_000)},
		{"SUCCESS", heard(one, StatusSuccess, 3_000)},
		{"CHANGE", heard(one, StatusChange, 3_000)},
		{"REFUNDCLOSE", heard(one, StatusClosed, 3_000)},
		{"SUCCESS of 40.00", heard(one, StatusSuccess, 4_000)},
		{"found", found(one, StatusSuccess, 3_000)},
		{"denied at once", denied(one, 0)},
		{"denied 16 min later", denied(one, 16.2)},
		{"fenced", Fenced{OutRefundNo: one, At: minute(1)}},
		{"resent", Resent{OutRefundNo: one, By: "Li", At: minute(2), Trusted: true}},
		{"resent, adopted", Resent{OutRefundNo: one, By: "Li", At: minute(2), Trusted: true, Adopted: 1}},
		{"settled there", settled(one, SettledThere)},
		{"settled otherwise", settled(one, SettledElse)},
		{"told", Told{OutRefundNo: one}},
	}
	var out strings.Builder
	names, lists := states(t)
	for _, name := range names {
		l := lists[name]
		fmt.Fprintf(&out, "%s: %s\n", name, describe(l))
		for _, f := range facts {
			next, err := l.Apply(total, 50, f.fact)
			if err != nil {
				illegal(t, l, f.fact)
				continue
			}
			fmt.Fprintf(&out, "\t%-20s %s\n", f.name, describe(next))
		}
	}
	golden.File(t, "testdata/matrix.txt", out.String())
}

func describe(l List) string {
	var words []string
	for _, e := range l {
		word := string(e.State)
		if e.Answered != "" && e.State == Entered {
			word += " (" + string(e.Answered) + ")"
		}
		if e.Mismatch {
			word += " mismatch"
		}
		if e.Final {
			word += " final"
		}
		if e.Contradicted() {
			word += " contradicted"
		}
		words = append(words, word+" "+string(e.Outcome()))
	}
	return fmt.Sprintf("%s; held %s, back %s, parts %d", strings.Join(words, " + "), l.Held(), l.Back(), l.Parts())
}

// No field of an entry is one that no fact fills.
func TestEveryFieldIsFilled(t *testing.T) {
	_, lists := states(t)
	all := []List{fold(t,
		Begun{OutRefundNo: one, Ref: "R", Fee: 10, Reason: "r", Note: "n", By: "b", ApprovedBy: "a", Account: "REFUND_SOURCE_RECHARGE_FUNDS", Purpose: Reversal, At: t0, Wall: t0, Adopted: 1}.whole(),
		Sent{OutRefundNo: one, N: 1, At: t0, SendBy: minute(1)}, sent(one, 2, 2),
		answered(one, 2, AnswerRefused), Fenced{OutRefundNo: one, At: t0}, denied(one, 30),
		Sent{OutRefundNo: one, N: 3, At: t0, SendBy: minute(1)}, sent(one, 4, 2),
		Answered{OutRefundNo: one, N: 4, Answer: AnswerAccepted, Code: "C", Message: "m", RefundID: "5", CashFee: 7, At: t0},
		Told{OutRefundNo: one}, Heard{OutRefundNo: one, Status: StatusSuccess, Fee: total, RefundID: "5", Received: "card", At: t0})}
	for _, l := range lists {
		all = append(all, l)
	}
	typ := reflect.TypeFor[Entry]()
	for i := range typ.NumField() {
		if !slices.ContainsFunc(all, func(l List) bool {
			return slices.ContainsFunc(l, func(e Entry) bool { return !reflect.ValueOf(e).Field(i).IsZero() })
		}) {
			t.Errorf("no fact fills %s", typ.Field(i).Name)
		}
	}
}

func (f Begun) whole() Begun { f.Fee = total; return f }

// Money rule 4b.11: the day on which a refund was accepted does not move, not when it was
// closed and moved after all: that day may have been closed, too. For a press it became
// accepted a second time.
func TestADayOfAcceptanceDoesNotMove(t *testing.T) {
	late := func(status string, at float64) Fact {
		return Heard{OutRefundNo: one, Status: status, Fee: 3_000, At: minute(at)}
	}
	l := fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerAccepted), late(StatusClosed, 1440), late(StatusSuccess, 2880))
	if e := l[0]; !e.AcceptedAt.Equal(t0) || e.AcceptedN != 5 || e.State != Done {
		t.Errorf("%+v", e)
	}
	l = fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0), late(StatusSuccess, 60))
	if e := l[0]; !e.AcceptedAt.Equal(minute(60)) || e.AcceptedN != 5 {
		t.Errorf("refused before: %+v", e)
	}
}

// Money rule 4b.11: what was given back elsewhere stays on the day on which it was found
// first, also where it was closed, then or later, and moves after all.
func TestADayOfElsewhereDoesNotMove(t *testing.T) {
	heard := func(status string, at float64) Fact {
		return Heard{OutRefundNo: "M1", Status: status, Fee: 3_000, At: minute(at)}
	}
	for _, found := range []string{StatusProcessing, StatusClosed} {
		facts := []Fact{Found{OutRefundNo: "M1", Status: found, Fee: 3_000, At: t0}}
		if found == StatusProcessing {
			facts = append(facts, heard(StatusClosed, 1440))
		}
		for _, status := range []string{StatusProcessing, StatusChange, StatusSuccess} {
			if e := fold(t, append(facts, heard(status, 2880))...)[0]; !e.AcceptedAt.Equal(t0) || !e.IsClaimed() || e.State != Elsewhere {
				t.Errorf("found in %s, and then in %s: %+v", found, status, e)
			}
		}
	}
}

// Money rule 4b.10: what was told as on its way and is closed then has yet to be told as
// what it is.
func TestWhatIsClosedBehindItsWordIsToldAnew(t *testing.T) {
	told := Told{OutRefundNo: one}
	l := fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerAccepted), told, heard(one, StatusClosed, 3_000), told)
	if l[0].ToldN != 6 {
		t.Errorf("%+v", l[0])
	}
	l = fold(t, found(one, StatusProcessing, 3_000), told, heard(one, StatusClosed, 3_000), told)
	if l[0].ToldN != 4 {
		t.Errorf("elsewhere: %+v", l[0])
	}
	l = fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0), told, heard(one, StatusClosed, 3_000))
	illegal(t, l, told) // its word was that it moved nothing
}
