package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"facetill/flow/field"
	"facetill/flow/till"
)

const (
	// nameBytes make a name of six digits: of a hundred findings two have the same one
	// in one of three thousand journals, and such a name is refused.
	nameBytes = 3
	// Within is how far back a finding is known by its name alone: WeChat keeps its
	// bills for three months.
	Within = 92
)

// name makes the name of an item from what it is: the same in every comparison of its
// day, wherever it stands in it, and another one where its class or amount is.
func (i Item) name() string {
	sum := sha256.Sum256([]byte(i.Day + "/" + i.Key()))
	return hex.EncodeToString(sum[:nameBytes])
}

// IsID reports whether a text could be the name of a finding: six digits, a to f among
// them.
func IsID(text string) bool {
	return len(text) == 2*nameBytes && strings.Trim(text, "0123456789abcdef") == ""
}

// Find returns the finding of a name in the newest report of a day, or where none is
// given in those of three months.
func (d *Desk) Find(ctx context.Context, id string, of ...time.Time) (Item, error) {
	at, err := d.find(ctx, id, of...)
	if err != nil {
		return Item{}, err
	}
	return *at.item(), nil
}

// place is where a finding stands.
type place struct {
	r Report
	n int
}

func (p place) item() *Item { return &p.r.Items[p.n] }

// find returns where the finding of a name stands.
func (d *Desk) find(ctx context.Context, id string, of ...time.Time) (place, error) {
	all, err := d.reports(ctx, of)
	if err != nil {
		return place{}, err
	}
	var at []place // of different findings
	for _, r := range all {
		for n, i := range r.Items {
			known := func(p place) bool { return p.r.Day == i.Day && p.item().Key() == i.Key() }
			if i.ID == id && !slices.ContainsFunc(at, known) {
				at = append(at, place{r, n})
			}
		}
	}
	switch {
	case len(at) == 0 && len(of) > 0:
		name := till.DayName(of[0])
		return place{}, field.NewError("finding", fmt.Sprintf("%s is none of %s", id, name), "the same without --date, or compare that day again: reconcile --date "+name)
	case len(at) == 0:
		return place{}, field.NewError("finding", fmt.Sprintf("%s is none of what was compared of the last %d days", id, Within), "the same with --date, the day of its bill; or compare that day again: reconcile --date DAY")
	case len(at) == 1:
		return at[0], nil
	case at[0].r.Day != at[1].r.Day:
		return place{}, field.NewError("finding", fmt.Sprintf("%s is the name of one of %s and of one of %s", id, at[0].r.Day, at[1].r.Day), "the same with --date, the day that you mean")
	}
	return place{}, field.NewError("finding", fmt.Sprintf("%s is the name of two of %s", id, at[0].r.Day), "look at both on the merchant platform")
}

// reports are the newest of some days, of no day those of late.
func (d *Desk) reports(ctx context.Context, of []time.Time) (all []Report, err error) {
	if len(of) == 0 {
		return d.Lately(ctx, Within)
	}
	for _, day := range of {
		r, is, err := d.Last(ctx, day)
		if err != nil {
			return nil, err
		}
		if is {
			all = append(all, r)
		}
	}
	return all, nil
}

// days is none for no day.
func days(day time.Time) []time.Time {
	if day.IsZero() {
		return nil
	}
	return []time.Time{day}
}
