package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"facetill/flow/ledger"
)

// The closes of business days are a chain: each has a hash over the one before it, and a
// tally says how many there are. The lines that one counts are those that have its number;
// it has a digest over them. What a forced one passed over are rows of their own.

var (
	tallyCloses = tallied{what: "close"}
	tallyPassed = tallied{what: "passed"}          // all that was passed over
	tallyEnded  = tallied{what: "passed, and end"} // those whose end a record reported
)

// eachClose hands over the records, newest first, until do fails: none is missing behind
// one, and each is as it was written behind the one before it.
func eachClose(ctx context.Context, tx *sql.Tx, do func(ledger.Close) error) error {
	want, err := tallyCloses.tally(ctx, tx)
	if err != nil {
		return err
	}
	found, err := tx.QueryContext(ctx, "SELECT n, day, body, lines, digest, hash, coalesce((SELECT b.hash FROM close b WHERE b.n = c.n - 1), '') FROM close c ORDER BY n DESC")
	err = each(found, err, func(c *ledger.Close) []any {
		return []any{&c.N, &c.Day, &c.Body, &c.Lines, &c.Digest, &c.Hash, &c.Before}
	}, func(c ledger.Close) error {
		if int64(c.N) != want.N || c.Hashed() != c {
			return Damaged("close %d is not there, or not as it was made", want.N)
		}
		want.N--
		return do(c)
	})
	switch {
	case errors.Is(err, errEnough):
		return nil
	case err == nil && want.N != 0:
		return Damaged("close %d is not there", want.N)
	}
	return err
}

// Closes returns the records, newest first.
func (b books) Closes(ctx context.Context, limit int) ([]ledger.Close, error) {
	return viewed(ctx, b.j, func(ctx context.Context, tx *sql.Tx) (all []ledger.Close, err error) {
		return all, eachClose(ctx, tx, func(c ledger.Close) error {
			if all = append(all, c); len(all) == limit {
				return errEnough
			}
			return nil
		})
	})
}

// Record returns the record of a number.
func (b books) Record(ctx context.Context, n int) (one ledger.Close, err error) {
	err = b.j.View(ctx, func(tx *sql.Tx) error {
		return eachClose(ctx, tx, func(c ledger.Close) error {
			if one = c; c.N == n {
				return errEnough
			}
			return nil
		})
	})
	if err == nil && one.N != n || n < 1 {
		return ledger.Close{}, cmp.Or(err, ledger.ErrNoClose)
	}
	return one, err
}

// CountedSince returns from when on lines are counted by records.
func (b books) CountedSince(ctx context.Context) (time.Time, error) {
	return viewed(ctx, b.j, linesSince)
}

func linesSince(ctx context.Context, tx *sql.Tx) (at time.Time, err error) {
	text, is, err := Meta(ctx, tx, countedSince)
	if err != nil || !is {
		return at, err
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return at, Damaged("when lines began to be counted does not read")
	}
	return time.UnixMilli(ms).UTC(), nil
}

// Passed returns what earlier records passed over and no record reported the end of.
func (b books) Passed(ctx context.Context) ([]ledger.Passed, error) {
	return viewed(ctx, b.j, b.passed)
}

// passedRow is a row of what was passed over.
type passedRow struct {
	ledger.Passed
	ended int
	sum   int64
}

func passedSum(p ledger.Passed, ended int) int64 {
	return Sum(string(p.OutTradeNo), p.OutRefundNo, fmt.Sprint(p.Close), fmt.Sprint(ended))
}

// eachPassed hands over all that was passed over, and holds it against its tallies.
func eachPassed(ctx context.Context, tx *sql.Tx, do func(passedRow)) error {
	found, err := tx.QueryContext(ctx, "SELECT close_n, out_trade_no, out_refund_no, ended_n, sum FROM close_open ORDER BY close_n, out_trade_no, out_refund_no")
	var all, over Tally
	err = each(found, err, func(p *passedRow) []any {
		return []any{&p.Close, (*string)(&p.OutTradeNo), &p.OutRefundNo, &p.ended, &p.sum}
	}, func(p passedRow) error {
		if p.sum != passedSum(p.Passed, p.ended) {
			return Damaged("what close %d passed over does not fit its sum", p.Close)
		}
		if all.add(p.OutTradeNo); p.ended != 0 {
			over.add(p.OutTradeNo)
		}
		do(p)
		return nil
	})
	if err == nil {
		err = agrees(ctx, tx, tallyPassed, all)
	}
	if err == nil {
		err = agrees(ctx, tx, tallyEnded, over)
	}
	return err
}

// passed returns what has no end in a record, with its sales as they are now.
func (b books) passed(ctx context.Context, tx *sql.Tx) (all []ledger.Passed, err error) {
	err = eachPassed(ctx, tx, func(p passedRow) {
		if p.ended == 0 {
			all = append(all, p.Passed)
		}
	})
	for i := range all {
		if err == nil {
			var s stored
			s, err = b.j.rows.one(ctx, tx, all[i].OutTradeNo)
			all[i].Sale = b.j.asRead(s)
		}
	}
	return all, err
}

// MakeClose makes a record of what stands, in one transaction with it. There is no hurry:
// of what a full disk has left nothing is for it.
func (b books) MakeClose(ctx context.Context, to time.Time, do func(ledger.Standing) (ledger.Draft, error)) (made ledger.Close, err error) {
	m := b.j.medium
	if err := m.MayGoOn(ctx, true); err != nil {
		return made, err
	}
	if err := m.Room(); err != nil {
		return made, b.j.Named(err)
	}
	var refused error
	err = b.j.Write(ctx, func(tx *sql.Tx) error {
		s, err := b.standing(ctx, tx, to)
		if err != nil {
			return err
		}
		d, err := do(s)
		if refused = err; err != nil {
			return err
		}
		made = ledger.Close{N: s.Last.N + 1, Day: d.Day, Body: d.Body, Lines: len(s.Lines), Digest: ledger.Digest(s.Lines), Before: s.Last.Hash}.Hashed()
		return b.j.rows.put(ctx, tx, made, to, s.Lines, d)
	})
	if refused != nil {
		return ledger.Close{}, refused
	}
	if err = b.settle(ctx, made, err); err == nil {
		err = m.InPlace() // the file may have gone while it was written
	}
	if err != nil {
		return ledger.Close{}, b.j.Named(err)
	}
	return made, nil
}

// standing reads what stands in a transaction that writes.
func (b books) standing(ctx context.Context, tx *sql.Tx, to time.Time) (s ledger.Standing, err error) {
	err = eachClose(ctx, tx, func(c ledger.Close) error { s.Last = c; return errEnough })
	if err != nil {
		return s, err
	}
	const ever = -1 << 52
	if s.Lines, err = linesOfDays(ctx, tx, linesLeft, "WHERE close_n = 0 AND ", dayOf(ever), dayOf(to.UnixMilli()-1)); err != nil {
		return s, err
	}
	s.Lines = between(s.Lines, time.UnixMilli(ever), to)
	pending, err := b.j.rows.pending(ctx, tx)
	if err != nil {
		return s, err
	}
	refunding, err := b.j.rows.refunding(ctx, tx)
	if err != nil {
		return s, err
	}
	s.Pending, s.Refunding = b.j.sorted(pending), b.j.sorted(refunding)
	if s.Passed, err = b.passed(ctx, tx); err != nil {
		return s, err
	}
	if s.CountedSince, err = linesSince(ctx, tx); err != nil {
		return s, err
	}
	facts, err := Facts(ctx, tx)
	s.Facts = ledger.Facts(facts)
	return s, err
}

// put writes a record, the lines that it counts, and what it passes over and ends.
func (r *rows) put(ctx context.Context, tx *sql.Tx, c ledger.Close, to time.Time, lines []ledger.Line, d ledger.Draft) error {
	run := func(text string, want int, args ...any) error {
		done, err := tx.ExecContext(ctx, text, args...)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n != int64(want) {
			return errors.Join(Damaged("close %d should have changed %d rows, and changed %d", c.N, want, n), err)
		}
		return nil
	}
	tallies := map[tallied]Tally{tallyCloses: {1, factMix(c.Hash)}}
	add := func(set tallied, by, mix int64) { t := tallies[set]; tallies[set] = Tally{t.N + by, t.Mix + by*mix} }
	err := errors.Join(
		run("INSERT INTO close (n, day, body, lines, digest, hash) VALUES ($1, $2, $3, $4, $5, $6)", 1, c.N, c.Day, c.Body, c.Lines, c.Digest, c.Hash),
		run(countLines, len(lines), c.N, to.UnixMilli()))
	for _, l := range lines {
		add(tallied{linesLeft, dayOf(millis(l.At))}, -1, lineMix(l))
		add(tallied{linesOfRecord, int64(c.N)}, 1, lineMix(l))
	}
	for _, p := range d.Open {
		p.Close = c.N
		err = errors.Join(err, run("INSERT INTO close_open (close_n, out_trade_no, out_refund_no, ended_n, sum) VALUES ($1, $2, $3, 0, $4)", 1,
			p.Close, string(p.OutTradeNo), p.OutRefundNo, passedSum(p, 0)))
		add(tallyPassed, 1, mixed(string(p.OutTradeNo)))
	}
	for _, p := range d.Ended {
		err = errors.Join(err, run("UPDATE close_open SET ended_n = $1, sum = $2 WHERE out_trade_no = $3 AND out_refund_no = $4 AND close_n = $5 AND ended_n = 0", 1,
			c.N, passedSum(p, c.N), string(p.OutTradeNo), p.OutRefundNo, p.Close))
		add(tallyEnded, 1, mixed(string(p.OutTradeNo)))
	}
	for set, t := range tallies {
		err = errors.Join(err, exec(ctx, tx, r.tally, set.what, set.day, t.N, t.Mix))
	}
	return err
}

// settle finds out what a commit that failed has done: the record is there, by its hash, or
// it is not, or nobody can tell.
func (b books) settle(ctx context.Context, want ledger.Close, err error) error {
	commit, is := errors.AsType[*CommitError](err)
	if !is {
		return err
	}
	fresh, again := b.j.medium.Another()
	if again != nil {
		return fmt.Errorf("%w: %w", ledger.ErrInDoubt, &CommitError{commit.Err, again})
	}
	defer fresh.Close()
	var hash string
	again = fresh.QueryRowContext(context.WithoutCancel(ctx), "SELECT hash FROM close WHERE n = $1", want.N).Scan(&hash)
	switch {
	case errors.Is(again, sql.ErrNoRows):
		return err
	case again != nil:
		return fmt.Errorf("%w: %w", ledger.ErrInDoubt, &CommitError{commit.Err, again})
	case hash == want.Hash:
		return nil
	}
	return err
}

// tallyBooks counts records and what they passed over anew, and holds them against their
// tallies.
func tallyBooks(ctx context.Context, tx *sql.Tx) (map[tallied]Tally, error) {
	var closes, all, over Tally
	err := eachClose(ctx, tx, func(c ledger.Close) error {
		closes.N++
		closes.Mix += factMix(c.Hash)
		return nil
	})
	if err == nil {
		err = agrees(ctx, tx, tallyCloses, closes)
	}
	if err == nil {
		err = eachPassed(ctx, tx, func(p passedRow) {
			if all.add(p.OutTradeNo); p.ended != 0 {
				over.add(p.OutTradeNo)
			}
		})
	}
	return map[tallied]Tally{tallyCloses: closes, tallyPassed: all, tallyEnded: over}, err
}

// verifyCloses holds each record against its chain, and against the lines that it counted.
func verifyCloses(ctx context.Context, tx *sql.Tx) error {
	if _, err := tallyBooks(ctx, tx); err != nil {
		return err
	}
	var all []ledger.Close
	err := eachClose(ctx, tx, func(c ledger.Close) error {
		c.Body = ""
		all = append(all, c)
		return nil
	})
	for _, c := range all {
		var lines []ledger.Line
		if err == nil {
			lines, err = linesOfClose(ctx, tx, c.N)
		}
		if err == nil && (len(lines) != c.Lines || ledger.Digest(lines) != c.Digest) {
			err = Damaged("close %d counted %d lines, and there are %d, or others", c.N, c.Lines, len(lines))
		}
	}
	return err
}
