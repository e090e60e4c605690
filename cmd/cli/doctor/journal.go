package doctor

import (
	"context"
	"errors"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
)

// journal opens it as `status` does: none is made here.
func (d *Doctor) journal(ctx context.Context, t *wiring.Till) {
	const check = "journal"
	if err := t.OpenJournal(ctx, false); err != nil {
		if e, is := errors.AsType[*wiring.Problem](err); is && e.Kind == wiring.NoJournal {
			d.say(check, OK, "", "%s: none yet; the first sale makes it", t.Config.Journal.URL)
			return
		}
		d.broken(check, err, "facetill journal verify")
		return
	}
	if err := t.Journal.Copied(); err != nil {
		d.say(check, Bad, wiring.HowToGoOn(err), "%s", err)
	} else {
		d.say(check, OK, "", "%s opens", t.Journal.Path())
	}
	if err := t.Journal.WitnessError(); err != nil {
		d.say(check, Warn, wiring.HowToWitness, "%s", err)
	}
	if err := d.open(ctx, t); err != nil {
		d.say(check, Bad, "facetill journal verify", "%s", err)
	}
	suspended, err := t.Journal.SalesSuspended(ctx)
	if err != nil {
		d.say(check, Bad, "facetill journal verify", "%s", err)
	}
	for _, kind := range []flow.Suspension{flow.SuspendedByCertificate, flow.SuspendedByKey} {
		if why := suspended[kind]; why != "" {
			d.say(check, Bad, "mend it; the next sale asks WeChat again and goes on", "new sales are stopped (%s): %s", kind, why)
		}
	}
}

// open counts what is not at its end and warns when nobody drives it (money
// rule 4.5).
func (d *Doctor) open(ctx context.Context, t *wiring.Till) error {
	const check = "journal"
	open, err := t.App.Open(ctx)
	if err != nil {
		return err
	}
	refunds, err := t.App.OpenRefunds(ctx)
	if err != nil {
		return err
	}
	if before := refunds.Persons(); len(before) > 0 {
		d.say(check, Warn, print.WhatHelps(before[0].Sale), "%s", print.CountPersons(len(before)))
	}
	due, err := t.App.Due(ctx)
	if err != nil {
		return err
	}
	if len(due.Missing) > 0 {
		d.say(check, Warn, "facetill close", "%s", print.CountMissing(due))
	}
	if len(open) == 0 {
		d.say(check, OK, "", "no attempt is open")
		return nil
	}
	var persons []flow.Attempt // no process ends these
	for _, a := range open {
		if till.PersonsTurn(a) {
			persons = append(persons, a)
		}
	}
	if len(persons) > 0 {
		d.say(check, Warn, print.WhatHelps(persons[0]), "%d attempts are open and wait for a person", len(persons))
	}
	others := len(open) - len(persons)
	if others == 0 {
		return nil
	}
	driven, err := t.App.Driven(ctx)
	switch {
	case driven:
		d.say(check, Warn, "facetill status", "%d attempts are open; a process looks after them", others)
	case err == nil:
		d.say(check, Warn, "facetill recover, or leave the till open", "%d attempts are open and nobody looks after them", others)
	}
	return err
}
