package flowtest

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"time"

	"facetill/flow"
)

// people is a journal that keeps what people do at the tills.
type people interface {
	Note(ctx context.Context, e flow.PersonEvent) error
	PersonEvents(ctx context.Context, lane string, limit int) ([]flow.PersonEvent, error)
}

// people: two processes note what happens on two lanes, and each reads all of its own.
func (s suite) people() {
	one, two := s.Process("one").(people), s.Process("two").(people)
	var want, all []flow.PersonEvent
	for n := range 600 {
		e := flow.PersonEvent{At: suiteTime.Add(time.Duration(n) * time.Second), Lane: fmt.Sprint("L", n%3/2), Kind: "signed_in", Who: "李", Body: fmt.Sprintf("{%q:%d}", "n", n)}
		j := one
		if n%2 == 1 {
			j = two
		}
		must(s.T, j.Note(s.ctx, e))
		e.N = n + 1
		if all = append([]flow.PersonEvent{e}, all...); e.Lane == "L0" {
			want = append([]flow.PersonEvent{e}, want...)
		}
	}
	for limit, most := range map[int]int{0: len(want), 1: 1, 7: 7, 399: 399, 400: 400, 1000: 400} {
		got, err := two.PersonEvents(s.ctx, "L0", limit)
		if err != nil || !reflect.DeepEqual(got, want[:most]) {
			s.Errorf("the last %d of a lane: %d events, %v", limit, len(got), err)
		}
	}
	for _, limit := range []int{0, 5} {
		most := all[:cmp.Or(limit, len(all))]
		if got, err := one.PersonEvents(s.ctx, "", limit); err != nil || !reflect.DeepEqual(got, most) {
			s.Errorf("the last %d of all lanes: %d events, %v", limit, len(got), err)
		}
	}
	if got, err := one.PersonEvents(s.ctx, "L9", 0); err != nil || len(got) != 0 {
		s.Errorf("a lane where nobody was: %+v, %v", got, err)
	}
}
