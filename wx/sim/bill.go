package sim

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// billFrom is the hour of the next day, Beijing time, from which a bill is ready.
const billFrom = 10

// Merchants' copies of the manual's table have one number for both: the words tell them
// apart.
const (
	billMissing = "20002"
	billTrouble = "20003"
)

// wordGzip is what downloadbill says when it cannot pack a bill.
const wordGzip = "CompressGZip Error"

// billDay reads a bill_date.
func billDay(text string) (time.Time, error) {
	return time.ParseInLocation("20060102", text, book.Beijing)
}

// downloadbill is the day's table. An error is XML, a bill is text and has no
// sign.
func downloadbill(s *Server, c *call) answer {
	kind := cmp.Or(c.req.Get("bill_type"), book.AllBill)
	if kind == "RECHARGE_REFUND" {
		return billFailure(wire.BillNotExist, billMissing)
	}
	day, _ := billDay(c.req.Get("bill_date")) // its form was checked
	ready := day.Add(24*time.Hour + billFrom*time.Hour)
	if c.now.Before(ready) && !s.cfg.EarlyBills {
		return billFailure(wire.BillCreating, billMissing)
	}
	b := &plainBill{form: book.BillForm{Kind: kind}, day: day, packed: c.req.Get("tar_type") == "GZIP"}
	b.fill(s, c.merchant.mchID, c.req.Get("sub_mch_id"), c.now)
	if b.refusal != "" {
		return billFailure(b.refusal, cmp.Or(b.code, billMissing))
	}
	if len(b.rows) == 0 {
		return billFailure(wire.BillNotExist, billMissing)
	}
	text := b.text()
	if b.packed {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write(text) // into memory: cannot fail
		_ = z.Close()
		text = packed.Bytes()
	}
	return answer{text: text}
}

// fill writes what the book has of the day, and lets the faults at it.
func (b *plainBill) fill(s *Server, mchID, subMchID string, now time.Time) {
	b.rows = s.book.Bill(b.day, mchID, subMchID, b.form.Kind, now)
	s.faults.plant(b)
}

// BillOf is the text of a merchant's bill of all trades of the day that begins at day, with
// the faults to come, before it is ready, too; nil is a day without trade.
func BillOf(s *Server, day time.Time, mchID, subMchID string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := &plainBill{form: book.BillForm{Kind: book.AllBill}, day: day}
	if b.fill(s, mchID, subMchID, s.cfg.Now()); len(b.rows) == 0 {
		return nil
	}
	return b.text()
}

func billFailure(word, code string) answer {
	return answer{ret: wire.Fail, des: word, fields: wire.Message{{Name: "error_code", Value: code}}}
}
