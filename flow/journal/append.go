package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"facetill/flow"
)

// Open writes the first fact of an attempt, driven by this process.
func (j *Journal) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	a, err := flow.Apply(flow.Attempt{}, first)
	if err != nil {
		return flow.Attempt{}, err
	}
	a.Epoch = 1
	if err := j.medium.MayGoOn(ctx, true); err != nil {
		return flow.Attempt{}, err
	}
	if err := j.medium.Room(); err != nil {
		return flow.Attempt{}, j.Named(err)
	}
	a.Adoptions, a.AdoptedAt = j.medium.Adoptions()
	var count Tally
	err = j.Write(ctx, func(tx *sql.Tx) error {
		if a.Seq, err = j.rows.nextSeq(ctx, tx); err != nil {
			return err
		}
		first.Order.Seq = a.Seq
		e, err := j.event("", a.OutTradeNo, 1, 1, first)
		if err != nil {
			return err
		}
		if err := j.rows.insert(ctx, tx, a, j.medium.Driver(), e.hash); err != nil {
			return err
		}
		if err := j.rows.insertFact(ctx, tx, e); err != nil {
			return err
		}
		count, err = j.rows.counts(ctx, tx, e.hash)
		return err
	})
	if err = j.settle(ctx, a, err); err != nil {
		return flow.Attempt{}, j.Named(err)
	}
	j.medium.Noted(count)
	return a, nil
}

// Append stores the durable ones of the facts and the row that they lead to, if
// nobody else has moved the attempt on. A driver has claimed it, and with that looked
// where the journal lies: how often it was adopted is known.
func (j *Journal) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	next, lasting := a, []step(nil)
	next.Adoptions, next.AdoptedAt = j.medium.Adoptions()
	for _, f := range facts {
		f = flow.UnderAdoption(f, next.Adoptions)
		was, err := next, error(nil)
		if next, err = flow.Apply(was, f); err != nil {
			return a, err
		}
		if flow.Durable(was, f) {
			lasting = append(lasting, step{f, was, next})
		}
	}
	if len(lasting) == 0 {
		return next, nil
	}
	begins := has[flow.IntentWritten](lasting)
	careful := begins || has[flow.Shown](lasting)
	if err := j.medium.MayGoOn(ctx, careful); err != nil {
		return a, err
	}
	var count Tally
	var err error
	write := func() error {
		err := j.Write(ctx, func(tx *sql.Tx) (err error) {
			count, err = j.append(ctx, tx, a, next, lasting)
			return err
		})
		return j.settle(ctx, next, err)
	}
	if !begins { // nothing of what a full disk has left is for that
		err = j.medium.MustWrite(write)
	} else if err = j.medium.Room(); err == nil {
		err = write()
	}
	if err != nil {
		return a, j.Named(err)
	}
	if careful { // the file may have gone while it was written
		if err := j.medium.InPlace(); err != nil {
			return a, err
		}
	}
	j.medium.Noted(count)
	return next, nil
}

// has reports whether one of the facts is an F.
func has[F flow.Fact](steps []step) bool {
	return slices.ContainsFunc(steps, func(s step) bool { _, is := s.fact.(F); return is })
}

func (j *Journal) append(ctx context.Context, tx *sql.Tx, a, next flow.Attempt, steps []step) (count Tally, err error) {
	var head string
	var sum int64
	err = tx.StmtContext(ctx, j.rows.head).QueryRowContext(ctx, string(a.OutTradeNo), a.Version, a.Epoch, j.medium.Driver()).Scan(&head, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return count, flow.ErrFenced
	}
	if err != nil {
		return count, err
	}
	if sum != rowSum(a, head) {
		return count, Damaged("the row of attempt %s is not what was written", a.OutTradeNo)
	}
	hashes := make([]string, 0, len(steps))
	for i, s := range steps {
		e, err := j.event(head, a.OutTradeNo, a.Version+1+i, a.Epoch, s.fact)
		if err != nil {
			return count, err
		}
		if err := j.rows.insertFact(ctx, tx, e); err != nil {
			return count, err
		}
		if err := j.rows.note(ctx, tx, s, e.at); err != nil {
			return count, err
		}
		head = e.hash
		hashes = append(hashes, head)
	}
	values := append(bind(next)[1:], head, rowSum(next, head), string(a.OutTradeNo), a.Version, a.Epoch, j.medium.Driver())
	done, err := tx.StmtContext(ctx, j.rows.updateRow).ExecContext(ctx, values...)
	if err != nil {
		return count, err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return count, errors.Join(flow.ErrFenced, err)
	}
	if len(next.Refunds) > 0 {
		if err := putRefunds(ctx, tx.StmtContext(ctx, j.rows.putRefund), a, next); err != nil {
			return count, err
		}
	}
	if count, err = j.rows.counts(ctx, tx, hashes...); err != nil {
		return count, err
	}
	return count, j.rows.moved(ctx, tx, a, next)
}

// settle finds out what a commit that failed has done: the facts are there when
// the row stands at our version, under our epoch. An error stays one when they
// are not, or when nobody can tell.
func (j *Journal) settle(ctx context.Context, want flow.Attempt, err error) error {
	commit, is := errors.AsType[*CommitError](err)
	if !is {
		return err
	}
	// A connection of its own: the one that failed may show what it alone sees.
	fresh, again := j.medium.Another()
	if again != nil {
		return &CommitError{commit.Err, again}
	}
	defer fresh.Close()
	var version, epoch int
	var owner string
	row := fresh.QueryRowContext(context.WithoutCancel(ctx), "SELECT version, epoch, owner FROM attempt WHERE out_trade_no = $1", string(want.OutTradeNo))
	if again := row.Scan(&version, &epoch, &owner); again != nil {
		return &CommitError{commit.Err, again}
	}
	if version == want.Version && epoch == want.Epoch && owner == j.medium.Driver() {
		return nil
	}
	return err
}

// Named puts a name to an error. The refusal of the unique index, and that of a
// number which is known already (it may have been charged), is ErrBlocked; what the
// disk or the engine says is said with the place.
func (j *Journal) Named(err error) error {
	if err == nil || errors.Is(err, flow.ErrFenced) || errors.Is(err, flow.ErrOwned) || errors.Is(err, flow.ErrUnknown) || errors.Is(err, flow.ErrCopy) {
		return err
	}
	if archived, is := errors.AsType[*flow.ArchivedError](err); is {
		return archived
	}
	if err = j.medium.Explain(err); errors.Is(err, flow.ErrBlocked) {
		return flow.ErrBlocked
	}
	return fmt.Errorf("journal %s: %w", j.medium.Path(), err)
}

// event is a row of the truth.
type event struct {
	no    flow.OutTradeNo
	n     int
	kind  string
	at    int64
	epoch int
	body  string
	hash  string
}

func (j *Journal) event(prev string, no flow.OutTradeNo, n, epoch int, f flow.Fact) (event, error) {
	body, err := flow.EncodeFact(f)
	if err != nil {
		return event{}, err
	}
	e := event{no: no, n: n, kind: f.Kind(), at: j.now().UnixMilli(), epoch: epoch, body: string(body)}
	e.hash = e.chain(prev)
	return e, nil
}

// chain is the hash over an event and the one before it.
func (e event) chain(prev string) string {
	return linked(prev, string(e.no), strconv.Itoa(e.n), e.kind, strconv.FormatInt(e.at, 10), strconv.Itoa(e.epoch), e.body)
}

// linked is the hash of a link, each part with its length.
func linked(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (r *rows) insertFact(ctx context.Context, tx *sql.Tx, e event) error {
	err := exec(ctx, tx, r.insertEvent, string(e.no), e.n, e.kind, e.at, e.epoch, e.body, e.hash)
	if err != nil { // the engine has its own word for what is in an archive
		err = errors.Join(archivedError(ctx, tx, e.no), err)
	}
	return err
}
