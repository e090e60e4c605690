package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"facetill/flow"
)

// Open writes the first fact of an attempt, driven by this process.
func (j *Journal) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	a, err := flow.Apply(flow.Attempt{}, first)
	if err != nil {
		return flow.Attempt{}, err
	}
	a.Epoch = 1
	e, err := j.event("", a.OutTradeNo, 1, 1, first)
	if err != nil {
		return flow.Attempt{}, err
	}
	if err := j.ballast.keep(); err != nil {
		return flow.Attempt{}, j.named(err)
	}
	err = j.write(ctx, func(tx *sql.Tx) error {
		if err := j.insert(ctx, tx, a, j.owner.id, e.hash); err != nil {
			return err
		}
		return e.insert(ctx, tx.StmtContext(ctx, j.stmt.insertEvent))
	})
	if err = j.settle(ctx, a, err); err != nil {
		return flow.Attempt{}, j.named(err)
	}
	return a, nil
}

// insert writes the row of a new attempt, and all that is kept beside it.
func (j *Journal) insert(ctx context.Context, tx *sql.Tx, a flow.Attempt, owner, head string) error {
	values := append(bind(a), a.Epoch, owner, head, rowSum(a, head), heldSum(a.OutTradeNo, a.Epoch, owner))
	if _, err := tx.StmtContext(ctx, j.stmt.insertRow).ExecContext(ctx, values...); err != nil {
		return err
	}
	if !a.RefMinted {
		if _, err := tx.StmtContext(ctx, j.stmt.saleRef).ExecContext(ctx, a.Sale.Ref, string(a.OutTradeNo)); err != nil {
			return err
		}
	}
	return j.moved(ctx, tx, flow.Attempt{}, a)
}

// Append stores the durable ones of the facts and the row that they lead to, if
// nobody else has moved the attempt on.
func (j *Journal) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	next, lasting := a, []flow.Fact(nil)
	for _, f := range facts {
		if flow.Durable(next, f) {
			lasting = append(lasting, f)
		}
		var err error
		if next, err = flow.Apply(next, f); err != nil {
			return a, err
		}
	}
	if len(lasting) == 0 {
		return next, nil
	}
	write := func() error {
		err := j.write(ctx, func(tx *sql.Tx) error { return j.append(ctx, tx, a, next, lasting) })
		return j.settle(ctx, next, err)
	}
	var err error
	if !begins(lasting) {
		err = j.mustWrite(write)
	} else if err = j.ballast.keep(); err == nil {
		err = write()
	}
	if err != nil {
		return a, j.named(err)
	}
	return next, nil
}

func (j *Journal) append(ctx context.Context, tx *sql.Tx, a, next flow.Attempt, facts []flow.Fact) error {
	var head string
	var sum int64
	err := tx.StmtContext(ctx, j.stmt.head).QueryRowContext(ctx, string(a.OutTradeNo), a.Version, a.Epoch, j.owner.id).Scan(&head, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return flow.ErrFenced
	}
	if err != nil {
		return err
	}
	if sum != rowSum(a, head) {
		return damaged("the row of attempt %s is not what was written", a.OutTradeNo)
	}
	insert := tx.StmtContext(ctx, j.stmt.insertEvent)
	for i, f := range facts {
		e, err := j.event(head, a.OutTradeNo, a.Version+1+i, a.Epoch, f)
		if err != nil {
			return err
		}
		if err := e.insert(ctx, insert); err != nil {
			return err
		}
		head = e.hash
	}
	values := append(bind(next)[1:], head, rowSum(next, head), string(a.OutTradeNo), a.Version, a.Epoch, j.owner.id)
	done, err := tx.StmtContext(ctx, j.stmt.updateRow).ExecContext(ctx, values...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(flow.ErrFenced, err)
	}
	return j.moved(ctx, tx, a, next)
}

// settle finds out what a commit that failed has done: the facts are there when
// the row stands at our version, under our epoch. An error stays one when they
// are not, or when nobody can tell.
func (j *Journal) settle(ctx context.Context, want flow.Attempt, err error) error {
	var commit *errCommit
	if !errors.As(err, &commit) {
		return err
	}
	// A connection of its own: the one that failed may show what it alone sees.
	fresh, again := j.engine(j.path)
	if again != nil {
		return &errDoubt{err, again}
	}
	defer fresh.Close()
	var version, epoch int
	var owner string
	row := fresh.QueryRowContext(context.WithoutCancel(ctx), "SELECT version, epoch, owner FROM attempt WHERE out_trade_no = $1", string(want.OutTradeNo))
	if again := row.Scan(&version, &epoch, &owner); again != nil {
		return &errDoubt{err, again}
	}
	if version == want.Version && epoch == want.Epoch && owner == j.owner.id {
		return nil
	}
	return err
}

// errDoubt is a commit that failed and could not be read again.
type errDoubt struct{ err, again error }

func (e *errDoubt) Error() string   { return fmt.Sprintf("%v; reading it again: %v", e.err, e.again) }
func (e *errDoubt) Unwrap() []error { return []error{e.err, e.again} }

// named gives an error its name. The refusal of the unique index, and
// that of a number which is known already (it may have been charged), is
// ErrBlocked; what the disk or the engine says is said with the path.
func (j *Journal) named(err error) error {
	if err == nil || errors.Is(err, flow.ErrFenced) || errors.Is(err, flow.ErrOwned) || errors.Is(err, flow.ErrUnknown) {
		return err
	}
	if text := err.Error(); strings.Contains(text, "UNIQUE constraint failed: attempt.ref") ||
		strings.Contains(text, "UNIQUE constraint failed: attempt.out_trade_no") {
		return flow.ErrBlocked
	}
	return fmt.Errorf("journal %s: %w", j.path, explain(err))
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
	h := sha256.New()
	for _, part := range []string{prev, string(e.no), strconv.Itoa(e.n), e.kind, strconv.FormatInt(e.at, 10), strconv.Itoa(e.epoch), e.body} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (e event) insert(ctx context.Context, insert *sql.Stmt) error {
	_, err := insert.ExecContext(ctx, string(e.no), e.n, e.kind, e.at, e.epoch, e.body, e.hash)
	return err
}
