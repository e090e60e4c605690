package journal

import (
	"context"
	"database/sql"
	"time"

	"facetill/flow"
)

// Timeline returns the durable facts of an attempt, each with the state that it
// led to, if they are the whole chain; a *flow.ArchivedError where they are elsewhere.
func (j *Journal) Timeline(ctx context.Context, no flow.OutTradeNo) ([]flow.Event, error) {
	return viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) ([]flow.Event, error) {
		s, err := j.rows.one(ctx, tx, no)
		if err == nil {
			err = archivedError(ctx, tx, no)
		}
		if err != nil {
			return nil, err
		}
		all, _, err := chain(ctx, tx.StmtContext(ctx, j.rows.events), no, s.head)
		return all, err
	})
}

const selectEvents = "SELECT n, kind, at_ms, epoch, body, hash FROM event WHERE out_trade_no = $1 ORDER BY n"

// chain reads the facts of an attempt up to the head that its row names, and what
// they add up to.
func chain(ctx context.Context, read *sql.Stmt, no flow.OutTradeNo, head string) (all []flow.Event, a flow.Attempt, err error) {
	found, err := read.QueryContext(ctx, string(no))
	stored, err := collect(found, err, func(e *event) []any {
		e.no = no
		return []any{&e.n, &e.kind, &e.at, &e.epoch, &e.body, &e.hash}
	})
	if err != nil {
		return nil, a, err
	}
	bad := func(format string, args ...any) ([]flow.Event, flow.Attempt, error) {
		return all, a, Damaged(format+" of attempt %s", append(args, quoted(no))...)
	}
	prev := ""
	for i, e := range stored {
		if e.n != i+1 {
			return bad("no event %d", i+1)
		}
		if e.chain(prev) != e.hash {
			return bad("a wrong hash at event %d", e.n)
		}
		f, err := flow.DecodeFact(e.kind, []byte(e.body))
		if err == nil {
			a, err = flow.Apply(a, f)
		}
		if err != nil {
			return bad("no fact that reads (%v) at event %d", err, e.n)
		}
		all = append(all, flow.Event{N: e.n, At: time.UnixMilli(e.at).UTC(), Fact: f, State: a.State})
		prev = e.hash
	}
	if prev != head {
		return bad("no events at the end")
	}
	return all, a, nil
}
