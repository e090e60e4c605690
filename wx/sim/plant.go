package sim

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// BillFault is something about the bills to come that the book does not have. It goes
// with the next bills it can change anything in.
type BillFault struct {
	// Plant is what is wrong; [BillPlants] has the names.
	Plant string `toml:"plant" json:"plant"`
	// Day is a bill_date such as 20261125; "" fits all.
	Day string `toml:"day" json:"day,omitempty"`
	// OutTradeNo is the order whose row it is; "" is the first row that will do.
	OutTradeNo string `toml:"out_trade_no" json:"out_trade_no,omitempty"`
	// Count is how many rows, where there are rows to add; 0 is 1.
	Count int `toml:"count" json:"count,omitempty"`
	// Times is how many bills; 0 is all.
	Times int `toml:"times" json:"times,omitempty"`
}

// plainBill is a bill that is being written.
type plainBill struct {
	form          book.BillForm
	day           time.Time
	rows          []book.BillRow
	packed        bool
	refusal, code string                // instead of a bill
	spoil         []func([]byte) []byte // what is done to its text
}

func (b *plainBill) text() []byte {
	text := b.form.Text(b.rows)
	for _, spoil := range b.spoil {
		text = spoil(text)
	}
	return text
}

// plants are the faults by name: what they do to a bill, and whether they did anything.
var plants = map[string]func(b *plainBill, f *BillFault) bool{
	"row-missing":      func(b *plainBill, f *BillFault) bool { return b.drop(f, book.Success) },
	"refund-missing":   func(b *plainBill, f *BillFault) bool { return b.drop(f, book.Refunded) },
	"reversal-missing": func(b *plainBill, f *BillFault) bool { return b.drop(f, book.Revoked) },
	"row-twice": func(b *plainBill, f *BillFault) bool {
		return b.add(f, "", func(r *book.BillRow, _ int) {})
	},
	"row-extra": func(b *plainBill, f *BillFault) bool {
		return b.add(f, book.Success, func(r *book.BillRow, n int) {
			r.TransactionID, r.OutTradeNo = "42009"+b.day.Format("20060102")+fmt.Sprintf("%015d", n), "26"+b.day.Format("0102")+fmt.Sprintf("%026d", n)
		})
	},
	"refund-extra": func(b *plainBill, f *BillFault) bool {
		return b.add(f, book.Success, func(r *book.BillRow, n int) {
			r.State, r.Total, r.Coupon, r.Refund = book.Refunded, 0, 0, book.Refund{Platform: true, Final: book.RefundSuccess, RefundFee: max(r.Total/2, 1),
				RefundID: "50309" + b.day.Format("20060102") + fmt.Sprintf("%015d", n), OutRefundNo: fmt.Sprintf("platform-%d", n), AcceptedAt: r.At, DoneAt: r.At}
		})
	},
	"amount": func(b *plainBill, f *BillFault) bool {
		return b.edit(f, book.Success, func(r *book.BillRow) { r.Total++ })
	},
	"refund-amount": func(b *plainBill, f *BillFault) bool {
		return b.edit(f, book.Refunded, func(r *book.BillRow) { r.Refund.RefundFee++ })
	},
	"other-merchant": func(b *plainBill, _ *BillFault) bool {
		return b.all(func(r *book.BillRow) { r.MchID = "1900099999" })
	},
	"other-day": func(b *plainBill, _ *BillFault) bool {
		return b.all(func(r *book.BillRow) {
			r.At, r.Refund.AcceptedAt = r.At.Add(-24*time.Hour), r.Refund.AcceptedAt.Add(-24*time.Hour)
		})
	},
	"others":     (*plainBill).others,
	"unreadable": (*plainBill).unreadable,
	"summary-lies": func(b *plainBill, _ *BillFault) bool {
		return b.spoils(func(text []byte) []byte {
			i := bytes.LastIndex(text, []byte(",`"))
			return slices.Concat(text[:i+2], []byte("1"), text[i+2:]) // of its last sum
		})
	},
	"cut": func(b *plainBill, _ *BillFault) bool {
		return b.spoils(func(text []byte) []byte { return text[:len(text)*2/3] })
	},
	"doubled": func(b *plainBill, _ *BillFault) bool {
		return b.spoils(func(text []byte) []byte { return slices.Concat(text, text) })
	},
	"gbk": func(b *plainBill, _ *BillFault) bool { return b.spoils(toGBK) },
	"old-layout": func(b *plainBill, _ *BillFault) bool {
		b.form.Old = true
		return len(b.rows) > 0
	},
	"not-ready": func(b *plainBill, _ *BillFault) bool { return b.refuses(wire.BillCreating, billMissing) },
	"no-bill": func(b *plainBill, _ *BillFault) bool {
		return len(b.rows) > 0 && b.refuses(wire.BillNotExist, billMissing)
	},
	"no-gzip": func(b *plainBill, _ *BillFault) bool { return b.packed && b.refuses(wordGzip, billTrouble) },
}

// BillPlants are the names of what can be wrong with a bill, sorted.
func BillPlants() []string { return slices.Sorted(maps.Keys(plants)) }

// PlantBill puts faults into the bills to come, all of them or none, and returns all
// that are still to come. The book stays as it is: a query knows nothing of them.
func (s *Server) PlantBill(faults ...BillFault) ([]BillFault, error) {
	for i := range faults {
		if err := faults[i].check(); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.bills = append(s.faults.bills, faults...)
	return slices.Clone(s.faults.bills), nil
}

func (f *BillFault) check() error {
	if plants[f.Plant] == nil {
		return fmt.Errorf("plant %q is not known; use one of %s", f.Plant, strings.Join(BillPlants(), ", "))
	}
	if f.Times < 0 || f.Count < 0 {
		return errors.New("times or count is below 0; leave it out for all, or for one")
	}
	if f.Day != "" {
		if _, err := billDay(f.Day); err != nil {
			return fmt.Errorf("day %q is none; write it as 20261125", f.Day)
		}
	}
	return nil
}

// plant lets the faults at a bill. One that changed nothing is still to come.
func (f *faults) plant(b *plainBill) {
	day := b.day.Format("20060102")
	kept := f.bills[:0]
	for _, n := range f.bills {
		if (n.Day == "" || n.Day == day) && b.refusal == "" && plants[n.Plant](b, &n) && n.Times > 0 {
			if n.Times--; n.Times == 0 {
				continue
			}
		}
		kept = append(kept, n)
	}
	f.bills = kept
}

// find returns the first row that a fault is for; "" is any state.
func (b *plainBill) find(f *BillFault, state book.TradeState) int {
	return slices.IndexFunc(b.rows, func(r book.BillRow) bool {
		return (state == "" || r.State == state) && (f.OutTradeNo == "" || r.OutTradeNo == f.OutTradeNo)
	})
}

func (b *plainBill) drop(f *BillFault, state book.TradeState) bool {
	i := b.find(f, state)
	if i >= 0 {
		b.rows = slices.Delete(b.rows, i, i+1)
	}
	return i >= 0
}

func (b *plainBill) edit(f *BillFault, state book.TradeState, edit func(r *book.BillRow)) bool {
	i := b.find(f, state)
	if i >= 0 {
		edit(&b.rows[i])
	}
	return i >= 0
}

// add puts copies of a row, edited, behind it. n is from 1.
func (b *plainBill) add(f *BillFault, state book.TradeState, edit func(r *book.BillRow, n int)) bool {
	i := b.find(f, state)
	if i < 0 {
		return false
	}
	for n := range max(f.Count, 1) {
		r := b.rows[i]
		edit(&r, n+1)
		b.rows = slices.Insert(b.rows, i+1, r)
	}
	return true
}

func (b *plainBill) all(edit func(r *book.BillRow)) bool {
	for i := range b.rows {
		edit(&b.rows[i])
	}
	return len(b.rows) > 0
}

func (b *plainBill) refuses(word, code string) bool {
	b.refusal, b.code = word, code
	return true
}

func (b *plainBill) spoils(spoil func([]byte) []byte) bool {
	if len(b.rows) == 0 {
		return false
	}
	b.spoil = append(b.spoil, spoil)
	return true
}

// others are rows of the merchant's other shops and channels: another appid and
// device, numbers of another form, a name with commas, and one part given back.
func (b *plainBill) others(f *BillFault) bool {
	for n := range max(f.Count, 1) {
		r := book.BillRow{At: b.day.Add(time.Duration(n%24) * time.Hour), AppID: "wx5174600000000099", MchID: DefaultMchID,
			TransactionID: "42008" + b.day.Format("20060102") + fmt.Sprintf("%015d", n), OutTradeNo: fmt.Sprintf("SHOP-%s-%d", b.day.Format("20060102"), n),
			Payer: fmt.Sprintf("oOTHER%022d", n), TradeType: "JSAPI", State: book.Success, Body: "tea, \"green\",`large", Attach: "table,4", Total: int64(100 + n)}
		if len(b.rows) > 0 {
			r.MchID = b.rows[0].MchID
		}
		if n%2 == 1 {
			r.TradeType, r.Device = "NATIVE", "shop-2"
		}
		if n%5 == 4 {
			r.State, r.Total = book.Refunded, 0
			r.Refund = book.Refund{RefundID: "50308" + r.TransactionID[5:], OutRefundNo: "BACK-" + r.OutTradeNo, RefundFee: int64(n), Final: book.RefundProcessing, AcceptedAt: r.At}
		}
		if state := r.State; b.form.Kind == book.AllBill || b.form.Kind == string(state) {
			b.rows = append(b.rows, r)
		}
	}
	return true
}

// unreadable takes a cell out of a row.
func (b *plainBill) unreadable(f *BillFault) bool {
	if b.find(f, "") < 0 {
		return false
	}
	return b.spoils(func(text []byte) []byte {
		i := b.find(f, "") // where it is when all is planted
		if i < 0 {
			return text
		}
		lines := bytes.SplitAfter(text, []byte("\r\n"))
		lines[i+1] = bytes.Replace(lines[i+1], []byte(",`CNY"), nil, 1)
		return bytes.Join(lines, nil)
	})
}
