package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// DB lets a test do to the database what nothing else does.
func (j *Journal) DB() *sql.DB { return j.db }

// Listed reads the rows of some numbers, and counts them.
func (j *Journal) Listed(ctx context.Context, numbers ...flow.OutTradeNo) (n int, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		all, err := j.rows.listed(ctx, tx, numbers)
		n = len(all)
		return err
	})
	return n, err
}

// Numbers counts the rows of a query.
func (j *Journal) Numbers(ctx context.Context, text string) (n int, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		all, err := numbers(ctx, tx, text)
		n = len(all)
		return err
	})
	return n, err
}

// OpenAsBefore writes an attempt as an older version did: without a place.
func (j *Journal) OpenAsBefore(ctx context.Context, first flow.OrderOpened) error {
	a, err := flow.Apply(flow.Attempt{}, first)
	if err != nil {
		return err
	}
	a.Epoch = 1
	e, err := j.event("", a.OutTradeNo, 1, 1, first)
	if err != nil {
		return err
	}
	return j.Write(ctx, func(tx *sql.Tx) error {
		if err := j.rows.insert(ctx, tx, a, j.medium.Driver(), e.hash); err != nil {
			return err
		}
		_, err := j.rows.counts(ctx, tx, e.hash)
		return errors.Join(err, j.rows.insertFact(ctx, tx, e))
	})
}

// Rehash makes the hashes of an attempt, and the sum of its row, those of what stands there.
func (j *Journal) Rehash(ctx context.Context, no flow.OutTradeNo) error {
	return j.Write(ctx, func(tx *sql.Tx) error {
		s, err := j.rows.one(ctx, tx, no)
		if err != nil {
			return err
		}
		found, err := tx.QueryContext(ctx, selectEvents, string(no))
		all, err := collect(found, err, func(e *event) []any { return []any{&e.n, &e.kind, &e.at, &e.epoch, &e.body, &e.hash} })
		head := ""
		for _, e := range all {
			e.no = no
			head = e.chain(head)
			_, writing := tx.ExecContext(ctx, "UPDATE event SET hash = $1 WHERE out_trade_no = $2 AND n = $3", head, string(no), e.n)
			err = errors.Join(err, writing)
		}
		_, writing := tx.ExecContext(ctx, "UPDATE attempt SET head = $1, sum = $2 WHERE out_trade_no = $3", head, rowSum(s.a, head), string(no))
		return errors.Join(err, writing)
	})
}

// FillOne writes a sale that was paid and told.
func (j *Journal) FillOne(ctx context.Context, tx *sql.Tx, n int, at time.Time) error {
	no := flow.OutTradeNo(fmt.Sprintf("%s%020d", at.Format("060102150405"), n))
	m := flow.Merchant{AppID: "wxd930ea5d5a258f4f", MchID: "1900000109"}
	facts := []flow.Fact{
		flow.OrderOpened{Order: flow.Order{OutTradeNo: no, Merchant: m, RefMinted: true, TotalFee: 1280, Method: flow.MethodFace,
			Family: flow.FamilyMicropay, StoreID: "S1", DeviceID: "D1", Lane: "L1", Cashier: "Li", OpenedAt: at,
			Sale: flow.SaleKey{MchID: m.MchID, StoreID: "S1", DeviceID: "D1", Ref: string(no)}}},
		flow.PayerIdentified{},
		flow.IntentWritten{At: at, SendBy: at.Add(8e9), TimeExpire: at.Add(120e9), ConfirmBy: at.Add(45e9), FenceAt: at.Add(1200e9)},
		flow.ChargeProven{TransactionID: fmt.Sprintf("4200009%021d", n), TimeEnd: at, CashFee: 1280, Source: "answer", At: at},
		flow.Shown{},
	}
	a, head := flow.Attempt{}, ""
	var events []event
	var steps []step
	for i, f := range facts {
		next, err := flow.Apply(a, f)
		if err != nil {
			return err
		}
		steps = append(steps, step{f, a, next})
		a = next
		e, err := j.event(head, no, i+1, 1, f)
		if err != nil {
			return err
		}
		head = e.hash
		events = append(events, e)
	}
	a.Epoch = 1
	if err := j.rows.insert(ctx, tx, a, "", head); err != nil {
		return err
	}
	for i, e := range events {
		err := j.rows.insertFact(ctx, tx, e)
		if err == nil {
			err = j.rows.note(ctx, tx, steps[i], e.at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// PutRefund writes the row of a refund as it would be if its facts had led there.
func (j *Journal) PutRefund(ctx context.Context, no flow.OutTradeNo, place int, e refund.Entry) error {
	return j.Write(ctx, func(tx *sql.Tx) error {
		return exec(ctx, tx, j.rows.putRefund, bindRefund(no, place, e)...)
	})
}

// ColumnsButTheNumber are what a row is selected with, beside its number.
func (j *Journal) ColumnsButTheNumber() string {
	text, _ := strings.CutPrefix(selectRow, "SELECT out_trade_no, ")
	return strings.TrimSuffix(text, " FROM attempt ")
}

// ReplaceLine writes a line in the place of what its fact made, with a sum that fits.
func (j *Journal) ReplaceLine(ctx context.Context, l ledger.Line) error {
	return j.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM line WHERE out_trade_no = $1 AND n = $2 AND place = $3", string(l.OutTradeNo), l.N, l.Place)
		return errors.Join(err, exec(ctx, tx, j.rows.putLine, bindLine(l)...))
	})
}

// CameWith lets a column be one that came with a schema, and the sums of the rows of what is
// in an archive those of the schema before it.
func (j *Journal) CameWith(ctx context.Context, column string, schema int) (undo func(), err error) {
	since[column] = schema
	return func() { delete(since, column) }, j.Write(ctx, func(tx *sql.Tx) error {
		all, err := numbers(ctx, tx, "SELECT out_trade_no FROM archived")
		for _, no := range all {
			s, unread := j.rows.one(ctx, tx, no)
			_, writing := tx.ExecContext(ctx, "UPDATE attempt SET sum = $1 WHERE out_trade_no = $2", sumOf(columnsOf(columns, schema-1), s.a, s.head), string(no))
			err = errors.Join(err, unread, writing)
		}
		return err
	})
}
