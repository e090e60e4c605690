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

// downloadbill is the day's table. An error is XML, a bill is text and has no
// sign.
func (s *Server) downloadbill(c *call) answer {
	kind := cmp.Or(c.req.Get("bill_type"), "ALL")
	if kind == "RECHARGE_REFUND" {
		return billFailure(wire.BillNotExist, "20002")
	}
	day, _ := time.ParseInLocation("20060102", c.req.Get("bill_date"), book.Beijing) // its form was checked
	ready := day.Add(24*time.Hour + billFrom*time.Hour)
	if c.now.Before(ready) && !s.cfg.EarlyBills {
		return billFailure(wire.BillCreating, "20007")
	}
	text := s.book.Bill(day, c.merchant.mchID, kind, c.now)
	if text == nil {
		return billFailure(wire.BillNotExist, "20002")
	}
	if c.req.Get("tar_type") == "GZIP" {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write(text) // into memory: cannot fail
		_ = z.Close()
		text = packed.Bytes()
	}
	return answer{text: text}
}

func billFailure(word, code string) answer {
	return answer{ret: wire.Fail, des: word, fields: wire.Message{{Name: "error_code", Value: code}}}
}
