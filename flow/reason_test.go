package flow_test

import (
	"reflect"
	"testing"

	"facetill/flow"
)

// What a stored reason is, by state and by who had a word in it, and in the corners
// where one text could be two things.
func TestWithReason(t *testing.T) {
	const odd = "of another version"
	type a = flow.Attempt
	auto := map[flow.State]a{flow.Cancelled: {EndedBy: odd}, flow.NeedsPerson: {PersonReason: odd}}
	for _, s := range flow.States() {
		for _, c := range []struct{ of, want a }{{a{}, a{ReverseReason: odd}}, {a{DecidedBy: "Li"}, a{Note: odd}},
			{a{ResolvedAs: flow.ResolvedPaid}, a{Note: odd}}, {a{ResolvedAs: flow.ResolvedNotCharged}, a{Note: odd}}} {
			want, of := c.want, c.of
			if w, is := auto[s]; is {
				want = w
			}
			want.State, want.DecidedBy, want.ResolvedAs, of.State = s, of.DecidedBy, of.ResolvedAs, s
			if got := of.WithReason(odd); !reflect.DeepEqual(got, want) || got.ReasonText() != odd {
				t.Errorf("%s: %+v, want %+v", s, got, want)
			}
		}
	}
	for _, c := range []struct {
		of   a
		text string
		want a
	}{
		{a{State: flow.Reversed}, "reverse_refused", a{PersonReason: "reverse_refused"}},
		{a{State: flow.Refunded}, "refund_stuck", a{PersonReason: "refund_stuck"}},
		{a{State: flow.Reversed, DecidedBy: "Li"}, "payerror", a{PersonReason: "payerror"}},
		{a{State: flow.Refunded, ResolvedAs: flow.ResolvedPaid}, "refund_part", a{PersonReason: "refund_part"}},
		{a{State: flow.Reversed}, "payerror", a{ReverseReason: "payerror"}},
		{a{State: flow.Reversed, ResolvedAs: flow.ResolvedNotCharged}, "payerror", a{Note: "payerror"}},
		{a{State: flow.Reversing}, "payerror", a{ReverseReason: "payerror"}},
		{a{State: flow.Reversing, DecidedBy: "Li"}, "payerror", a{Note: "payerror"}},
		{a{State: flow.Reversed, PersonReason: "no rule"}, "", a{}},
	} {
		want := c.want
		want.State, want.DecidedBy, want.ResolvedAs = c.of.State, c.of.DecidedBy, c.of.ResolvedAs
		if got := c.of.WithReason(c.text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q of %+v: %+v", c.text, c.of, got)
		}
	}
}
