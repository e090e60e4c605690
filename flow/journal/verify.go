package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"facetill/flow"
)

// Report is what Verify found. Problems name the attempt; none means that every
// acknowledged fact reads back and every row is what its facts add up to.
type Report struct {
	Attempts, Events int
	Archived         int // attempts whose facts are in an archive: not among Events
	Problems         []string
}

// mostProblems bounds a report: a wholly damaged file says enough by then.
const mostProblems = 100

// Verify checks the file's own integrity, every hash chain, every row against
// its events, and that no event is without its row. It changes nothing, holds
// one attempt at a time, and sees each as of one moment: a till may go on.
func (j *Journal) Verify(ctx context.Context) (r Report, err error) {
	if r.Problems, err = j.medium.Check(ctx); err != nil {
		return r, err
	}
	for last := ""; len(r.Problems) < mostProblems; r.Attempts++ {
		var no, problem string
		err := j.view(ctx, func(tx *sql.Tx) error {
			err := tx.StmtContext(ctx, j.rows.after).QueryRowContext(ctx, last).Scan(&no)
			if err == nil {
				problem = j.rows.verify(ctx, tx, flow.OutTradeNo(no), &r)
			}
			return err
		})
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return r, fmt.Errorf("journal %s, after attempt %q: %w", j.medium.Path(), last, j.medium.Explain(err))
		}
		if problem != "" {
			r.Problems = append(r.Problems, "attempt "+no+": "+problem)
		}
		last = no
	}
	err = j.View(ctx, func(tx *sql.Tx) error {
		lost, err := numbers(ctx, tx, fmt.Sprintf("SELECT DISTINCT out_trade_no FROM event WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.out_trade_no = event.out_trade_no) LIMIT %d", mostProblems))
		for _, no := range lost {
			r.Problems = append(r.Problems, "attempt "+string(no)+": it has events and no row")
		}
		return err
	})
	if err == nil {
		err = verifyLists(ctx, j, &r)
	}
	return r, err
}

// verifyLists holds every list against its tally or its other copy.
func verifyLists(ctx context.Context, j *Journal, r *Report) error {
	for _, verify := range []func(context.Context, *sql.Tx) error{
		func(ctx context.Context, tx *sql.Tx) error { _, err := j.rows.pending(ctx, tx); return err },
		func(ctx context.Context, tx *sql.Tx) error { _, err := j.rows.refunding(ctx, tx); return err },
		func(ctx context.Context, tx *sql.Tx) error { _, err := salesSuspended(ctx, tx); return err },
		soldDays.verify, refundDays.verify, verifyCloses, verifySequence, verifyRefs, verifyFacts, verifyArchives,
		func(ctx context.Context, tx *sql.Tx) error { _, err := countPeople(ctx, tx); return err },
		func(ctx context.Context, tx *sql.Tx) error { _, err := verifyLines(ctx, tx); return err },
	} {
		err := j.View(ctx, func(tx *sql.Tx) error { return verify(ctx, tx) })
		if err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
		if err != nil {
			r.Problems = append(r.Problems, "lists: "+found(err))
		}
	}
	return nil
}

// verify holds every day against its tally, day by day.
func (of days) verify(ctx context.Context, tx *sql.Tx) error {
	return byDay(ctx, tx, of, dayOf(-1<<52), dayOf(1<<52), func([]flow.OutTradeNo) (bool, error) { return true, nil })
}

// verifySequence holds all that have a place against their tally.
func verifySequence(ctx context.Context, tx *sql.Tx) error {
	type place struct {
		no  flow.OutTradeNo
		seq int64
	}
	var have Tally
	found, err := tx.QueryContext(ctx, "SELECT out_trade_no, seq FROM attempt WHERE seq > 0 ORDER BY seq")
	err = each(found, err, func(p *place) []any { return []any{(*string)(&p.no), &p.seq} }, func(p place) error {
		if have.add(p.no); p.seq != have.N {
			return Damaged("attempt %s has place %d in the sequence, and is number %d", quoted(p.no), p.seq, have.N)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return agrees(ctx, tx, tallySeq, have)
}

// verifyRefs holds the two lists of the attempts of each reference against each other.
func verifyRefs(ctx context.Context, tx *sql.Tx) error {
	for _, text := range []string{
		"SELECT out_trade_no FROM attempt WHERE ref_minted = 0 AND NOT EXISTS (SELECT 1 FROM sale_ref WHERE sale_ref.ref = attempt.ref AND sale_ref.out_trade_no = attempt.out_trade_no) LIMIT 1",
		"SELECT out_trade_no FROM sale_ref WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.ref = sale_ref.ref AND attempt.out_trade_no = sale_ref.out_trade_no AND attempt.ref_minted = 0) LIMIT 1",
	} {
		lost, err := numbers(ctx, tx, text)
		if err == nil && len(lost) > 0 {
			err = Damaged("attempt %s is in one list of its reference and not in the other", quoted(lost[0]))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func verifyFacts(ctx context.Context, tx *sql.Tx) error {
	all, err := countFacts(ctx, tx)
	if err != nil {
		return err
	}
	return agrees(ctx, tx, tallyFact, all)
}

// verify holds an attempt against its events, or against its mark where those are in an
// archive.
func (r *rows) verify(ctx context.Context, tx *sql.Tx, no flow.OutTradeNo, report *Report) string {
	stands, err := r.one(ctx, tx, no)
	if err != nil {
		return found(err)
	}
	switch m, gone, err := markOf(ctx, tx, no); {
	case err != nil:
		return found(err)
	case gone:
		report.Archived++
		if err := m.holds(ctx, tx, stands); err != nil {
			return found(err)
		}
		return ""
	}
	facts, a, err := chain(ctx, tx.StmtContext(ctx, r.events), no, stands.head)
	report.Events += len(facts)
	if err != nil {
		return found(err)
	}
	if problem := differs(a, stands.a); problem != "" {
		return problem
	}
	lines, err := linesOf(ctx, tx, no)
	if err != nil {
		return found(err)
	}
	return linesDiffer(facts, lines)
}

// differs says in which field a row is not what its events add up to.
func differs(events, row flow.Attempt) string {
	want, got := bind(events), bind(row)
	for i, name := range names() {
		if want[i] != got[i] {
			return fmt.Sprintf("%s is %v, its events say %v", name, got[i], want[i])
		}
	}
	return refundDiffers(events.Refunds, row.Refunds)
}
