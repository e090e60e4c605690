package journal_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

// midnight is where a day begins in Beijing.
var midnight = time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)

// A list has what was sold from its start to just before its end, newest first, whichever
// day it was, and no more than was asked for.
func TestListByDay(t *testing.T) {
	ctx := t.Context()
	j, _ := onMedium(t)
	at := []time.Time{midnight.Add(-24 * time.Hour), midnight.Add(-1e6), midnight, midnight.Add(1e6), midnight.Add(24*time.Hour - 1e6), midnight.Add(24 * time.Hour), midnight.AddDate(1, 0, 0)}
	for n, moment := range at {
		if _, err := j.Open(ctx, minted(fmt.Sprint(n), moment)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		f    flow.Filter
		want string
	}{
		{flow.Filter{}, "[6 5 4 3 2 1 0]"},
		{flow.Filter{From: at[0]}, "[6 5 4 3 2 1 0]"},
		{flow.Filter{From: at[0].Add(1e6)}, "[6 5 4 3 2 1]"},
		{flow.Filter{From: at[1]}, "[6 5 4 3 2 1]"},
		{flow.Filter{From: at[2]}, "[6 5 4 3 2]"},
		{flow.Filter{From: at[6].Add(1e6)}, "[]"},
		{flow.Filter{To: at[2]}, "[1 0]"},
		{flow.Filter{To: at[3]}, "[2 1 0]"},
		{flow.Filter{To: at[5]}, "[4 3 2 1 0]"},
		{flow.Filter{To: at[5].Add(1e6)}, "[5 4 3 2 1 0]"},
		{flow.Filter{From: at[2], To: at[5]}, "[4 3 2]"},
		{flow.Filter{From: at[2], To: at[2]}, "[]"},
		{flow.Filter{Limit: 1}, "[6]"},
		{flow.Filter{Limit: 2}, "[6 5]"},
		{flow.Filter{Limit: 3}, "[6 5 4]"},
		{flow.Filter{Limit: 7}, "[6 5 4 3 2 1 0]"},
		{flow.Filter{Limit: -1}, "[6 5 4 3 2 1 0]"},
		{flow.Filter{Limit: 2, To: at[6]}, "[5 4]"},
		{flow.Filter{State: flow.Opened, Lane: "M"}, "[]"},
		{flow.Filter{State: flow.Paid}, "[]"},
	} {
		all, err := j.List(ctx, c.f)
		if got := fmt.Sprint(numbersOf(all)); err != nil || got != c.want {
			t.Errorf("%+v: %s, %v; want %s", c.f, got, err, c.want)
		}
	}
}

func numbersOf(all []flow.Attempt) []flow.OutTradeNo {
	nos := make([]flow.OutTradeNo, 0, len(all))
	for _, a := range all {
		nos = append(nos, a.OutTradeNo)
	}
	return nos
}

// A day of hundreds of sales is listed whole, and to any limit.
func TestListABusyDay(t *testing.T) {
	ctx := t.Context()
	j, _ := onMedium(t)
	const many = 130
	for n := range many {
		if _, err := j.Open(ctx, minted(fmt.Sprintf("%03d", n), noon.Add(time.Duration(n)*time.Second))); err != nil {
			t.Fatal(err)
		}
	}
	for _, limit := range []int{0, 63, 64, 65, 128, 129, many, many + 1} {
		all, err := j.List(ctx, flow.Filter{Limit: limit})
		want := limit
		if limit == 0 || limit > many {
			want = many
		}
		if err != nil || len(all) != want || all[0].OutTradeNo != "129" || all[want-1].OutTradeNo != flow.OutTradeNo(fmt.Sprintf("%03d", many-want)) {
			t.Errorf("limit %d: %d, %v", limit, len(all), err)
		}
	}
}

// A number is found by all of it, or by its last four to twelve digits; the newest twenty.
func TestFindByTheLastDigits(t *testing.T) {
	ctx := t.Context()
	j, _ := onMedium(t)
	for n := range 25 {
		first := minted(fmt.Sprintf("A%02d123456789012", n), noon.Add(time.Duration(n)*time.Second))
		if n == 24 {
			first = opened("9876543210123", "order")
		}
		a, err := j.Open(ctx, first)
		if err == nil && n == 24 {
			_, err = j.Append(ctx, a, paid()...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := j.Open(ctx, minted("89012", noon.Add(-time.Hour))); err != nil { // all of it is also the end of the others
		t.Fatal(err)
	}
	for n := range 25 {
		a, err := j.Open(ctx, opened(fmt.Sprint("R", n), "again"))
		if err == nil {
			_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]int{
		"89012": 21, "again": 20,
		"012": 0, "9012": 20, "123456789012": 20, "4123456789012": 0, "9013": 0, "901x": 0,
		"A01123456789012": 1, "0123": 1, "123": 0, "9876543210123": 1, "876543210123": 1, "76543210123": 1, "order": 1, "orde": 0,
		"4200001234567890": 1, "001234567890": 1, "7890": 1, "890": 0, "0001234567890": 0,
	} {
		all, err := j.Find(ctx, text)
		if err != nil || len(all) != want {
			t.Errorf("%s: %d, %v; want %d", text, len(all), err, want)
		}
		if want == 20 && text != "again" && (all[0].OutTradeNo != "A23123456789012" || all[19].OutTradeNo != "A04123456789012") {
			t.Errorf("%s: from %s to %s", text, all[0].OutTradeNo, all[19].OutTradeNo)
		}
	}
}

// A reference that the caller gave may be the number of its attempt, or of another one: each
// sale has its own, once, and the oldest first.
func TestSaleOfANumber(t *testing.T) {
	ctx := t.Context()
	j, _ := onMedium(t)
	for _, first := range []flow.OrderOpened{opened("7", "7"), opened("9", "8"), minted("8", noon), opened("6", "7")} {
		a, err := j.Open(ctx, first)
		if err == nil {
			_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for ref, want := range map[string]string{"7": "[7 6]", "8": "[9 8]", "9": "[]", "6": "[]"} {
		all, err := j.Sale(ctx, flow.SaleKey{MchID: "1", Ref: ref})
		if got := fmt.Sprint(numbersOf(all)); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", ref, got, err, want)
		}
	}
}

// Money rule 5.2: what was paid and not shown is unclaimed in every list once its driver is
// gone, and while that lives in none.
func TestEveryListKnowsTheDead(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	m.dead = map[string]bool{}
	a := shop(t, j, m)
	b, _, err := j.Read(ctx, "2")
	if err != nil {
		t.Fatal(err)
	}
	for _, lives := range []bool{true, false} {
		m.driver = "another"
		m.dead["we"] = !lives
		sale, err := j.Sale(ctx, b.Sale)
		pending, err2 := j.Pending(ctx)
		found, err3 := j.Find(ctx, "2")
		list, err4 := j.List(ctx, flow.Filter{State: flow.Paid})
		read, driven, err5 := j.Read(ctx, "2")
		if err := slices.ContainsFunc([]error{err, err2, err3, err4, err5}, func(err error) bool { return err != nil }); err || driven != lives || len(sale) != 1 || len(found) != 1 || len(list) != 2 {
			t.Fatal(driven, sale, found, list)
		}
		for what, all := range map[string][]flow.Attempt{"sale": sale, "pending": pending, "find": found, "list": list, "read": {read}} {
			i := slices.IndexFunc(all, func(a flow.Attempt) bool { return a.OutTradeNo == "2" })
			if what == "pending" && lives {
				if i >= 0 {
					t.Error("pending: it is about to be shown")
				}
				continue
			}
			if i < 0 || all[i].Unclaimed == lives {
				t.Errorf("%s: its driver lives %t: %+v", what, lives, all)
			}
		}
		if told, _, err := j.Read(ctx, a.OutTradeNo); err != nil || told.Unclaimed {
			t.Errorf("the one that was shown: %+v, %v", told, err)
		}
	}
}

// Money rule 4.5: of all heartbeats the newest counts, and those of others that are older go.
func TestTheNewestBeat(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	for _, c := range []struct {
		driver     string
		after      time.Duration
		last, rows int
	}{{"one", 5, 5, 1}, {"two", 4, 5, 2}, {"two", 5, 5, 2}, {"two", 6, 6, 1}, {"two", 3, 3, 1}, {"one", 2, 3, 2}} {
		m.driver = c.driver
		if err := j.Beat(ctx, noon.Add(c.after*time.Second)); err != nil {
			t.Fatal(err)
		}
		at, err := j.LastBeat(ctx)
		var rows int
		if err := m.db.QueryRow("SELECT count(*) FROM heartbeat").Scan(&rows); err != nil {
			t.Fatal(err)
		}
		if err != nil || !at.Equal(noon.Add(time.Duration(c.last)*time.Second)) || rows != c.rows {
			t.Errorf("%+v: %v of %d, %v", c, at, rows, err)
		}
	}
}
