package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// The kinds of events that a desk writes, in the chain of what people do.
const (
	Compared flow.PersonEventKind = "bill_compared"
	Said     flow.PersonEventKind = "bill_word"
)

// record is the body of an event. It is one object of its own name, so that nobody who
// reads other kinds takes a field of it for theirs.
type record struct {
	Bill struct {
		Report *Report `json:",omitempty"`
		// A word is about a finding of a day, known by its key.
		Day, Key string `json:",omitzero"`
		Word     *Word  `json:",omitempty"`
	}
}

// note writes a report down. A copy of a journal takes none, and is told so by Noted.
func (d *Desk) note(ctx context.Context, r Report) (Report, error) {
	var e record
	e.Bill.Report = &r // with every finding that is told, as its name has to be known later
	err := d.write(ctx, Compared, r.By, r.At, e)
	r.Noted = err == nil
	if errors.Is(err, flow.ErrCopy) {
		err = nil
	}
	return r, err
}

func (d *Desk) write(ctx context.Context, kind flow.PersonEventKind, who string, at time.Time, e record) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return d.ports.People.Note(context.WithoutCancel(ctx), flow.PersonEvent{At: at, Kind: kind, Who: who, Body: string(body)})
}

// events hands over what was written of bills since a moment, newest first.
func (d *Desk) events(ctx context.Context, since time.Time, do func(record) bool) error {
	for limit := 500; ; limit *= 10 {
		all, err := d.ports.People.PersonEvents(ctx, "", limit)
		if err != nil {
			return err
		}
		if n := len(all); n == limit && all[n-1].At.After(since) {
			continue // not far enough back
		}
		for _, e := range all {
			if e.Kind != Compared && e.Kind != Said {
				continue
			}
			var r record
			if err := json.Unmarshal([]byte(e.Body), &r); err != nil {
				return fmt.Errorf("number %d of what people did cannot be read: %w", e.N, err)
			}
			if !do(r) {
				return nil
			}
		}
		return nil
	}
}

// words are those about the findings of a day, the last one of each.
func (d *Desk) words(ctx context.Context, day time.Time) (map[string]Word, error) {
	words, name := map[string]Word{}, till.DayName(day)
	err := d.events(ctx, day, func(r record) bool {
		if _, later := words[r.Bill.Key]; r.Bill.Day == name && r.Bill.Word != nil && !later {
			words[r.Bill.Key] = *r.Bill.Word
		}
		return true
	})
	return words, err
}

// take names the findings, and puts the words about them where they belong.
func (r *Report) take(words map[string]Word) {
	for i := range r.Items {
		item := &r.Items[i]
		item.Day = r.Day
		item.ID, item.Word = item.name(), words[item.Key()]
	}
}

// Last returns the newest report of a day, with what persons have said since; false
// where it was never compared.
func (d *Desk) Last(ctx context.Context, day time.Time) (r Report, is bool, err error) {
	name := till.DayName(day)
	err = d.events(ctx, day, func(e record) bool {
		if e.Bill.Report != nil && e.Bill.Report.Day == name {
			r, is = *e.Bill.Report, true
		}
		return !is
	})
	if err != nil || !is {
		return r, false, err
	}
	words, err := d.words(ctx, day)
	r.take(words)
	r.Noted = true
	return r, true, err
}

// Lately returns the newest report of each day that was compared within so many days,
// the newest day first: what a page shows.
func (d *Desk) Lately(ctx context.Context, days int) (all []Report, err error) {
	today := till.Midnight(d.ports.Clock.Now().Wall)
	newest := map[string]Report{}
	words := map[string]map[string]Word{}
	err = d.events(ctx, today.AddDate(0, 0, -days), func(e record) bool {
		switch b := e.Bill; {
		case b.Report != nil:
			if _, later := newest[b.Report.Day]; !later {
				newest[b.Report.Day] = *b.Report
			}
		case b.Word != nil:
			if words[b.Day] == nil {
				words[b.Day] = map[string]Word{}
			}
			if _, later := words[b.Day][b.Key]; !later {
				words[b.Day][b.Key] = *b.Word
			}
		}
		return true
	})
	for i := range days {
		day := till.DayName(today.AddDate(0, 0, -1-i))
		if r, is := newest[day]; is {
			r.take(words[day])
			r.Noted = true
			all = append(all, r)
		}
	}
	return all, err
}
