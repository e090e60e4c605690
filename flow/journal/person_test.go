package journal_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// noted is a journal in which somebody did five things on two lanes.
func noted(t *testing.T) (*journal.Journal, *medium) {
	t.Helper()
	j, m := onMedium(t)
	for n := range 5 {
		e := flow.PersonEvent{At: noon.Add(time.Duration(n) * time.Hour), Lane: fmt.Sprint("L", n%2), Kind: "pin_wrong", Who: "Li", Body: fmt.Sprint(n)}
		if err := j.Note(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return j, m
}

// What people did is missed where it is not whole, by whoever reads it, writes behind it
// or verifies: a wrong PIN that was taken out would be one that never was.
func TestWhatPeopleDidIsWhole(t *testing.T) {
	ctx := t.Context()
	for _, damage := range []string{
		"DELETE FROM person WHERE n = 5", "DELETE FROM person WHERE n = 3", "DELETE FROM person WHERE n = 1", "DELETE FROM person",
		"UPDATE person SET n = 6 WHERE n = 5", "UPDATE person SET at_ms = at_ms + 1 WHERE n = 2", "UPDATE person SET lane = 'L1' WHERE n = 1",
		"UPDATE person SET kind = 'signed_in' WHERE n = 1", "UPDATE person SET who = 'Wu' WHERE n = 4", "UPDATE person SET body = '' WHERE n = 5",
		"UPDATE person SET hash = 'x' WHERE n = 1", "DELETE FROM tally WHERE what = 'person'", "UPDATE tally SET n = 4 WHERE what = 'person'",
	} {
		j, m := noted(t)
		if err := verified(ctx, j); err != nil {
			t.Fatalf("before: %v", err)
		}
		if _, err := m.db.Exec(damage); err != nil {
			t.Fatalf("%s: %v", damage, err)
		}
		_, reading := j.PersonEvents(ctx, "L0", 0)
		if !errors.Is(reading, journal.ErrDamaged) {
			t.Errorf("%s: read: %v", damage, reading)
		}
		if err := verified(ctx, j); err == nil {
			t.Errorf("%s: verify sees nothing", damage)
		}
	}
	for _, damage := range []string{"DELETE FROM person WHERE n = 5", "UPDATE person SET who = 'Wu' WHERE n = 5", "DELETE FROM person"} {
		j, m := noted(t)
		_, err := m.db.Exec(damage)
		if writing := j.Note(ctx, flow.PersonEvent{At: noon, Lane: "L0", Kind: "signed_in", Who: "Li"}); err != nil || !errors.Is(writing, journal.ErrDamaged) {
			t.Errorf("%s: written behind it: %v, %v", damage, err, writing)
		}
	}
	j, m := noted(t)
	if _, err := m.db.Exec("UPDATE tally SET mix = mix + 1 WHERE what = 'person'"); err != nil {
		t.Fatal(err)
	}
	if err := verified(ctx, j); err == nil {
		t.Error("verify does not hold the events against their tally")
	}
}

// What cannot be written down is said: an event is there whole, or not at all.
func TestANoteThatFails(t *testing.T) {
	ctx := t.Context()
	e := flow.PersonEvent{At: noon, Lane: "L0", Kind: "signed_in", Who: "Li"}
	for what := range map[string]bool{"may write": true, "must write": true} {
		j, m := noted(t)
		m.refuse = map[string]error{what: errDisk}
		if err := j.Note(ctx, e); !errors.Is(err, errDisk) {
			t.Errorf("%s: %v", what, err)
		}
	}
	failed := 0
	for n := int64(1); ; n++ {
		j, m := noted(t)
		m.left.Store(n)
		err := j.Note(ctx, e)
		m.left.Store(0)
		all, reading := j.PersonEvents(ctx, "L0", 0)
		if want := 3; reading != nil || err != nil && len(all) != want || err == nil && len(all) != want+1 {
			t.Fatalf("call %d: %v; then %d events, %v", n, err, len(all), reading)
		}
		if err := verified(ctx, j); err != nil {
			t.Errorf("call %d: %v", n, err)
		}
		if err == nil {
			break
		}
		failed++
	}
	if failed < 5 {
		t.Errorf("it failed at %d calls alone", failed)
	}
}

// A newer schema keeps what people did, and makes the refunds and what lists them anew.
func TestANewerSchemaKeepsRefundsAndPeople(t *testing.T) {
	ctx := t.Context()
	j, m := noted(t)
	a := givenBack(t, j)
	before, _, err := j.Read(ctx, a.OutTradeNo)
	if err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{"UPDATE refund SET fee = 99", "UPDATE refund SET sum = 1 WHERE place = 1", "DELETE FROM tally WHERE what LIKE 'back%'", "UPDATE attempt SET refunds = 1"} {
		if _, err := m.db.Exec(damage); err != nil {
			t.Fatal(err)
		}
	}
	if err := bring(ctx, journal.New(m, m.db, time.Now), later("CREATE TABLE extra (x INTEGER)")); err != nil {
		t.Fatal(err)
	}
	after := journal.New(m, m.db, time.Now)
	if err := after.Ready(ctx, journal.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := verified(ctx, after); err != nil {
		t.Errorf("verify finds %v", err)
	}
	if back, _, err := after.Read(ctx, a.OutTradeNo); err != nil || !reflect.DeepEqual(back, before) {
		t.Errorf("read %v\n%+v\nbefore\n%+v", err, back, before)
	}
	if day, err := after.Refunds(ctx, noon, noon.Add(time.Hour)); err != nil || len(day) != 1 {
		t.Errorf("of the day: %d, %v", len(day), err)
	}
	if all, err := after.PersonEvents(ctx, "L0", 0); err != nil || len(all) != 3 {
		t.Errorf("of the people: %d, %v", len(all), err)
	}
	if _, err := m.db.Exec("DELETE FROM person WHERE n = 5"); err != nil {
		t.Fatal(err)
	}
	lost := append(later("CREATE TABLE extra (x INTEGER)"), "CREATE TABLE more (x INTEGER)")
	if err := bring(ctx, journal.New(m, m.db, time.Now), lost); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("what somebody did was lost: %v", err)
	}
}
