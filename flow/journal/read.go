package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"facetill/flow"
)

// asker is the database, or one transaction of it.
type asker interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

func row(ctx context.Context, q asker, no flow.OutTradeNo) (a flow.Attempt, owner string, err error) {
	a, owner, err = scanned(q.QueryRowContext(ctx, selectRow+"WHERE out_trade_no = $1", string(no)).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = flow.ErrUnknown
	}
	return a, owner, err
}

// rows gives the attempts of a query, and whether their drivers live.
func (j *Journal) rows(ctx context.Context, where string, args ...any) (all []flow.Attempt, owned []bool, err error) {
	rows, err := j.db.QueryContext(ctx, selectRow+where, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	var owners []string
	for rows.Next() {
		a, owner, err := scanned(rows.Scan)
		if err != nil {
			return nil, nil, err
		}
		all, owners = append(all, a), append(owners, owner)
	}
	for _, o := range owners {
		owned = append(owned, j.owner.alive(o))
	}
	return all, owned, rows.Err()
}

// Read gives an attempt and whether its driver lives.
func (j *Journal) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	a, owner, err := row(ctx, j.db, no)
	return a, err == nil && j.owner.alive(owner), err
}

// Sale gives all attempts of a sale, oldest first.
func (j *Journal) Sale(ctx context.Context, k flow.SaleKey) ([]flow.Attempt, error) {
	all, _, err := j.rows(ctx, "WHERE ref = $1 AND mch_id = $2 AND sub_mch_id = $3 AND store_id = $4 AND sale_device = $5 AND (ref_minted = 0 OR out_trade_no = $1) ORDER BY opened_ms, out_trade_no",
		k.Ref, k.MchID, k.SubMchID, k.StoreID, k.DeviceID)
	return all, err
}

// Pending gives what must be driven, oldest first.
func (j *Journal) Pending(ctx context.Context) ([]flow.Attempt, error) {
	all, owned, err := j.rows(ctx, "WHERE pending = 1 ORDER BY opened_ms, out_trade_no")
	kept := all[:0]
	for i, a := range all {
		if a.Open() || a.State == flow.Refused || !owned[i] {
			kept = append(kept, a)
		}
	}
	return kept, err
}

// Suspects gives what stops a sale of the same amount on a lane (money rule
// 5.3): open, unclaimed, or paid and never told. now is not needed: what was
// never told stays suspect, whatever its age.
func (j *Journal) Suspects(ctx context.Context, lane string, fee flow.Fen, _ time.Time) ([]flow.Attempt, error) {
	all, _, err := j.rows(ctx, "WHERE pending = 1 AND lane = $1 AND total_fee = $2 ORDER BY opened_ms DESC", lane, int64(fee))
	kept := all[:0]
	for _, a := range all {
		if a.Open() || a.State == flow.Paid {
			kept = append(kept, a)
		}
	}
	return kept, err
}

// fewestDigits and mostFound bound a look-up by last digits.
const (
	fewestDigits = 4
	mostFound    = 20
)

// Find looks for a number as people give it.
func (j *Journal) Find(ctx context.Context, text string) ([]flow.Attempt, error) {
	tail := reversed(text)
	exact := fmt.Sprintf("WHERE out_trade_no = $1 OR (ref = $1 AND ref_minted = 0) OR (tail_tx = $2 AND tail_tx <> '' AND transaction_id = $1) ORDER BY opened_ms DESC LIMIT %d", mostFound)
	all, _, err := j.rows(ctx, exact, text, tail)
	if err != nil || len(all) > 0 {
		return all, err
	}
	if len(text) < fewestDigits || len(text) > tailDigits || strings.Trim(text, "0123456789") != "" {
		return nil, nil
	}
	all, _, err = j.rows(ctx, fmt.Sprintf("WHERE (tail >= $1 AND tail < $2) OR (tail_tx <> '' AND tail_tx >= $1 AND tail_tx < $2) ORDER BY opened_ms DESC LIMIT %d", mostFound),
		tail, tail+":") // ':' comes right after '9'
	return all, err
}

// List gives attempts, newest first.
func (j *Journal) List(ctx context.Context, f flow.Filter) ([]flow.Attempt, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	to := int64(1) << 62
	if !f.To.IsZero() {
		to = f.To.UnixMilli()
	}
	all, _, err := j.rows(ctx, "WHERE sold_ms >= $1 AND sold_ms < $2 AND ($3 = '' OR state = $3) AND ($4 = '' OR lane = $4) AND ($5 = 0 OR resolved_as <> '' OR decided_by <> '') ORDER BY sold_ms DESC, out_trade_no DESC LIMIT $6",
		millis(f.From), to, string(f.State), f.Lane, bit(f.Resolved), limit)
	return all, err
}

// Timeline gives the durable facts of an attempt, each with the state that it
// led to.
func (j *Journal) Timeline(ctx context.Context, no flow.OutTradeNo) ([]flow.Event, error) {
	stored, err := events(ctx, j.db, no)
	if err != nil {
		return nil, err
	}
	if len(stored) == 0 {
		return nil, flow.ErrUnknown
	}
	a, all := flow.Attempt{}, make([]flow.Event, 0, len(stored))
	for _, e := range stored {
		f, err := flow.DecodeFact(e.kind, []byte(e.body))
		if err == nil {
			a, err = flow.Apply(a, f)
		}
		if err != nil {
			return nil, fmt.Errorf("attempt %s, event %d: %w", no, e.n, err)
		}
		all = append(all, flow.Event{N: e.n, At: time.UnixMilli(e.at).UTC(), Fact: f, State: a.State})
	}
	return all, nil
}

func events(ctx context.Context, q asker, no flow.OutTradeNo) (all []event, err error) {
	rows, err := q.QueryContext(ctx, "SELECT n, kind, at_ms, epoch, body, hash FROM event WHERE out_trade_no = $1 ORDER BY n", string(no))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e := event{no: no}
		if err := rows.Scan(&e.n, &e.kind, &e.at, &e.epoch, &e.body, &e.hash); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}
