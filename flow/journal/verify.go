package journal

import (
	"context"
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

// Verify checks the file's own integrity, every hash chain, and every row
// against its events. It changes nothing and holds one attempt at a time.
func (j *Journal) Verify(ctx context.Context) (Report, error) {
	var r Report
	rows, err := j.db.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return r, explain(err)
	}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			_ = rows.Close()
			return r, explain(err)
		}
		if text != "ok" {
			r.Problems = append(r.Problems, "file: "+text)
		}
	}
	if err := rows.Close(); err != nil {
		return r, explain(err)
	}
	for last := ""; len(r.Problems) < mostProblems; {
		var head string
		no := last
		err := j.db.QueryRowContext(ctx, "SELECT out_trade_no, head FROM attempt WHERE out_trade_no > $1 ORDER BY out_trade_no LIMIT 1", last).Scan(&no, &head)
		if no == last { // no further row
			break
		}
		if err != nil {
			return r, explain(err)
		}
		last = no
		r.Attempts++
		if problem := j.verifyOne(ctx, flow.OutTradeNo(no), head, &r.Events); problem != "" {
			r.Problems = append(r.Problems, "attempt "+no+": "+problem)
		}
	}
	return r, nil
}

func (j *Journal) verifyOne(ctx context.Context, no flow.OutTradeNo, head string, events *int) string {
	stored, err := j.events(ctx, no)
	if err != nil {
		return err.Error()
	}
	var a flow.Attempt
	prev := ""
	for i, e := range stored {
		*events++
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
	row, _, err := j.row(ctx, no)
	if err != nil {
		return err.Error()
	}
	want, got := bind(a), bind(row)
	for i, name := range names() {
		if !slices.Equal(want[i:i+1], got[i:i+1]) {
			return fmt.Sprintf("%s is %v, its events say %v", name, got[i], want[i])
		}
	}
	return ""
}
