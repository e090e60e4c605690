package journal_test

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
)

// Money rules 1.1 and 5.9: what an engine alone knows is asked before anything is written:
// whether this is a copy, whether there is room for what begins; what ends a sale has all the
// room there is, and what was told or charged must be found where it was written. What it
// refuses is not written.
func TestTheMediumIsAsked(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	shop(t, j, m)
	const careful, freely, must = "may go on, careful", "may go on", "must write"
	var a flow.Attempt
	for _, op := range []struct {
		what string
		asks []string
		do   func() error
	}{
		{"open", []string{careful, "room"}, func() (err error) { a, err = j.Open(ctx, opened("9", "nine")); return err }},
		{"identified", []string{freely, must}, func() (err error) { a, err = j.Append(ctx, a, paid()[0]); return err }},
		{"intent", []string{careful, "room", "in place"}, func() (err error) { a, err = j.Append(ctx, a, paid()[1]); return err }},
		{"begun, which is not durable", nil, func() (err error) {
			a.Live.HasCode = true
			a, err = j.Append(ctx, a, flow.RequestBegun{})
			return err
		}},
		{"charge", []string{freely, must}, func() (err error) { a, err = j.Append(ctx, a, paid()[2]); return err }},
		{"shown", []string{careful, must, "in place"}, func() (err error) { a, err = j.Append(ctx, a, flow.Shown{}); return err }},
		{"claim of our own", nil, func() error { return errOf(j.Claim(ctx, "9")) }},
		{"claim", []string{careful, must}, func() error { return errOf(j.Claim(ctx, "3")) }},
		{"suspend", []string{"may write", must}, func() error { return j.SuspendSales(ctx, flow.SuspendedByKey, "SIGN_ERROR") }},
		{"beat", []string{"may write"}, func() error { return j.Beat(ctx, noon) }},
		{"stopped", []string{"may write"}, func() error { return j.Stopped(ctx, "L", 5, flow.Press{}, noon) }},
		{"release", []string{"may write", must}, func() error { return j.Release(ctx, a) }},
	} {
		for _, asked := range op.asks {
			before, was := dump(t, m), a
			m.refuse = map[string]error{asked: flow.ErrCopy}
			err := op.do()
			nothing := op.what == "release" && asked == "may write" // a copy holds nothing that it could let go of
			if !errors.Is(err, flow.ErrCopy) != nothing {
				t.Errorf("%s: %q is refused, and it says %v", op.what, asked, err)
			}
			if op.what != "open" && !reflect.DeepEqual(a, was) {
				t.Errorf("%s: %q is refused, and beside that stands %+v", op.what, asked, a)
			}
			if asked == "in place" { // it was written, where nobody may find it
				m.refuse = nil
				back, _, err := j.Read(ctx, "9")
				if err != nil || back.Version != was.Version+1 {
					t.Errorf("%s: %+v stands there, %v", op.what, back, err)
				}
				a = back
				continue
			}
			if after := dump(t, m); after != before {
				t.Errorf("%s: %q is refused, and there is\n%s\nbefore\n%s", op.what, asked, after, before)
			}
			a = was
		}
		if slices.Contains(op.asks, "in place") {
			continue
		}
		m.refuse, m.asked = nil, nil
		if err := op.do(); err != nil || !slices.Equal(m.asked, op.asks) {
			t.Errorf("%s: %q was asked, %v; want %q", op.what, m.asked, err, op.asks)
		}
		if op.what == "open" || op.what == "charge" {
			if have := facts(t, j); m.noted != have || have.N == 0 {
				t.Errorf("%s: noted %+v, and there are %+v", op.what, m.noted, have)
			}
		}
	}
}

// facts are all that there are.
func facts(t *testing.T, j *journal.Journal) (all journal.Tally) {
	t.Helper()
	err := j.View(t.Context(), func(tx *sql.Tx) (err error) {
		all, err = journal.Facts(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Money rule 1.1: of a commit that failed is believed what stands there, read anew on
// another connection; where that fails, too, it stays in doubt, with both errors. What
// another process wrote there meanwhile is not ours, however far it has come.
func TestACommitInDoubt(t *testing.T) {
	ctx := t.Context()
	for what, c := range map[string]struct {
		commit func(_ *sql.Tx, _ *medium, theirs func() error) error
		done   bool
	}{
		"it happened": {func(tx *sql.Tx, _ *medium, _ func() error) error { return tx.Commit() }, true},
		"it did not":  {func(tx *sql.Tx, _ *medium, _ func() error) error { return tx.Rollback() }, false},
		"it did not, and the connection shows it": {func(tx *sql.Tx, m *medium, _ func() error) error {
			m.lingers = true
			return tx.Commit()
		}, false},
		"another one was quicker": {func(tx *sql.Tx, m *medium, theirs func() error) error {
			err := tx.Rollback()
			m.driver, m.commit = "other", (*sql.Tx).Commit
			err = errors.Join(err, theirs())
			m.driver, m.noted = "we", journal.Tally{}
			return err
		}, false},
		"it cannot be connected": {func(tx *sql.Tx, m *medium, _ func() error) error {
			err := tx.Commit()
			m.left.Store(1)
			return err
		}, false},
		"it cannot be read": {func(tx *sql.Tx, m *medium, _ func() error) error {
			err := tx.Commit()
			m.left.Store(2)
			return err
		}, false},
	} {
		for _, op := range inDoubt {
			j, m := onMedium(t)
			shop(t, j, m)
			a, err := j.Open(ctx, opened("8", "eight"))
			if err != nil {
				t.Fatal(err)
			}
			m.noted = journal.Tally{}
			m.commit = func(tx *sql.Tx) error {
				return errors.Join(c.commit(tx, m, func() error { return op.theirs(ctx, j) }), errPower)
			}
			got, err := op.do(ctx, j, a)
			m.commit = (*sql.Tx).Commit
			if m.another == nil || m.another.PingContext(ctx) == nil {
				t.Errorf("%s, %s: no other connection was made, or it is still there", op.what, what)
			}
			if c.done != (err == nil) || err != nil && (!errors.Is(err, errPower) || !strings.Contains(err.Error(), errPower.Error())) {
				t.Errorf("%s, %s: %v", op.what, what, err)
			}
			if twice := strings.HasPrefix(what, "it cannot"); twice != errors.Is(err, errDisk) || twice && !strings.Contains(err.Error(), "reading it again: ") {
				t.Errorf("%s, %s: %v", op.what, what, err)
			}
			if c.done {
				if back, _, err := j.Read(ctx, op.no); err != nil || !reflect.DeepEqual(back, got.AsRead(true)) {
					t.Errorf("%s, %s: %+v stands there, %v; want %+v", op.what, what, back, err, got)
				}
			}
			if noted := m.noted != (journal.Tally{}); noted != (c.done && op.what != "claim") {
				t.Errorf("%s, %s: noted %+v", op.what, what, m.noted)
			}
		}
	}
}

// inDoubt are the writes whose commit may be in doubt, and what brings the same attempt
// as far as they would when another process does it.
var inDoubt = []struct {
	what   string
	no     flow.OutTradeNo
	do     func(context.Context, *journal.Journal, flow.Attempt) (flow.Attempt, error)
	theirs func(context.Context, *journal.Journal) error
}{
	{"claim", "3", func(ctx context.Context, j *journal.Journal, _ flow.Attempt) (flow.Attempt, error) {
		return j.Claim(ctx, "3")
	}, func(ctx context.Context, j *journal.Journal) error { return errOf(j.Claim(ctx, "3")) }},
	{"append", "8", func(ctx context.Context, j *journal.Journal, a flow.Attempt) (flow.Attempt, error) {
		return j.Append(ctx, a, paid()[0])
	}, func(ctx context.Context, j *journal.Journal) error {
		a, err := j.Claim(ctx, "8")
		if err == nil {
			_, err = j.Append(ctx, a, flow.SaleCancelled{By: "restart"})
		}
		return err
	}},
	{"open", "9", func(ctx context.Context, j *journal.Journal, _ flow.Attempt) (flow.Attempt, error) {
		return j.Open(ctx, opened("9", "nine"))
	}, func(ctx context.Context, j *journal.Journal) error { return errOf(j.Open(ctx, opened("9", "nine"))) }},
}

var errPower = errors.New("no word of the commit")

// A context that ends while a commit fails does not keep it from being read again.
func TestACommitInDoubtOfAnInterruptedSale(t *testing.T) {
	j, m := onMedium(t)
	ctx, cancel := context.WithCancel(t.Context())
	m.commit = func(tx *sql.Tx) error {
		err := tx.Commit()
		cancel()
		return errors.Join(err, errPower)
	}
	if _, err := j.Open(ctx, opened("1", "one")); err != nil {
		t.Errorf("it happened, and is told as %v", err)
	}
}
