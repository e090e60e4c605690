package journal

import (
	"database/sql"
	"testing"
	"time"

	"facetill/flow"

	_ "modernc.org/sqlite" // for the seal
)

// Sums stand in the journals of before: one that is reckoned in another way would make each
// of them damage.
func TestSumsStayAsTheyAre(t *testing.T) {
	at := time.Date(2026, 11, 25, 4, 0, 0, 123e6, time.UTC)
	for what, c := range map[string]struct{ got, want any }{
		"sum":     {Sum("a", "", "bc"), int64(8016571782253731463)},
		"held":    {heldSum("123", 2, "we"), int64(-3815460015004119802)},
		"mixed":   {mixed("123"), int64(365335110408)},
		"fact":    {factMix("00ff"), int64(4155325208)},
		"chain":   {event{no: "123", n: 2, kind: "told", at: 5, epoch: 7, body: "{}"}.chain("00ff"), "96591a3c54c753ca58bdbc25e284a7c7"},
		"tail":    {reversed("12345678901234"), "432109876543"},
		"none":    {reversed(""), ""},
		"short":   {reversed("123"), "321"},
		"no time": {millis(time.Time{}), int64(0)},
		"a time":  {millis(at), int64(1795579200123)},
		"broken":  {quoted("1\x00\"收"), `1\x00\"\u6536`},
	} {
		if c.got != c.want {
			t.Errorf("%s: %#v, and was %#v", what, c.got, c.want)
		}
	}
}

// The seal is over the tables and all rows of meta but its own.
func TestTheSealStaysAsItIs(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID; CREATE INDEX by_value ON meta (value); INSERT INTO meta VALUES ('a', 'b'), ('seal', 'x')"); err != nil {
		t.Fatal(err)
	}
	if seal, err := sealOf(t.Context(), tx); err != nil || seal != "acebd37539dc4916" {
		t.Errorf("%s, %v", seal, err)
	}
}

// A day is Beijing's, before 1970 as well.
func TestDays(t *testing.T) {
	const shift = 8 * 3600_000
	for _, c := range []struct{ ms, day int64 }{{0, 0}, {-shift, 0}, {-shift - 1, -1}, {-shift - dayMs, -1}, {-shift - dayMs - 1, -2},
		{dayMs - shift - 1, 0}, {dayMs - shift, 1}, {1795579200123, 20782}} {
		if got := dayOf(c.ms); got != c.day || dayStart(got) > c.ms || dayStart(got+1) <= c.ms {
			t.Errorf("%d is of day %d, which begins at %d; want %d", c.ms, got, dayStart(got), c.day)
		}
	}
}

// What is pending needs somebody; what is not is over.
func TestPending(t *testing.T) {
	is := map[flow.State]bool{flow.Opened: true, flow.Identified: true, flow.Submitting: true, flow.Confirming: true, flow.Reversing: true,
		flow.NeedsPerson: true, flow.Refunding: true, flow.Paid: true}
	for _, s := range flow.States() {
		var a flow.Attempt
		a.State = s
		if pending(a) != is[s] {
			t.Errorf("%s: pending %t", s, pending(a))
		}
		a.Closing = true
		if want := is[s] || s == flow.Refused; pending(a) != want {
			t.Errorf("%s, closing: pending %t", s, pending(a))
		}
		a.Closing, a.Shown = false, true
		if want := is[s] && s != flow.Paid; pending(a) != want {
			t.Errorf("%s, shown: pending %t", s, pending(a))
		}
	}
}
