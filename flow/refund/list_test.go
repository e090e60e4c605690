package refund

import (
	"bytes"
	"crypto/rand"
	"slices"
	"testing"

	"facetill/flow/field"
	"facetill/flow/money"
)

// What is back, on its way, held and left, over every state together.
func TestSums(t *testing.T) {
	l := fold(t,
		begun(one, 1_000), sent(one, 1, 0), answered(one, 1, AnswerAccepted), heard(one, StatusSuccess, 1_000), // done
		begun(two, 2_000), sent(two, 1, 2), answered(two, 1, AnswerAccepted), // on its way
		found("platform-1", StatusSuccess, 300), found("platform-2", StatusProcessing, 40), found("platform-3", StatusClosed, 5_000),
		begun(trade+"R", 700)) // not known
	for name, is := range map[string][2]money.Fen{"back": {l.Back(), 1_300}, "claimed": {l.Claimed(), 3_340}, "moving": {l.Moving(), 2_040},
		"held": {l.Held(), 4_040}, "rest": {l.Rest(total), 5_960}, "over": {l.Over(total), 0}} {
		if is[0] != is[1] {
			t.Errorf("%s is %s, want %s", name, is[0], is[1])
		}
	}
	if l.Parts() != 5 {
		t.Errorf("%d parts", l.Parts())
	}
	if e, ok := l.Begun(); !ok || e.Number != trade+"R" {
		t.Errorf("begun is %+v", e)
	}
}

// A refusal that moves after all may stand beside the refund that was begun in its
// place: more is on its way than the total, and nobody hears of a rest below zero.
func TestOver(t *testing.T) {
	l := fold(t, begun(one, total), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0),
		begun(two, total), sent(two, 1, 2), answered(two, 1, AnswerAccepted), heard(one, StatusProcessing, total))
	if l.Over(total) != total || l.Rest(total) != 0 {
		t.Errorf("over %s, rest %s", l.Over(total), l.Rest(total))
	}
	if begun := l[1:]; begun.Over(total) != 0 {
		t.Errorf("all of it once: over %s", begun.Over(total))
	}
}

func TestSumOfAnOrder(t *testing.T) {
	row := func(status string, fee money.Fen) Seen { return Seen{Status: status, Fee: fee} }
	for _, c := range []struct {
		seen []Seen
		want Kind
		back money.Fen
	}{
		{nil, AnswerNone, 0},
		{[]Seen{row(StatusSuccess, 4_000), row(StatusSuccess, 6_000)}, AnswerSuccess, total},
		{[]Seen{row(StatusSuccess, 4_000)}, AnswerPart, 4_000},
		{[]Seen{row(StatusSuccess, 4_000), row(StatusProcessing, 1)}, AnswerProcessing, 4_000},
		{[]Seen{row(StatusChange, 1), row(StatusProcessing, 1)}, AnswerProcessing, 0},
		{[]Seen{row(StatusChange, 1)}, AnswerChange, 0},
		{[]Seen{row(StatusClosed, 1), row(StatusSuccess, total)}, AnswerSuccess, total},
		{[]Seen{row(StatusClosed, 1)}, AnswerChange, 0},
		{[]Seen{row(StatusSuccess, total+1)}, AnswerLost, 0},
	} {
		if k, back := Sum(c.seen, total); k != c.want || back != c.back {
			t.Errorf("%+v: %s, %s; want %s, %s", c.seen, k, back, c.want, c.back)
		}
	}
}

// A number of a reference is the same for ever: this one may stand in a journal.
func TestNumbers(t *testing.T) {
	if n := NumberOf(trade, "bon 7"); n != trade+"Fb5edd2eba7e4063dacb4715e" || !IsOurs(trade, n) {
		t.Error(n)
	}
	if NumberOf(trade, "bon 7") == NumberOf(trade, "bon 8") || NumberOf(trade, "7") == NumberOf(trade+"7", "") {
		t.Error("two references have one number")
	}
	seen := map[string]bool{}
	for range 10_000 {
		n, err := MintNumber(trade, rand.Reader)
		if err != nil || !IsOurs(trade, n) || seen[n] || len(n) > 64 || field.Number(n, 64) != n {
			t.Fatal(n, err)
		}
		seen[n] = true
	}
	if n, err := MintNumber(trade, bytes.NewReader(nil)); err == nil {
		t.Errorf("minted %q without randomness", n)
	}
	for _, n := range []string{"", trade, "platform-1", trade + "X12345678901234567890", trade + "M1", "1" + trade + "R"} {
		if IsOurs(trade, n) {
			t.Errorf("%q is ours", n)
		}
	}
	if !IsOurs(trade, NumberOfReversal(trade)) {
		t.Error("a reversal's number is not ours")
	}
}

// What a look finds is entered once, and a number of ours is its entry.
func TestFacts(t *testing.T) {
	l := fold(t, begun(one, 3_000), sent(one, 1, 0))
	look := Answer{Kind: AnswerListed, Seen: []Seen{{Number: one, Status: StatusProcessing, Fee: 3_000},
		{Number: "platform-1", Status: StatusSuccess, Fee: 500}, {Number: "platform-1", Status: StatusSuccess, Fee: 500}}}
	facts := l.Facts(look, t0)
	want := []Fact{heard(one, StatusProcessing, 3_000), found("platform-1", StatusSuccess, 500)}
	if len(facts) != 2 || facts[0].Kind() != want[0].Kind() || facts[1] != want[1] {
		t.Fatalf("%+v", facts)
	}
	for i, f := range facts {
		var err error
		if l, err = l.Apply(total, 2+i, f); err != nil {
			t.Fatal(err)
		}
	}
	if again := l.Facts(look, t0); len(again) != 0 {
		t.Errorf("the same answer makes %+v known again", again)
	}
	if l[0].State != Accepted || l.Back() != 500 {
		t.Errorf("%+v", l)
	}
	old := List{{Fee: total, State: Entered, Purpose: SeenOnly}}
	if facts := old.Facts(look, t0); len(facts) != 0 {
		t.Errorf("what an older journal saw is entered twice: %+v", facts)
	}
}

// A reference answers by its number, too: a look found what a restored journal lost.
func TestFindRef(t *testing.T) {
	l := fold(t, found(NumberOf(trade, "bon 7"), StatusProcessing, 3_000))
	if e, ok := l.FindRef(trade, "bon 7"); !ok || e.State != Elsewhere {
		t.Errorf("%+v", e)
	}
	if _, ok := l.FindRef(trade, "bon 8"); ok {
		t.Error("another reference was found")
	}
	if _, ok := append(slices.Clone(l), Entry{Number: "x"}).FindRef(trade, ""); ok {
		t.Error("no reference was found")
	}
}
