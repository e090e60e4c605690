package journal_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/refund"
)

// A refund's row that is lost, changed, or not where it belongs is missed by whoever
// reads the sale: what it held would be free to be given back again.
func TestARefundThatIsNotWhole(t *testing.T) {
	ctx := t.Context()
	for _, damage := range []string{
		"DELETE FROM refund WHERE place = 0", "DELETE FROM refund WHERE place = 1", "DELETE FROM refund",
		"UPDATE refund SET fee = 2 WHERE place = 1", "UPDATE refund SET state = 'refused' WHERE place = 0",
		"UPDATE refund SET place = 2 WHERE place = 1", "UPDATE refund SET out_trade_no = 'other' WHERE place = 1",
		"UPDATE refund SET place = 5 - place", "UPDATE attempt SET refunds = 1 WHERE refunds = 2",
		"UPDATE attempt SET refunds = 1 << 40 WHERE refunds = 2", "UPDATE attempt SET refunds = -1 WHERE refunds = 2",
		"UPDATE attempt SET refund_pending = 0 WHERE refunds = 2", "DELETE FROM tally WHERE what = 'back'",
		"DELETE FROM tally WHERE what = 'back of a day'", "UPDATE tally SET mix = mix + 1 WHERE what = 'back of a day'", "UPDATE tally SET day = day + 1 WHERE what = 'back of a day'",
	} {
		j, _ := made(t)
		a := givenBack(t, j)
		if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
			t.Fatalf("before: %+v, %v", r, err)
		}
		if _, err := j.DB().Exec(damage); err != nil {
			t.Fatalf("%s: %v", damage, err)
		}
		_, _, read := j.Read(ctx, a.OutTradeNo)
		_, list := j.Refunding(ctx)
		_, day := j.Refunds(ctx, noon.Add(-time.Hour), noon.Add(time.Hour))
		if !errors.Is(errors.Join(read, list, day), journal.ErrDamaged) {
			t.Errorf("%s: %v, %v, %v", damage, read, list, day)
		}
		if r, err := j.Verify(ctx); err != nil || len(r.Problems) == 0 {
			t.Errorf("%s: %+v, %v", damage, r, err)
		}
	}
}

// givenBack is a sale of 1.00 with a refund that is on its way and one of which nobody knows.
func givenBack(t *testing.T, j flow.Journal) flow.Attempt {
	t.Helper()
	first := opened("1", "r")
	first.Order.TotalFee = 100
	a, err := j.Open(t.Context(), first)
	for _, f := range append(paid(), flow.Shown{}, flow.RefundBegun{OutRefundNo: "1M1", Fee: 40, By: "Li", At: noon},
		flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusProcessing, Fee: 40, At: noon}, flow.RefundBegun{OutRefundNo: "1M2", Fee: 60, By: "Li", At: noon}) {
		if err == nil {
			a, err = j.Append(t.Context(), a, f)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A sale without refunds writes nothing for them.
func TestNothingIsWrittenForNoRefund(t *testing.T) {
	j, _ := made(t)
	a, err := j.Open(t.Context(), opened("1", "r"))
	if err == nil {
		_, err = j.Append(t.Context(), a, paid()...)
	}
	var rows, tallies int
	if err == nil {
		err = j.DB().QueryRow("SELECT (SELECT count(*) FROM refund), (SELECT count(*) FROM tally WHERE what = 'back')").Scan(&rows, &tallies)
	}
	if err != nil || rows+tallies != 0 {
		t.Errorf("%d rows, %d tallies, %v", rows, tallies, err)
	}
}

// How much a sale that is paid and shown asks of the engine is not changed by what refunds
// and people need: no statement is about one. Its line is one of them, with two tallies.
func TestASaleRunsAsManyStatements(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	var ran []string
	m.heard = func(text string) { ran = append(ran, text) }
	a, err := j.Open(ctx, opened("1", "r"))
	for _, f := range append(paid(), flow.Shown{}) {
		if err == nil {
			a, err = j.Append(ctx, a, f)
		}
	}
	if err == nil {
		_, _, err = j.Read(ctx, a.OutTradeNo)
	}
	const before, line = 38, 3
	if err != nil || len(ran) != before+line {
		t.Errorf("%d statements, %v; want %d", len(ran), err, before+line)
	}
	for _, text := range ran {
		if strings.Contains(text, "refund ") || strings.Contains(text, "person") {
			t.Errorf("it runs %s", text)
		}
	}
}

// Two entries of one sale are two rows; an entry that moves is written where it stood.
func TestRefundsKeepTheirPlaces(t *testing.T) {
	j, _ := made(t)
	a := givenBack(t, j)
	next, err := j.Append(t.Context(), a, flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusSuccess, Fee: 40, At: noon})
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := j.Read(t.Context(), "1")
	var numbers []string
	for _, e := range back.Refunds {
		numbers = append(numbers, e.Number+" "+string(e.State))
	}
	if got := strings.Join(numbers, ", "); err != nil || got != "1M1 done, 1M2 begun" || !reflect.DeepEqual(back, next) {
		t.Errorf("%s, %v\n%+v\nwant\n%+v", got, err, back, next)
	}
}

// What an index hides would be missing in the sum of its day, and nobody would know: a
// day's refunds are those of its tally, or none.
func TestNoRefundOfADayIsHidden(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct {
		hide, behind string
	}{
		{"UPDATE refund SET accepted_ms = 0 WHERE place = 0", "UPDATE refund SET accepted_ms = $1 WHERE place = 0"},
		{"UPDATE refund SET accepted_ms = accepted_ms + 86400000 WHERE place = 0", "UPDATE refund SET accepted_ms = $1 WHERE place = 0"},
	} {
		j, m := onMedium(t)
		a := givenBack(t, j)
		if _, err := m.db.Exec(c.hide); err != nil {
			t.Fatal(err)
		}
		behindIndex(t, m, "refund_day", strings.Replace(c.behind, "$1", fmt.Sprint(a.Refunds[0].AcceptedAt.UnixMilli()), 1))
		other, m2 := process(t, m.path, "other")
		if back, _, err := other.Read(ctx, a.OutTradeNo); err != nil || !reflect.DeepEqual(back.Refunds, a.Refunds) {
			t.Fatalf("%s: the row itself is not as it was: %+v, %v", c.hide, back.Refunds, err)
		}
		if all, err := other.Refunds(ctx, noon.Add(-time.Hour), noon.Add(time.Hour)); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: %d of the day, %v", c.hide, len(all), err)
		}
		if err := verified(ctx, other); !errors.Is(err, journal.ErrDamaged) && (err == nil || !strings.Contains(err.Error(), "its tally says") && !strings.Contains(err.Error(), "under another time than its own")) {
			t.Errorf("%s: verify finds %v", c.hide, err)
		}
		if err := m2.db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// The refunds of a day are those that WeChat accepted in it, whenever the sale was; a sale
// of which two parts went on two days is there once.
func TestRefundsByDay(t *testing.T) {
	ctx := t.Context()
	j, _ := onMedium(t)
	a := givenBack(t, j)
	at := []time.Time{noon, midnight.Add(48 * time.Hour)}
	if _, err := j.Append(ctx, a, flow.RefundHeard{OutRefundNo: "1M2", Status: refund.StatusProcessing, Fee: 60, At: at[1]}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to time.Time
		want     int
	}{
		{at[0], at[0].Add(1e6), 1}, {at[0].Add(1e6), at[1], 0}, {at[0].Add(1e6), at[1].Add(1e6), 1}, {at[1], at[1].Add(1e6), 1},
		{at[0], at[0], 0}, {at[0].Add(-time.Hour), at[1].Add(time.Hour), 1}, {time.Time{}, at[1].AddDate(9, 0, 0), 1}, {at[1].Add(1e6), at[1].AddDate(9, 0, 0), 0}, {at[0], time.Time{}, 0},
	} {
		if all, err := j.Refunds(ctx, c.from, c.to); err != nil || len(all) != c.want {
			t.Errorf("from %s to %s: %d, %v; want %d", c.from, c.to, len(all), err, c.want)
		}
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A refund's row that fits its own sum and is not what its facts add up to is found by
// who goes through the whole journal, whichever entry and field it is.
func TestARefundThatItsFactsDoNotSay(t *testing.T) {
	for place := range 2 {
		for field, change := range map[string]func(*refund.Entry){
			"fee":    func(e *refund.Entry) { e.Fee-- },
			"reason": func(e *refund.Entry) { e.Reason = "x" }, "settled_reason": func(e *refund.Entry) { e.SettledReason = "x" },
			"out_refund_no": func(e *refund.Entry) { e.Number += "x" }, "final": func(e *refund.Entry) { e.Final = true },
		} {
			j, _ := made(t)
			e := givenBack(t, j).Refunds[place]
			change(&e)
			if err := j.PutRefund(t.Context(), "1", place, e); err != nil {
				t.Fatal(err)
			}
			r, err := j.Verify(t.Context())
			if want := fmt.Sprintf("%s of refund %d is ", field, place+1); err != nil || !strings.Contains(fmt.Sprint(r.Problems), want) {
				t.Errorf("%s: %v, %v", want, r.Problems, err)
			}
		}
	}
}
