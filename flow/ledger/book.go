package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"facetill/flow"
)

// Reader reads lines. They come with the facts that make them, in the transaction that
// writes those (flow.Journal.Append).
type Reader interface {
	// Lines returns those between two moments, the second one not included, sorted.
	Lines(ctx context.Context, from, to time.Time) ([]Line, error)
	// LinesOf returns those that a record counted, sorted.
	LinesOf(ctx context.Context, n int) ([]Line, error)
	// FirstUncounted returns the moment of the first line at or behind from that no record
	// has counted; false where there is none. It reads no other line.
	FirstUncounted(ctx context.Context, from time.Time) (at time.Time, is bool, err error)
}

// Book is what is stored of lines and closes.
type Book interface {
	Reader
	// Closes returns the records, newest first and at most limit, all of them where that
	// is 0; none is missing between them.
	Closes(ctx context.Context, limit int) ([]Close, error)
	// Record returns one, ErrNoClose where there is none of that number.
	Record(ctx context.Context, n int) (Close, error)
	// CountedSince is from when on lines are counted by records: those of the days before
	// are of before there were any. Zero where it was always so.
	CountedSince(ctx context.Context) (time.Time, error)
	// Passed returns what earlier records passed over and no record reported the end of.
	Passed(ctx context.Context) ([]Passed, error)
	// MakeClose hands what stands to do, and stores the record that do returns with all
	// lines of before to that no record had, in one write transaction: nothing of what do
	// saw changes meanwhile. It stores nothing where do returns an error, which it then
	// returns as it is. A copy makes none (flow.ErrCopy).
	MakeClose(ctx context.Context, to time.Time, do func(Standing) (Draft, error)) (Close, error)
}

var (
	// ErrNoClose: there is no record of that number.
	ErrNoClose = errors.New("there is no close of that number")
	// ErrInDoubt: the end of the transaction was not heard, and cannot be read either.
	ErrInDoubt = errors.New("whether the close was made nobody knows")
)

// Close is a stored record. It is comparable, and never changes.
type Close struct {
	N      int // from 1, without gaps
	Day    string
	Body   string // what it says, as JSON
	Lines  int    // how many it counted
	Digest string // over those
	Before string // the Hash of the record before, "" of the first
	Hash   string // over all of this
}

// Standing is what stands at a moment at which nobody else writes.
type Standing struct {
	Last  Close  // the newest record, zero where there is none
	Lines []Line // that no record has counted, of before the close's end, sorted
	// Pending is what somebody has to look after, as a reader sees it, and with what is
	// paid and about to be shown; Refunding as [flow.Journal] has it. Both oldest first.
	Pending, Refunding []flow.Attempt
	Passed             []Passed
	CountedSince       time.Time
	Facts              Facts
}

// Facts is how far the facts have come: how many there are, and a sum over them.
type Facts struct {
	N   int64 `json:"count"`
	Mix int64 `json:"sum"`
}

// Passed is what a record passed over because it was open.
type Passed struct {
	Close       int // the record
	OutTradeNo  flow.OutTradeNo
	OutRefundNo string       // of a refund; "" is the sale itself
	Sale        flow.Attempt // as it is now; not stored
}

// Draft is a record to be stored.
type Draft struct {
	Day, Body string
	Open      []Passed // what it passes over, and no earlier one did; Close is filled in
	Ended     []Passed // of Standing.Passed: it reports their end
}

// Hashed returns a record with its hash.
func (c Close) Hashed() Close {
	c.Hash = digest(c.Before, strconv.Itoa(c.N), c.Day, c.Body, strconv.Itoa(c.Lines), c.Digest)
	return c
}

// Digest is over sorted lines, whatever record has them.
func Digest(lines []Line) string {
	texts := make([]string, 0, len(lines))
	for _, l := range lines {
		texts = append(texts, fmt.Sprint(l.OutTradeNo, " ", l.N, " ", l.Place, " ", l.OutRefundNo, " ", l.Kind, " ", l.At.UnixMilli(), " ", int64(l.Fee),
			" ", l.Method, " ", strconv.Quote(l.Who), " ", strconv.Quote(l.Lane), " ", int64(l.Coupons), " ", int64(l.Unsettled)))
	}
	return digest(texts...)
}

// digest is over texts, each with its length.
func digest(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(h, "%d:%s", len(t), t)
	}
	return hex.EncodeToString(h.Sum(nil))
}
