package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
)

// An archive is a file with the facts of sales that ended long ago, made before they leave.
// Their rows stay, and beside each a mark: the archive, how many facts there were, and the
// head of their chain. Marks are never taken back, and nothing is added behind one.

// Archive is a file that facts were moved to.
type Archive struct {
	N    int    // from 1, without gaps
	ID   string // which the file has as well, wherever it lies by now
	At   time.Time
	File string // where it was made
	Day  string // the business day before which its sales were
	Who  string // approved it; "" where nobody was asked
}

// Leaving is an attempt whose facts may leave, as it was found: whoever moves them finds
// this head again, or leaves it alone.
type Leaving struct {
	OutTradeNo flow.OutTradeNo
	Head       string
}

// Old is an attempt that is in no archive, with its lines and when its last fact was written.
type Old struct {
	flow.Attempt
	Head  string
	Last  time.Time
	Lines []ledger.Line
}

// Leaving is it as it is to be moved.
func (o Old) Leaving() Leaving { return Leaving{o.OutTradeNo, o.Head} }

var (
	tallyArchives = tallied{what: "archive"}
	tallyArchived = tallied{what: "archived"} // the attempts whose facts are in one
)

// archiveRow is an archive with its hash, and that of the one before it.
type archiveRow struct {
	Archive
	hash, before string
}

func (a archiveRow) chain() string {
	return linked(a.before, strconv.Itoa(a.N), a.ID, strconv.FormatInt(millis(a.At), 10), a.File, a.Day, a.Who)
}

// archives hands over all of them, newest first: none is missing, and each is as written.
func archives(ctx context.Context, tx *sql.Tx) (all []archiveRow, err error) {
	want, err := tallyArchives.tally(ctx, tx)
	if err != nil {
		return nil, err
	}
	found, err := tx.QueryContext(ctx, "SELECT n, id, at_ms, file, day, who, hash, coalesce((SELECT b.hash FROM archive b WHERE b.n = a.n - 1), '') FROM archive a ORDER BY n DESC")
	all, err = collect(found, err, func(a *archiveRow) []any {
		return []any{&a.N, &a.ID, (*moment)(&a.At), &a.File, &a.Day, &a.Who, &a.hash, &a.before}
	})
	var have Tally
	for i, a := range all {
		if err == nil && (a.N != len(all)-i || a.chain() != a.hash) {
			err = Damaged("archive %d is not there, or not as it was made", len(all)-i)
		}
		have.N++
		have.Mix += factMix(a.hash)
	}
	if err == nil && have != want {
		err = Damaged("there are %d archives, the tally says %d", have.N, want.N)
	}
	return all, err
}

// shelf are a journal's archives, and what may leave for one.
type shelf struct{ j *Journal }

// mark is what stays of an attempt's facts.
type mark struct {
	Leaving
	archive int
	facts   Tally
	sum     int64
}

func (m mark) summed() int64 {
	return Sum(string(m.OutTradeNo), m.Head, fmt.Sprint(m.archive, m.facts.N, m.facts.Mix))
}

const selectMarks = "SELECT out_trade_no, archive_n, events, mix, head, sum FROM archived "

// marks hands over those that text narrows them to, each as it was written.
func marks(ctx context.Context, tx *sql.Tx, text string, args []any, do func(mark)) error {
	found, err := tx.QueryContext(ctx, selectMarks+text, args...)
	return each(found, err, func(m *mark) []any {
		return []any{(*string)(&m.OutTradeNo), &m.archive, &m.facts.N, &m.facts.Mix, &m.Head, &m.sum}
	}, func(m mark) error {
		if m.sum != m.summed() {
			return Damaged("the mark of attempt %s does not fit its sum", quoted(m.OutTradeNo))
		}
		do(m)
		return nil
	})
}

// markOf returns the mark of an attempt; false where its facts are here.
func markOf(ctx context.Context, tx *sql.Tx, no flow.OutTradeNo) (m mark, is bool, err error) {
	err = marks(ctx, tx, "WHERE out_trade_no = $1", []any{string(no)}, func(found mark) { m, is = found, true })
	return m, is, err
}

// archivedError returns where the facts of an attempt are, as a *flow.ArchivedError; nil
// where they are here.
func archivedError(ctx context.Context, tx *sql.Tx, no flow.OutTradeNo) error {
	m, is, err := markOf(ctx, tx, no)
	if err != nil || !is {
		return err
	}
	all, err := archives(ctx, tx)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.N == m.archive {
			return &flow.ArchivedError{OutTradeNo: no, File: a.File, At: a.At}
		}
	}
	return Damaged("attempt %s is in archive %d, which is not there", quoted(no), m.archive)
}

// Archived returns a *flow.ArchivedError of an attempt whose facts are in an archive, nil
// where they are here.
func (f shelf) Archived(ctx context.Context, no flow.OutTradeNo) error {
	return f.j.View(ctx, func(tx *sql.Tx) error { return archivedError(ctx, tx, no) })
}

// Archives returns all of them, newest first.
func (f shelf) Archives(ctx context.Context) (all []Archive, err error) {
	rows, err := viewed(ctx, f.j, archives)
	for _, a := range rows {
		all = append(all, a.Archive)
	}
	return all, err
}

// Old returns attempts that were listed before a moment and are in no archive, at most so
// many, behind a number and in the order of numbers.
func (f shelf) Old(ctx context.Context, before time.Time, behind flow.OutTradeNo, most int) ([]Old, error) {
	return viewed(ctx, f.j, func(ctx context.Context, tx *sql.Tx) (all []Old, err error) {
		found, err := numbers(ctx, tx, fmt.Sprintf(`SELECT out_trade_no FROM attempt WHERE out_trade_no > $1 AND sold_ms < $2
  AND NOT EXISTS (SELECT 1 FROM archived WHERE archived.out_trade_no = attempt.out_trade_no) ORDER BY out_trade_no LIMIT %d`, most), string(behind), before.UnixMilli())
		if err != nil {
			return nil, err
		}
		stand, err := f.j.rows.listed(ctx, tx, found)
		for _, s := range stand {
			o := Old{Attempt: f.j.asRead(s), Head: s.head}
			if err == nil {
				var last sql.NullInt64
				err = tx.QueryRowContext(ctx, "SELECT max(at_ms) FROM event WHERE out_trade_no = $1", string(o.OutTradeNo)).Scan(&last)
				o.Last = time.UnixMilli(last.Int64).UTC()
			}
			if err == nil {
				o.Lines, err = linesOf(ctx, tx, o.OutTradeNo)
			}
			all = append(all, o)
		}
		return all, err
	})
}

// Heads returns those of what is to leave that have the same head here, and their facts.
func (f shelf) Heads(ctx context.Context, all []Leaving) (same []Leaving, err error) {
	return viewed(ctx, f.j, func(ctx context.Context, tx *sql.Tx) ([]Leaving, error) {
		for _, l := range all {
			s, err := f.j.rows.one(ctx, tx, l.OutTradeNo)
			if errors.Is(err, flow.ErrUnknown) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if _, gone, err := markOf(ctx, tx, l.OutTradeNo); err != nil {
				return nil, err
			} else if s.head == l.Head && !gone {
				same = append(same, l)
			}
		}
		return same, nil
	})
}

// Move lets the facts of attempts go that the archive is known to have whole, and marks
// each, in one transaction; it returns how many. What has another head by now, or is at no
// end, stays as it is. The first Move of an archive writes the archive down.
func (f shelf) Move(ctx context.Context, to Archive, all []Leaving) (moved int, err error) {
	if err := f.j.medium.MayGoOn(ctx, true); err != nil {
		return 0, err
	}
	if err := f.j.medium.Room(); err != nil {
		return 0, f.j.Named(err)
	}
	var last flow.OutTradeNo
	err = f.j.Write(ctx, func(tx *sql.Tx) error {
		n, err := f.j.rows.written(ctx, tx, to)
		for _, l := range all {
			is := false
			if err == nil {
				is, err = f.j.rows.move(ctx, tx, n, l)
			}
			if is {
				moved, last = moved+1, l.OutTradeNo
			}
		}
		return err
	})
	if commit, is := errors.AsType[*CommitError](err); is && moved > 0 {
		err = f.settleMove(ctx, last, to.ID, commit)
	}
	if err == nil {
		err = f.j.medium.InPlace()
	}
	if err != nil {
		return 0, f.j.Named(err)
	}
	return moved, nil
}

// written returns the number of an archive, which it writes down where it is not yet.
func (r *rows) written(ctx context.Context, tx *sql.Tx, to Archive) (n int, err error) {
	all, err := archives(ctx, tx)
	if err != nil {
		return 0, err
	}
	next := archiveRow{Archive: to}
	next.N = len(all) + 1
	for i, a := range all {
		if a.ID == to.ID {
			return a.N, nil
		}
		if i == 0 {
			next.before = a.hash
		}
	}
	next.hash = next.chain()
	_, err = tx.ExecContext(ctx, "INSERT INTO archive (n, id, at_ms, file, day, who, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		next.N, next.ID, millis(next.At), next.File, next.Day, next.Who, next.hash)
	return next.N, errors.Join(err, exec(ctx, tx, r.tally, tallyArchives.what, tallyArchives.day, 1, factMix(next.hash)))
}

// move marks an attempt and lets its facts go; false where it is not as it was found.
func (r *rows) move(ctx context.Context, tx *sql.Tx, archive int, l Leaving) (bool, error) {
	s, err := r.one(ctx, tx, l.OutTradeNo)
	if err != nil {
		return false, err
	}
	if _, gone, err := markOf(ctx, tx, l.OutTradeNo); err != nil || gone || s.head != l.Head || pending(s.a) || s.a.Refunds.Pending() {
		return false, err
	}
	facts, _, err := chain(ctx, tx.StmtContext(ctx, r.events), l.OutTradeNo, s.head)
	if err != nil {
		return false, err
	}
	m := mark{Leaving: l, archive: archive}
	found, err := tx.QueryContext(ctx, "SELECT hash FROM event WHERE out_trade_no = $1", string(l.OutTradeNo))
	err = each(found, err, func(hash *string) []any { return []any{hash} }, func(hash string) error {
		m.facts.N++
		m.facts.Mix += factMix(hash)
		return nil
	})
	if err == nil && m.facts.N != int64(len(facts)) {
		err = Damaged("attempt %s has %d facts and %d", quoted(l.OutTradeNo), len(facts), m.facts.N)
	}
	if err != nil {
		return false, err
	}
	if _, err = tx.ExecContext(ctx, "INSERT INTO archived (out_trade_no, archive_n, events, mix, head, sum) VALUES ($1, $2, $3, $4, $5, $6)",
		string(m.OutTradeNo), m.archive, m.facts.N, m.facts.Mix, m.Head, m.summed()); err != nil {
		return false, err
	}
	done, err := tx.ExecContext(ctx, "DELETE FROM event WHERE out_trade_no = $1", string(l.OutTradeNo))
	if err != nil {
		return false, err
	}
	if n, err := done.RowsAffected(); err != nil || n != m.facts.N {
		return false, errors.Join(Damaged("attempt %s had %d facts, and %d went", quoted(l.OutTradeNo), m.facts.N, n), err)
	}
	return true, exec(ctx, tx, r.tally, tallyArchived.what, tallyArchived.day, 1, mixed(string(l.OutTradeNo)))
}

// settleMove finds out what a commit that failed has done: the last mark is there, of this
// archive, or it is not, or nobody can tell.
func (f shelf) settleMove(ctx context.Context, no flow.OutTradeNo, id string, commit *CommitError) error {
	fresh, again := f.j.medium.Another()
	if again != nil {
		return &CommitError{commit.Err, again}
	}
	defer fresh.Close()
	var n int
	again = fresh.QueryRowContext(context.WithoutCancel(ctx), "SELECT count(*) FROM archived JOIN archive ON n = archive_n WHERE out_trade_no = $1 AND id = $2", string(no), id).Scan(&n)
	switch {
	case again != nil:
		return &CommitError{commit.Err, again}
	case n == 1:
		return nil
	}
	return commit
}

// countMarks counts all marks anew, with the facts that they stand for.
func countMarks(ctx context.Context, tx *sql.Tx) (all, facts Tally, err error) {
	err = marks(ctx, tx, "", nil, func(m mark) {
		all.add(m.OutTradeNo)
		facts.N += m.facts.N
		facts.Mix += m.facts.Mix
	})
	return all, facts, err
}

// tallyOfArchives counts archives and marks anew, and holds them against their tallies.
func tallyOfArchives(ctx context.Context, tx *sql.Tx) (map[tallied]Tally, error) {
	rows, err := archives(ctx, tx)
	if err != nil {
		return nil, err
	}
	var of Tally
	for _, a := range rows {
		of.N++
		of.Mix += factMix(a.hash)
	}
	all, _, err := countMarks(ctx, tx)
	if err == nil {
		err = agrees(ctx, tx, tallyArchived, all)
	}
	return map[tallied]Tally{tallyArchives: of, tallyArchived: all}, err
}

// verifyArchives holds all marks against their tally and archives, and sees that no fact
// stands behind one.
func verifyArchives(ctx context.Context, tx *sql.Tx) error {
	if _, err := tallyOfArchives(ctx, tx); err != nil {
		return err
	}
	for text, says := range map[string]string{
		"SELECT out_trade_no FROM archived WHERE NOT EXISTS (SELECT 1 FROM archive WHERE n = archive_n) LIMIT 1":                                "is in an archive that is not there",
		"SELECT out_trade_no FROM archived WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.out_trade_no = archived.out_trade_no) LIMIT 1": "is in an archive, and has no row",
	} {
		lost, err := numbers(ctx, tx, text)
		if err == nil && len(lost) > 0 {
			err = Damaged("attempt %s %s", quoted(lost[0]), says)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// holds says how an attempt's mark is not that of its row, whose facts are here no more.
func (m mark) holds(ctx context.Context, tx *sql.Tx, s stored) error {
	var here int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM event WHERE out_trade_no = $1", string(m.OutTradeNo)).Scan(&here); err != nil {
		return err
	}
	switch {
	case here > 0:
		return Damaged("attempt %s is in an archive, and has %d events here", quoted(m.OutTradeNo), here)
	case m.Head != s.head || m.facts.N != int64(s.a.Version):
		return Damaged("attempt %s went to an archive with %d events, and its row is of %d, or of others", quoted(m.OutTradeNo), m.facts.N, s.a.Version)
	}
	return nil
}
