package day

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
)

// Record is the frozen close of a business day. It is printed from itself alone: its JSON is
// what is stored, and nothing of it is ever looked up again.
type Record struct {
	Schema    int       `json:"schema"` // 1; fields are added, never renamed
	Number    int       `json:"close"`
	Day       string    `json:"day"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"` // not included
	MadeAt    time.Time `json:"made_at"`
	By        string    `json:"by"`
	Forced    bool      `json:"forced,omitempty"`
	MchID     string    `json:"mch_id,omitempty"`
	SubMchID  string    `json:"sub_mch_id,omitempty"`
	StoreID   string    `json:"store_id,omitempty"`
	Simulated bool      `json:"simulated,omitempty"`

	All             Sum    `json:"all"` // of the lines of its own day
	Sums            []Sum  `json:"sums,omitempty"`
	Hours           []Hour `json:"hours,omitempty"` // those in which there was something
	GivenBack       Part   `json:"given_back"`
	RefusedAfterAll Part   `json:"refused_after_all"`
	Undone          Part   `json:"undone"`

	Earlier []Earlier `json:"earlier,omitempty"` // of days that were closed already, oldest first
	Total   Sum       `json:"total"`             // all that it counts

	Counts    Counts   `json:"counts"`
	Reopened  int      `json:"reopened,omitempty"`
	ByHand    int      `json:"by_hand,omitempty"`
	Words     []Word   `json:"words,omitempty"` // what persons decided
	Late      []Late   `json:"late,omitempty"`  // refused in an earlier record, and charged after all
	Otherwise flow.Fen `json:"otherwise,omitempty"`
	Tenders   []Tender `json:"tenders,omitempty"`

	Open  []OpenItem  `json:"open,omitempty"`  // what a forced close passed over: the sum is not final
	Ended []EndedItem `json:"ended,omitempty"` // of what earlier forced closes passed over

	Lines     int          `json:"lines"` // how many it counts
	LinesHash string       `json:"lines_hash"`
	Facts     ledger.Facts `json:"facts"` // how far the journal's facts had come
	Before    string       `json:"before"`

	Hash string `json:"-"` // of the whole of it, filled when it is read
}

// Hour is what was in an hour of a day.
type Hour struct {
	Hour int `json:"hour"`
	Sum
}

// Earlier is what came late for a day that was closed already.
type Earlier struct {
	Day  string `json:"day"`
	All  Sum    `json:"all"`
	Sums []Sum  `json:"sums"`
}

// OpenItem is a sale, or a refund where it has an OutRefundNo, that a close passed over.
type OpenItem struct {
	OutTradeNo  flow.OutTradeNo `json:"out_trade_no"`
	OutRefundNo string          `json:"out_refund_no,omitempty"`
	State       string          `json:"state"`
	Fee         flow.Fen        `json:"fee"`
	Since       int             `json:"since"` // the first close that passed over it
}

// EndedItem is one that an earlier close passed over, with the state that it came to.
type EndedItem struct {
	OutTradeNo  flow.OutTradeNo `json:"out_trade_no"`
	OutRefundNo string          `json:"out_refund_no,omitempty"`
	State       string          `json:"state"`
	Fee         flow.Fen        `json:"fee"`
	PassedOver  int             `json:"passed_over"` // the close
}

// Word is what a person decided about a sale of the record, or while it ran about an
// earlier one.
type Word struct {
	OutTradeNo flow.OutTradeNo `json:"out_trade_no"`
	As         string          `json:"as,omitempty"` // "" is about its refunds alone
	By         string          `json:"by,omitempty"`
	Reason     string          `json:"reason,omitempty"`
	State      flow.State      `json:"state"`
	Fee        flow.Fen        `json:"fee"`
}

// Late is a refusal of an earlier day behind which money was found, and what became of it.
type Late struct {
	Day        string          `json:"day"`
	OutTradeNo flow.OutTradeNo `json:"out_trade_no"`
	State      flow.State      `json:"state"`
	Fee        flow.Fen        `json:"fee"`
}

// IsFinal reports whether nothing was open when it was made.
func (r Record) IsFinal() bool { return len(r.Open) == 0 }

// recordOf reads a stored close.
func recordOf(c ledger.Close) (r Record, err error) {
	if err := json.Unmarshal([]byte(c.Body), &r); err != nil {
		return r, fmt.Errorf("close %d does not read: %w", c.N, err)
	}
	r.Hash = c.Hash
	return r, nil
}

// Closes returns the records, newest first and at most limit, all of them where that is 0.
func (b Books) Closes(ctx context.Context, limit int) (all []Record, err error) {
	stored, err := b.Ledger.Closes(ctx, limit)
	for _, c := range stored {
		r, unread := recordOf(c)
		if unread != nil {
			return nil, unread
		}
		all = append(all, r)
	}
	return all, err
}

// Record returns the record of a number, [ledger.ErrNoClose] where there is none.
func (b Books) Record(ctx context.Context, n int) (Record, error) {
	c, err := b.Ledger.Record(ctx, n)
	if err != nil {
		return Record{}, err
	}
	return recordOf(c)
}

// LinesOf returns the lines that a record counted, as it counted them: others than those it
// has a hash over are an error.
func (b Books) LinesOf(ctx context.Context, r Record) ([]ledger.Line, error) {
	lines, err := b.Ledger.LinesOf(ctx, r.Number)
	if err == nil && ledger.Digest(lines) != r.LinesHash {
		err = fmt.Errorf("the lines of close %d are not those that it counted", r.Number)
	}
	return lines, err
}

// RecordOf returns the record of a business day; false where it has none.
func (b Books) RecordOf(ctx context.Context, name string) (Record, bool, error) {
	all, err := b.Ledger.Closes(ctx, 0)
	for _, c := range all {
		if c.Day == name {
			r, err := recordOf(c)
			return r, err == nil, err
		}
	}
	return Record{}, false, err
}
