package main

import (
	"context"
	"slices"
	"time"

	"facetill/flow"
)

// acked is what the journal has said to be durable of an attempt.
type acked struct {
	version int
	epoch   int
	state   flow.State
}

// ackJournal notes what the journal says to be durable. It remembers what is
// pending or refunding until something is written, and lets one heartbeat a minute through: a
// world asks and beats hundreds of times a write, and nobody else has the file.
type ackJournal struct {
	flow.Journal
	acked   map[flow.OutTradeNo]acked
	pending []flow.Attempt
	known   bool // pending is what a reading would return
	under   []flow.Attempt
	seen    bool // and under
	beat    time.Time
}

func (j *ackJournal) note(a flow.Attempt, err error) (flow.Attempt, error) {
	if j.known, j.seen = false, false; err == nil {
		j.acked[a.OutTradeNo] = acked{a.Version, a.Epoch, a.State}
	}
	return a, err
}

func (j *ackJournal) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	return j.note(j.Journal.Open(ctx, first))
}

func (j *ackJournal) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	return j.note(j.Journal.Append(ctx, a, facts...))
}

func (j *ackJournal) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	return j.note(j.Journal.Claim(ctx, no))
}

func (j *ackJournal) Release(ctx context.Context, a flow.Attempt) error {
	j.known, j.seen = false, false
	return j.Journal.Release(ctx, a)
}

func (j *ackJournal) Pending(ctx context.Context) (all []flow.Attempt, err error) {
	if j.known {
		return slices.Clone(j.pending), nil
	}
	all, err = j.Journal.Pending(ctx)
	j.pending, j.known = slices.Clone(all), err == nil
	return all, err
}

func (j *ackJournal) Refunding(ctx context.Context) (all []flow.Attempt, err error) {
	if j.seen {
		return slices.Clone(j.under), nil
	}
	all, err = j.Journal.Refunding(ctx)
	j.under, j.seen = slices.Clone(all), err == nil
	return all, err
}

func (j *ackJournal) Beat(ctx context.Context, now time.Time) error {
	if since := now.Sub(j.beat); since >= 0 && since < time.Minute {
		return nil
	}
	j.beat = now
	return j.Journal.Beat(ctx, now)
}
