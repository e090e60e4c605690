package wiring

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"facetill/flow/journal"
	"facetill/flow/reconcile/desk"
	"facetill/wx"
)

// Bills is where WeChat's bills are compared with the journal. They are kept in a folder
// beside it. Without a gateway none is fetched, and WeChat is asked about nothing.
func (t *Till) Bills() *desk.Desk {
	return desk.New(desk.Ports{Journal: t.Ports.Journal, People: t.Journal, Clock: t.Ports.Clock, Gateway: t.Ports.Gateway, App: t.App, ID: t.ID,
		Fetch: t.fetchBill, Lanes: func(ctx context.Context) ([]string, error) { return journal.Lanes(ctx, t.Journal.Journal) },
		Folder: filepath.Join(filepath.Dir(t.Journal.Path()), "bills"),
		Warn:   func(what string, err error) { t.Log.Warn(what, "error", err) }})
}

// WatchBills has yesterday's bill compared behind everybody's back, until ctx ends. Tills
// of other journals and lanes ask for theirs at another minute. It returns where that is
// done, which is what a screen shows of it.
func (t *Till) WatchBills(ctx context.Context) *desk.Desk {
	bills := t.Bills()
	go bills.Watch(ctx, t.Journal.ID()+" "+t.ID.Lane)
	return bills
}

// fetchBill is the gateway's bill, with the errors that a desk knows.
func (t *Till) fetchBill(ctx context.Context, day time.Time, w io.Writer) error {
	from, is := t.Auth.(interface {
		Bill(ctx context.Context, day time.Time, out io.Writer) error
	})
	if !is {
		return errors.New("there is no connection to WeChat")
	}
	switch err := from.Bill(ctx, day, w); {
	case errors.Is(err, wx.ErrNoBill):
		return fmt.Errorf("%w: %w", desk.ErrNoTrade, err)
	case errors.Is(err, wx.ErrBillNotReady):
		return fmt.Errorf("%w: %w", desk.ErrNotReady, err)
	default:
		return err
	}
}
