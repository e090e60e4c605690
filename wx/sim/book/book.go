package book

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// defaultMaxOrders bounds the book's memory at some hundreds of megabytes.
const defaultMaxOrders = 500_000

// keptFor is how long the book remembers an order: longer than it can be given
// back (365 days), by as much as a refund of the last day may take.
const keptFor = 400 * 24 * time.Hour

// number is a merchant's own, which is unique within their part of the book.
type number struct{ mch, no string }

// Book is every order that ever arrived. It is not safe for concurrent use.
// With a file it is one process's view of what all write.
type Book struct {
	orders   map[number]*Order         // by out_trade_no
	refunds  map[number]*Order         // by out_refund_no
	ids      map[string]*Order         // by refund_id
	codes    map[Fingerprint]struct{}  // codes that an order used up
	burnt    map[Fingerprint]burntCode // codes that were used up by no order
	accounts map[string]Account        // by mch_id
	age      []*Order                  // oldest first, so by rising serial
	serial   uint64                    // of the last number that was given out
	first    uint64                    // where an empty book's serials begin
	max      int
	file     *bookFile // nil: in memory only
	lines    []line    // changed since begin, to be written
}

// burntCode is when and for which number a code was used up.
type burntCode struct {
	no string
	at time.Time
}

// New returns an empty book in memory; 0 orders are half a million. first is
// where its serials begin.
func New(maxOrders int, first uint64) *Book {
	if maxOrders <= 0 {
		maxOrders = defaultMaxOrders
	}
	b := &Book{max: maxOrders, first: first}
	b.clear()
	return b
}

func (b *Book) clear() {
	b.orders = make(map[number]*Order)
	b.refunds = make(map[number]*Order)
	b.ids = make(map[string]*Order)
	b.codes = make(map[Fingerprint]struct{})
	b.burnt = make(map[Fingerprint]burntCode)
	b.accounts = make(map[string]Account)
	b.age, b.lines, b.serial = nil, nil, b.first
}

// Begin takes the file's lock and reads what other processes wrote.
func (b *Book) Begin() error { return b.file.begin(b) }

// End writes what changed and unlocks the file. An answer leaves only after
// it: WeChat does not forget what it said.
func (b *Book) End() error { return b.file.end(b) }

// Find returns the order of a transaction_id, which wins, or of an out_trade_no;
// nil when there is none.
func (b *Book) Find(mch, transactionID, outTradeNo string) *Order {
	if transactionID != "" {
		i, ok := slices.BinarySearchFunc(b.age, serialOf(transactionID), func(o *Order, n uint64) int { return cmp.Compare(o.Serial, n) })
		if !ok || b.age[i].TransactionID != transactionID || b.age[i].MchID != mch {
			return nil
		}
		return b.age[i]
	}
	return b.orders[number{mch, outTradeNo}]
}

// Refund returns the order that an out_refund_no or a refund_id belongs to, and
// which part it is.
func (b *Book) Refund(mch, refundID, outRefundNo string) (*Order, int) {
	o := b.ids[refundID]
	if refundID == "" {
		o = b.refunds[number{mch, outRefundNo}]
	}
	if o == nil || o.MchID != mch {
		return nil, 0
	}
	for i := range o.Refunds {
		if r := &o.Refunds[i]; r.RefundID == refundID || refundID == "" && r.OutRefundNo == outRefundNo {
			return o, i
		}
	}
	return nil, 0
}

// Add puts a new order in and drops the oldest where the book is full.
func (b *Book) Add(o *Order) {
	for len(b.age) >= b.max {
		b.drop(b.age[0])
		b.age[0] = nil
		b.age = b.age[1:]
	}
	b.age = append(b.age, o)
	b.Index(o)
	b.Changed(o)
}

// Index makes an order's new refunds known by their numbers.
func (b *Book) Index(o *Order) {
	b.orders[number{o.MchID, o.OutTradeNo}] = o
	if o.TransactionID != "" {
		b.codes[o.Code] = struct{}{}
	}
	for i := range o.Refunds {
		b.refunds[number{o.MchID, o.Refunds[i].OutRefundNo}] = o
		b.ids[o.Refunds[i].RefundID] = o
	}
}

func (b *Book) drop(o *Order) {
	delete(b.orders, number{o.MchID, o.OutTradeNo})
	delete(b.codes, o.Code)
	for i := range o.Refunds {
		delete(b.refunds, number{o.MchID, o.Refunds[i].OutRefundNo})
		delete(b.ids, o.Refunds[i].RefundID)
	}
}

// Changed marks an order to be written at the end of the call.
func (b *Book) Changed(o *Order) {
	if b.file != nil {
		b.lines = append(b.lines, line{Order: o})
	}
}

// Used reports whether a code was used up before, with success or not.
func (b *Book) Used(code Fingerprint) bool {
	if _, yes := b.codes[code]; yes {
		return true
	}
	_, yes := b.burnt[code]
	return yes
}

// Burn marks a code as used up by a request that made no order.
func (b *Book) Burn(code Fingerprint, no string, at time.Time) {
	b.burnt[code] = burntCode{no, at}
	if b.file != nil {
		b.lines = append(b.lines, line{Code: code, For: no, At: at})
	}
}

// put takes over an order that was read from the file.
func (b *Book) put(o *Order) {
	if old := b.orders[number{o.MchID, o.OutTradeNo}]; old != nil {
		*old = *o
		b.Index(old)
		return
	}
	b.age = append(b.age, o)
	b.Index(o)
}

// prune forgets what is older than keptFor or more than the book may hold.
func (b *Book) prune(now time.Time) (dropped int) {
	kept := b.age[:0]
	excess := len(b.age) - b.max
	for i, o := range b.age {
		if i < excess || now.Sub(o.CreatedAt) > keptFor {
			b.drop(o)
			dropped++
			continue
		}
		kept = append(kept, o)
	}
	clear(b.age[len(kept):])
	b.age = kept
	for c, u := range b.burnt {
		if now.Sub(u.at) > keptFor {
			delete(b.burnt, c)
			dropped++
		}
	}
	return dropped
}

// Next returns a number that no process with this book returns again.
func (b *Book) Next() uint64 {
	b.serial++
	return b.serial
}

// Orders returns copies of the orders, oldest first. It reads what other
// processes wrote.
func (b *Book) Orders() ([]Order, error) {
	if err := b.Begin(); err != nil {
		return nil, err
	}
	all := make([]Order, len(b.age))
	for i, o := range b.age {
		all[i] = *o
	}
	return all, b.End()
}

// Reset empties the book. With a file the numbers go on, as others may know
// those that were given out.
func (b *Book) Reset() error {
	if b.file == nil {
		b.clear()
		return nil
	}
	if err := b.Begin(); err != nil {
		return err
	}
	serial := b.serial
	b.clear()
	b.serial = serial
	return errors.Join(b.file.rewrite(b), b.End())
}

// Close closes the file; a book in memory needs none.
func (b *Book) Close() error {
	if b.file == nil {
		return nil
	}
	return b.file.lock.Close()
}
