package journal_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// Money rule 1.7: of two that take over an attempt one drives it; what was read before the
// other one came is not what is taken over.
func TestSomebodyWasQuicker(t *testing.T) {
	ctx := t.Context()
	for what, quicker := range map[string]func(flow.Journal, flow.Attempt) error{
		"claimed":  func(j flow.Journal, _ flow.Attempt) error { return errOf(j.Claim(ctx, "3")) },
		"appended": func(j flow.Journal, a flow.Attempt) error { return errOf(j.Append(ctx, a, flow.PayerIdentified{})) },
		"released": func(j flow.Journal, a flow.Attempt) error { return j.Release(ctx, a) },
	} {
		j, m := onMedium(t)
		shop(t, j, m)
		seen, _, err := j.Read(ctx, "3")
		if err != nil {
			t.Fatal(err)
		}
		m.meanwhile = func() {
			m.meanwhile = nil
			m.driver = map[string]string{"claimed": "other", "appended": "dead", "released": "dead"}[what]
			if err := quicker(j, seen); err != nil {
				t.Error(what, err)
			}
			m.driver = "we"
		}
		if a, err := j.Claim(ctx, "3"); !errors.Is(err, flow.ErrOwned) || !reflect.DeepEqual(a, flow.Attempt{}) {
			t.Errorf("%s meanwhile: claimed %+v, %v", what, a, err)
		}
		if _, driven, err := j.Read(ctx, "3"); driven || err != nil {
			t.Errorf("%s meanwhile: driven by us, %v", what, err)
		}
	}
}

// The facts say when each was written, and by which driver; a claim of what this process
// drives changes nothing.
func TestWhoWroteWhat(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	a, err := j.Open(ctx, opened("1", "one"))
	if err == nil {
		a, err = j.Append(ctx, a, flow.PayerIdentified{})
	}
	if err != nil {
		t.Fatal(err)
	}
	if own, err := j.Claim(ctx, "1"); err != nil || !reflect.DeepEqual(own, a) {
		t.Errorf("claimed from ourselves: %+v, %v; want %+v", own, err, a)
	}
	if _, err := j.Claim(ctx, "2"); !errors.Is(err, flow.ErrUnknown) {
		t.Errorf("claimed what there is not: %v", err)
	}
	m.driver = "other"
	b, err := j.Claim(ctx, "1")
	if err == nil {
		_, err = j.Append(ctx, b, flow.SaleCancelled{By: "restart"})
	}
	if err != nil || b.Epoch != 2 {
		t.Fatal(b.Epoch, err)
	}
	var all strings.Builder
	rows, err := m.db.Query("SELECT out_trade_no, n, kind, at_ms, epoch FROM event ORDER BY n")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var no, kind string
		var n, at, epoch int64
		if err := rows.Scan(&no, &n, &kind, &at, &epoch); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %d %s %d %d\n", no, n, kind, at-noon.UnixMilli(), epoch)
	}
	if want := "1 1 opened 0 1\n1 2 identified 0 1\n1 3 cancelled 0 2\n"; rows.Err() != nil || all.String() != want {
		t.Errorf("there stand\n%s%v\nwant\n%s", all.String(), rows.Err(), want)
	}
	events, err := j.Timeline(ctx, "1")
	if err != nil || len(events) != 3 || !events[2].At.Equal(noon) || events[2].N != 3 || events[2].State != flow.Cancelled || events[1].State != flow.Identified {
		t.Errorf("%+v, %v", events, err)
	}
}

// Money rule 1.1: a fact that has no text is not written, and is no fact.
func TestAFactThatHasNoText(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	a, err := j.Open(ctx, opened("1", "one"))
	if err != nil {
		t.Fatal(err)
	}
	before, never := dump(t, m), time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	first := opened("2", "two")
	first.Order.OpenedAt = never
	if b, err := j.Open(ctx, first); err == nil {
		t.Errorf("opened %+v", b)
	}
	if b, err := j.Append(ctx, a, flow.SaleCancelled{By: "cashier", At: never}); err == nil || !reflect.DeepEqual(b, a) {
		t.Errorf("appended: %+v, %v", b, err)
	}
	if err := j.Stopped(ctx, "L", 1, flow.Press{}, never); err == nil {
		t.Error("a press that has no text is remembered")
	}
	if after := dump(t, m); after != before {
		t.Errorf("there is\n%s\nbefore\n%s", after, before)
	}
}
