package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"facetill/flow"
)

// Report is what Verify found. Problems name the attempt; none means that every
// acknowledged fact reads back and every row is what its facts add up to.
type Report struct {
	Attempts, Events int
	Problems         []string
}

// mostProblems bounds a report: a wholly damaged file says enough by then.
const mostProblems = 100

// Verify checks the file's own integrity, every hash chain, every row against
// its events, and that no event is without its row. It changes nothing, holds
// one attempt at a time, and sees each as of one moment: a till may go on.
func (j *Journal) Verify(ctx context.Context) (r Report, err error) {
	whole, err := j.texts(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return r, err
	}
	for _, text := range whole {
		if text != "ok" {
			r.Problems = append(r.Problems, "file: "+text)
		}
	}
	for last := ""; len(r.Problems) < mostProblems; {
		no, problem, err := j.verifyNext(ctx, last, &r.Events)
		if err != nil {
			return r, fmt.Errorf("journal %s, after attempt %q: %w", j.path, last, explain(err))
		}
		if no == "" {
			break
		}
		last = no
		r.Attempts++
		if problem != "" {
			r.Problems = append(r.Problems, "attempt "+no+": "+problem)
		}
	}
	lost, err := j.texts(ctx, fmt.Sprintf("SELECT DISTINCT out_trade_no FROM event WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.out_trade_no = event.out_trade_no) LIMIT %d", mostProblems))
	for _, no := range lost {
		r.Problems = append(r.Problems, "attempt "+no+": it has events and no row")
	}
	return r, err
}

// texts gives the first column of a query.
func (j *Journal) texts(ctx context.Context, query string) (all []string, err error) {
	rows, err := j.db.QueryContext(ctx, query)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, explain(err)
		}
		all = append(all, text)
	}
	if err := rows.Err(); err != nil {
		return nil, explain(err)
	}
	return all, nil
}

// verifyNext checks the attempt after last; no is "" when there is none.
func (j *Journal) verifyNext(ctx context.Context, last string, count *int) (no, problem string, err error) {
	tx, err := j.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return "", "", err
	}
	defer func() { _ = tx.Rollback() }()
	var head string
	err = tx.QueryRowContext(ctx, "SELECT out_trade_no, head FROM attempt WHERE out_trade_no > $1 ORDER BY out_trade_no LIMIT 1", last).Scan(&no, &head)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	return no, verifyOne(ctx, tx, flow.OutTradeNo(no), head, count), nil
}

func verifyOne(ctx context.Context, q asker, no flow.OutTradeNo, head string, count *int) string {
	stored, err := events(ctx, q, no)
	if err != nil {
		return err.Error()
	}
	var a flow.Attempt
	prev := ""
	for i, e := range stored {
		*count++
		if e.n != i+1 {
			return fmt.Sprintf("event %d is missing", i+1)
		}
		if e.chain(prev) != e.hash {
			return fmt.Sprintf("event %d does not fit its hash", e.n)
		}
		f, err := flow.DecodeFact(e.kind, []byte(e.body))
		if err == nil {
			a, err = flow.Apply(a, f)
		}
		if err != nil {
			return fmt.Sprintf("event %d: %v", e.n, err)
		}
		prev = e.hash
	}
	if prev != head {
		return "events are missing at its end"
	}
	stands, _, err := row(ctx, q, no)
	if err != nil {
		return err.Error()
	}
	want, got := bind(a), bind(stands)
	for i, name := range names() {
		if !slices.Equal(want[i:i+1], got[i:i+1]) {
			return fmt.Sprintf("%s is %v, its events say %v", name, got[i], want[i])
		}
	}
	return ""
}
