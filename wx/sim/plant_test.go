package sim

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/wx/bill"
	"facetill/wx/wire"
)

// tradeDay is a server whose book has a day with a sale, one that was refunded in part
// and one that was reversed, at 11:00 of the next day.
func tradeDay(t *testing.T, cfg Config) *client {
	t.Helper()
	c := newClient(t, cfg)
	pay := func(code uint64, fee int64) string {
		no := c.number()
		want(t, c.call(&wire.Micropay, append(sale(no, Code(0, code), fee), "device_info", "till-3")...), "result_code", "SUCCESS")
		return no
	}
	pay(1, 1000)
	refunded, reversed := pay(2, 1234), pay(3, 500)
	c.clock.after(time.Hour)
	want(t, c.refund(refunded, "R1", 1234, 234), "result_code", "SUCCESS")
	want(t, c.reverse(reversed), "result_code", "SUCCESS")
	c.clock.after(22 * time.Hour)
	return c
}

// told is what a reader makes of a bill: its rows as words, and what is wrong.
func (c *client) told(pairs ...string) (rows []string, wrong string) {
	c.t.Helper()
	r := bill.NewReader(bytes.NewReader(c.raw(&wire.Downloadbill, append(pairs, "bill_date", "20261125")...).Body))
	for {
		row, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			for _, f := range r.Summary().Findings {
				wrong += string(f.Kind) + " "
			}
			slices.Sort(rows)
			return rows, strings.TrimSpace(wrong)
		case err != nil:
			e, _ := errors.AsType[*bill.Error](err)
			return rows, string(e.Kind)
		case row.Unreadable != "":
			rows = append(rows, "unreadable")
		default:
			rows = append(rows, fmt.Sprintf("%s %s %s %s %d %d", row.MchID[7:], row.Device, row.State, row.OutTradeNo[max(0, len(row.OutTradeNo)-4):], row.Total, row.Asked))
		}
	}
}

// TestPlants: each thing that can be planted is found by a reader, as that and as
// nothing else, once; the next bill has what the book has.
func TestPlants(t *testing.T) {
	clean := []string{"460 till-3 REFUND 0002 0 234", "460 till-3 REVOKED 0003 0 500", "460 till-3 SUCCESS 0001 1000 0", "460 till-3 SUCCESS 0002 1234 0", "460 till-3 SUCCESS 0003 500 0"}
	swap := func(old string, with ...string) []string {
		rows := slices.DeleteFunc(slices.Clone(clean), func(r string) bool { return r == old })
		rows = append(rows, with...)
		slices.Sort(rows)
		return rows
	}
	each := func(old, new string) (rows []string) {
		for _, r := range clean {
			rows = append(rows, strings.Replace(r, old, new, 1))
		}
		return rows
	}
	for plant, r := range map[string]struct {
		rows  []string
		wrong string
	}{
		"row-missing":      {swap("460 till-3 SUCCESS 0002 1234 0"), ""},
		"row-extra":        {swap("", "460 till-3 SUCCESS 0001 1234 0"), ""},
		"row-twice":        {nil, ""}, // below
		"amount":           {swap("460 till-3 SUCCESS 0002 1234 0", "460 till-3 SUCCESS 0002 1235 0"), ""},
		"refund-missing":   {swap("460 till-3 REFUND 0002 0 234"), ""},
		"reversal-missing": {swap("460 till-3 REVOKED 0003 0 500"), ""},
		"refund-extra":     {swap("", "460 till-3 REFUND 0002 0 617"), ""},
		"refund-amount":    {swap("460 till-3 REFUND 0002 0 234", "460 till-3 REFUND 0002 0 235"), ""},
		"other-merchant":   {each("460", "999"), ""},
		"other-day":        {clean, ""},
		"others":           {swap("", "460  SUCCESS 25-0 100 0"), ""},
		"unreadable":       {nil, ""}, // below
		"summary-lies":     {clean, "differs"},
		"cut":              {nil, "no summary"},
		"doubled":          {clean, "twice"},
		"gbk":              {nil, "gbk"},
		"old-layout":       {clean, ""},
		"not-ready":        {nil, "not ready"},
		"no-bill":          {nil, "no trade"},
		"no-gzip":          {clean, ""}, // where it is not asked for
	} {
		c := tradeDay(t, Config{})
		fault := BillFault{Plant: plant, Day: "20261125", Times: 1}
		if !slices.Contains([]string{"others", "cut", "gbk", "doubled", "reversal-missing"}, plant) {
			fault.OutTradeNo = "2026112500000002"
		}
		if _, err := c.server.PlantBill(fault); err != nil {
			t.Fatal(err)
		}
		want(t, c.read(c.raw(&wire.Downloadbill, "bill_date", "20261124")), "return_msg", "No Bill Exist") // another day's is as it is
		rows, wrong := c.told()
		switch plant {
		case "row-twice":
			if len(rows) != 6 || len(slices.Compact(rows)) != 5 || wrong != "" {
				t.Errorf("%s: %q %s", plant, rows, wrong)
			}
		case "unreadable":
			if len(rows) != 5 || rows[4] != "unreadable" || wrong != "" {
				t.Errorf("%s: %q %s", plant, rows, wrong)
			}
		case "cut":
			if len(rows) == 0 || len(rows) == 5 || wrong != r.wrong {
				t.Errorf("%s: %q %s", plant, rows, wrong)
			}
		default:
			if !slices.Equal(rows, r.rows) || wrong != r.wrong {
				t.Errorf("%s: %q %s, want %q %s", plant, rows, wrong, r.rows, r.wrong)
			}
		}
		left, _ := c.server.PlantBill()
		if rows, wrong := c.told(); !slices.Equal(rows, clean) || wrong != "" || (len(left) == 0) != (plant != "no-gzip") {
			t.Errorf("after %s: %q %s, %v is left", plant, rows, wrong, left)
		}
		delete(plantsLeft, plant)
	}
	if len(plantsLeft) > 0 {
		t.Errorf("nothing shows what %v do", plantsLeft)
	}
}

// plantsLeft are the names that no row of TestPlants had.
var plantsLeft = func() map[string]bool {
	all := map[string]bool{}
	for _, name := range BillPlants() {
		all[name] = true
	}
	return all
}()

// TestPlantsTogether: faults work one after the other, one without a row to change
// waits for its day, and a reset brings back the configuration's.
func TestPlantsTogether(t *testing.T) {
	c := tradeDay(t, Config{Bills: []BillFault{{Plant: "others", Count: 10}}})
	if _, err := c.server.PlantBill(BillFault{Plant: "unreadable", OutTradeNo: "2026112500000001", Times: 1}, BillFault{Plant: "row-missing", Times: 2, OutTradeNo: "2026112500000003"},
		BillFault{Plant: "refund-missing", OutTradeNo: "2026112500000001", Times: 1}, BillFault{Plant: "no-gzip", Times: 1}); err != nil {
		t.Fatal(err)
	}
	want(t, c.read(c.raw(&wire.Downloadbill, "bill_date", "20261125", "tar_type", "GZIP")), "return_msg", "CompressGZip Error", "error_code", "20003")
	if rows, wrong := c.told(); len(rows) != 14 || slices.Contains(rows, "unreadable") || wrong != "" {
		t.Errorf("%d rows %q %s", len(rows), rows, wrong)
	}
	if left, _ := c.server.PlantBill(); len(left) != 2 || left[1].Plant != "refund-missing" {
		t.Errorf("%+v is left", left)
	}
	if rows, _ := c.told("bill_type", "REFUND"); len(rows) != 2+2 {
		t.Errorf("refunds of all: %q", rows)
	}
	if err := c.server.Reset(); err != nil {
		t.Fatal(err)
	}
	if left, _ := c.server.PlantBill(); len(left) != 1 || left[0].Plant != "others" {
		t.Errorf("%+v after a reset", left)
	}
	for _, bad := range []BillFault{{}, {Plant: "rot"}, {Plant: "cut", Times: -1}, {Plant: "cut", Count: -1}, {Plant: "cut", Day: "2026-11-25"}} {
		if _, err := c.server.PlantBill(BillFault{Plant: "cut"}, bad); err == nil {
			t.Errorf("%+v is planted", bad)
		}
	}
	if left, _ := c.server.PlantBill(); len(left) != 1 {
		t.Errorf("%+v: a part is planted", left)
	}
}

// TestGBK: the headers have every character that GBK is written for.
func TestGBK(t *testing.T) {
	c := tradeDay(t, Config{Bills: []BillFault{{Plant: "gbk"}}})
	text := c.raw(&wire.Downloadbill, "bill_date", "20261125").Body
	if !bytes.HasPrefix(text, []byte("\xbd\xbb\xd2\xd7\xca\xb1\xbc\xe4,")) || bytes.ContainsRune(text, '?') {
		t.Errorf("%q", text)
	}
}
