package journal

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/crc64"
	"slices"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// The refunds of an attempt are rows of their own, in the order of its list. Its own row
// says how many there are, so that none can be lost; each has a sum. A sale without
// refunds has nothing here, and nothing is asked or written for it.

// refundColumns are the stored fields of a refund, in the order of the table.
var refundColumns = []column[refund.Entry]{
	{"out_refund_no", func(e *refund.Entry) any { return &e.Number }},
	{"ref", func(e *refund.Entry) any { return &e.Ref }},
	{"fee", func(e *refund.Entry) any { return &e.Fee }},
	{"seen_fee", func(e *refund.Entry) any { return &e.SeenFee }},
	{"cash_fee", func(e *refund.Entry) any { return &e.CashFee }},
	{"state", func(e *refund.Entry) any { return (*string)(&e.State) }},
	{"purpose", func(e *refund.Entry) any { return (*string)(&e.Purpose) }},
	{"reason", func(e *refund.Entry) any { return &e.Reason }},
	{"note", func(e *refund.Entry) any { return &e.Note }},
	{"said_by", func(e *refund.Entry) any { return &e.By }},
	{"approved_by", func(e *refund.Entry) any { return &e.ApprovedBy }},
	{"account", func(e *refund.Entry) any { return &e.Account }},
	{"begun_n", func(e *refund.Entry) any { return &e.BegunN }},
	{"accepted_n", func(e *refund.Entry) any { return &e.AcceptedN }},
	{"told_n", func(e *refund.Entry) any { return &e.ToldN }},
	{"again_n", func(e *refund.Entry) any { return &e.AgainN }},
	{"begun_ms", func(e *refund.Entry) any { return &e.BegunAt }},
	{"begun_wall_ms", func(e *refund.Entry) any { return &e.BegunWall }},
	{"accepted_ms", func(e *refund.Entry) any { return &e.AcceptedAt }},
	{"done_ms", func(e *refund.Entry) any { return &e.DoneAt }},
	{"sends", func(e *refund.Entry) any { return &e.Sends }},
	{"refusals", func(e *refund.Entry) any { return &e.Refusals }},
	{"sent_ms", func(e *refund.Entry) any { return &e.SentAt }},
	{"send_by_ms", func(e *refund.Entry) any { return &e.SendBy }},
	{"sent_trusted", func(e *refund.Entry) any { return &e.SentTrusted }},
	{"answered", func(e *refund.Entry) any { return (*string)(&e.Answered) }},
	{"open_send_by_ms", func(e *refund.Entry) any { return &e.OpenSendBy }},
	{"open_doubt", func(e *refund.Entry) any { return &e.OpenDoubt }},
	{"code", func(e *refund.Entry) any { return &e.Code }},
	{"message", func(e *refund.Entry) any { return &e.Message }},
	{"refund_id", func(e *refund.Entry) any { return &e.RefundID }},
	{"received", func(e *refund.Entry) any { return &e.Received }},
	{"status", func(e *refund.Entry) any { return &e.Status }},
	{"final", func(e *refund.Entry) any { return &e.Final }},
	{"mismatch", func(e *refund.Entry) any { return &e.Mismatch }},
	{"adopted", func(e *refund.Entry) any { return &e.Adopted }},
	{"settled_as", func(e *refund.Entry) any { return &e.SettledAs }},
	{"settled_by", func(e *refund.Entry) any { return &e.SettledBy }},
	{"settled_reason", func(e *refund.Entry) any { return &e.SettledReason }},
}

// counted is a list of which the attempt's row has the number alone. Read from there it
// is as long as it was, and empty, until its own rows are read.
type counted refund.List

// mostCounted is more than a list can have, and few enough to be made.
const mostCounted = 1 << 16

// Scan reads the number.
func (c *counted) Scan(from any) error {
	n, is := from.(int64)
	if !is || n < 0 || n > mostCounted {
		return Damaged("a number of refunds is %v", from)
	}
	if n > 0 {
		*c = make(counted, n)
	}
	return nil
}

// The statements that name every column of a refund, built once.
var (
	selectRefunds = "SELECT place, " + refundNames(", ") + ", sum FROM refund WHERE out_trade_no = $1 ORDER BY place"
	putRefund     = putRefundText()
)

func refundNames(between string) string {
	all := make([]string, len(refundColumns))
	for i, c := range refundColumns {
		all[i] = c.name
	}
	return strings.Join(all, between)
}

func putRefundText() string {
	names := strings.Split(refundNames(" "), " ")
	all := append(append([]string{"out_trade_no", "place"}, names...), "sum")
	set := make([]string, 0, len(names)+1)
	for _, name := range append(names, "sum") {
		set = append(set, name+" = excluded."+name)
	}
	return "INSERT INTO refund (" + strings.Join(all, ", ") + ") VALUES (" + numbered(all, "$%[2]d", ", ", 1) +
		") ON CONFLICT (out_trade_no, place) DO UPDATE SET " + strings.Join(set, ", ")
}

// bindRefund returns the values of putRefund for the entry at a place.
func bindRefund(no flow.OutTradeNo, place int, e refund.Entry) []any {
	values := []any{string(no), int64(place)}
	for _, c := range refundColumns {
		values = append(values, c.value(&e))
	}
	return append(values, refundSum(no, place, e))
}

// refundSum is over the fields of an entry and where it belongs.
func refundSum(no flow.OutTradeNo, place int, e refund.Entry) int64 {
	return sumOfRefund(refundColumns, no, place, e)
}

// sumOfRefund is refundSum over some of the columns.
func sumOfRefund(of []column[refund.Entry], no flow.OutTradeNo, place int, e refund.Entry) int64 {
	b := binary.AppendVarint(appendText(nil, string(no)), int64(place))
	return int64(crc64.Checksum(appendFields(b, of, &e), crc))
}

// putRefunds writes those entries of next that are not as they were in a.
func putRefunds(ctx context.Context, put *sql.Stmt, a, next flow.Attempt) error {
	for i, e := range next.Refunds {
		if i < len(a.Refunds) && a.Refunds[i] == e {
			continue
		}
		if _, err := put.ExecContext(ctx, bindRefund(next.OutTradeNo, i, e)...); err != nil {
			return err
		}
	}
	return nil
}

// storedRefund is a row of the table.
type storedRefund struct {
	place int
	entry refund.Entry
	sum   int64
}

// fill reads the refunds of an attempt that has some.
func (r *rows) fill(ctx context.Context, tx *sql.Tx, a *flow.Attempt) error {
	if len(a.Refunds) == 0 {
		return nil
	}
	found, err := tx.StmtContext(ctx, r.refunds).QueryContext(ctx, string(a.OutTradeNo))
	return filled(found, err, a, refundColumns)
}

// filled reads what selectRefunds found into an attempt. of are the columns that the sums
// are over.
func filled(found *sql.Rows, err error, a *flow.Attempt, of []column[refund.Entry]) error {
	all, err := collect(found, err, func(s *storedRefund) []any {
		into := []any{&s.place}
		for _, c := range refundColumns {
			p := c.ptr(&s.entry)
			if at, is := p.(*time.Time); is {
				p = (*moment)(at)
			}
			into = append(into, p)
		}
		return append(into, &s.sum)
	})
	if err != nil {
		return err
	}
	if len(all) != len(a.Refunds) {
		return Damaged("attempt %s has %d refunds, and there are %d", quoted(a.OutTradeNo), len(a.Refunds), len(all))
	}
	for i, s := range all {
		if s.place != i || s.sum != sumOfRefund(of, a.OutTradeNo, i, s.entry) {
			return Damaged("refund %d of attempt %s does not fit its sum", i+1, quoted(a.OutTradeNo))
		}
		a.Refunds[i] = s.entry
	}
	return nil
}

// Refunding returns what has a refund that somebody has to look after, oldest first.
func (j *Journal) Refunding(ctx context.Context) (all []flow.Attempt, err error) {
	found, err := viewed(ctx, j, j.rows.refunding)
	return j.sorted(found), err
}

// refunding returns it unsorted.
func (r *rows) refunding(ctx context.Context, tx *sql.Tx) ([]stored, error) {
	return r.tallied(ctx, tx, tallyRefunding, "SELECT out_trade_no FROM attempt WHERE refund_pending = 1")
}

// Refunds returns what had a refund accepted between two moments, oldest first. The days
// that they are in are read whole, each held against its tally: an index that hides a
// row would make a day's sum wrong.
func (j *Journal) Refunds(ctx context.Context, from, to time.Time) (all []flow.Attempt, err error) {
	found, err := viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) (found []stored, err error) {
		return found, byDay(ctx, tx, refundDays, dayOf(millis(from)), dayOf(to.UnixMilli()-1), func(numbers []flow.OutTradeNo) (bool, error) {
			day, err := j.rows.listed(ctx, tx, numbers)
			found = append(found, day...)
			return true, err
		})
	})
	all = slices.DeleteFunc(j.sorted(found), func(a flow.Attempt) bool { return len(a.AcceptedIn(from, to)) == 0 })
	return slices.CompactFunc(all, func(a, b flow.Attempt) bool { return a.OutTradeNo == b.OutTradeNo }), err
}

// sorted returns rows as a reader sees them, oldest first.
func (j *Journal) sorted(found []stored) (all []flow.Attempt) {
	for _, s := range found {
		all = append(all, j.asRead(s))
	}
	slices.SortFunc(all, oldestFirst)
	return all
}

const ofRefundText = `SELECT out_trade_no FROM attempt WHERE out_trade_no IN
  (SELECT out_trade_no FROM refund WHERE out_refund_no = $1 AND out_refund_no <> '' UNION SELECT out_trade_no FROM refund WHERE refund_id = $1 AND refund_id <> '')
  ORDER BY opened_ms DESC LIMIT %d`

// ofRefund returns the sale of a refund's number, ours or WeChat's. One that we make for
// an attempt begins with its number, also where the journal was restored from before it.
func ofRefund(ctx context.Context, tx *sql.Tx, text string) ([]flow.OutTradeNo, error) {
	const own = 32
	found, err := numbers(ctx, tx, fmt.Sprintf(ofRefundText, mostFound), text)
	if err == nil && len(found) == 0 && len(text) > own && refund.IsOurs(text[:own], text) {
		found, err = numbers(ctx, tx, "SELECT out_trade_no FROM attempt WHERE out_trade_no = $1", text[:own])
	}
	return found, err
}

// refundDiffers says in which field a refund's row is not what its events add up to.
func refundDiffers(events, row refund.List) string {
	for i := range events {
		for _, c := range refundColumns {
			if want, got := c.value(&events[i]), c.value(&row[i]); want != got {
				return fmt.Sprintf("%s of refund %d is %v, its events say %v", c.name, i+1, got, want)
			}
		}
	}
	return ""
}
