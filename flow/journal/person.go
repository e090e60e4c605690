package journal

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"facetill/flow"
)

// What people do at the tills beside the sales is a chain of its own, over all lanes:
// each event has a hash over the one before it, and a tally says how many there are.

// tallyPerson is all of it.
var tallyPerson = tallied{what: "person"}

// personRow is an event with its hash, and that of the one before it.
type personRow struct {
	flow.PersonEvent
	hash, before string
}

func (p personRow) chain() string {
	return linked(p.before, strconv.Itoa(p.N), strconv.FormatInt(millis(p.At), 10), p.Lane, string(p.Kind), p.Who, p.Body)
}

// Note writes down what a person did at a till. Of a commit that fails nobody knows: an
// event that stands there twice says the same.
func (j *Journal) Note(ctx context.Context, e flow.PersonEvent) error {
	if err := j.medium.MayWrite(ctx); err != nil {
		return err
	}
	return j.Named(j.medium.MustWrite(func() error {
		return j.Write(ctx, func(tx *sql.Tx) error {
			next := personRow{PersonEvent: e}
			err := people(ctx, tx, func(last personRow) error {
				next.N, next.before = last.N, last.hash
				return errEnough
			})
			if err != nil {
				return err
			}
			next.N++
			next.hash = next.chain()
			_, err = tx.ExecContext(ctx, "INSERT INTO person (n, at_ms, lane, kind, who, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
				next.N, millis(next.At), next.Lane, string(next.Kind), next.Who, next.Body, next.hash)
			return errors.Join(err, exec(ctx, tx, j.rows.tally, tallyPerson.what, tallyPerson.day, 1, factMix(next.hash)))
		})
	}))
}

// PersonEvents returns what people did on a lane, "" is all lanes, newest first; all of it
// where limit is 0.
func (j *Journal) PersonEvents(ctx context.Context, lane string, limit int) ([]flow.PersonEvent, error) {
	return viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) (all []flow.PersonEvent, err error) {
		return all, people(ctx, tx, func(p personRow) error {
			if p.Lane == lane || lane == "" {
				all = append(all, p.PersonEvent)
			}
			if len(all) == limit && limit > 0 {
				return errEnough
			}
			return nil
		})
	})
}

// errEnough ends what people hands over.
var errEnough = errors.New("enough")

// people hands over all events, newest first, until do fails: none is missing behind it,
// and each is as it was written behind the one before it.
func people(ctx context.Context, tx *sql.Tx, do func(personRow) error) error {
	want, err := tallyPerson.tally(ctx, tx)
	if err != nil {
		return err
	}
	found, err := tx.QueryContext(ctx, "SELECT n, at_ms, lane, kind, who, body, hash, coalesce((SELECT b.hash FROM person b WHERE b.n = p.n - 1), '') FROM person p ORDER BY n DESC")
	err = each(found, err, func(p *personRow) []any {
		return []any{&p.N, (*moment)(&p.At), &p.Lane, (*string)(&p.Kind), &p.Who, &p.Body, &p.hash, &p.before}
	}, func(p personRow) error {
		if int64(p.N) != want.N || p.chain() != p.hash {
			return Damaged("number %d of what people did is not there, or not as it was written", want.N)
		}
		want.N--
		return do(p)
	})
	switch {
	case errors.Is(err, errEnough):
		return nil
	case err == nil && want.N != 0:
		return Damaged("number %d of what people did is not there", want.N)
	}
	return err
}

// countPeople counts all events anew, and holds them against their tally.
func countPeople(ctx context.Context, tx *sql.Tx) (t Tally, err error) {
	err = people(ctx, tx, func(p personRow) error {
		t.N++
		t.Mix += factMix(p.hash)
		return nil
	})
	if err == nil {
		err = agrees(ctx, tx, tallyPerson, t)
	}
	return t, err
}
