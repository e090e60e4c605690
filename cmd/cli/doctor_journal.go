package cli

import (
	"context"
	"errors"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/till"
)

// journal opens it as `status` does: none is made here.
func (d *doctor) journal(ctx context.Context, sh *shop) {
	const check = "journal"
	if err := sh.OpenJournal(ctx, false); err != nil {
		if e, is := errors.AsType[*wiring.Problem](err); is && e.Kind == wiring.NoJournal {
			d.say(check, doctorOK, "", "%s: none yet; the first sale makes it", sh.Config.Journal.URL)
			return
		}
		d.broken(check, err, "facetill journal verify")
		return
	}
	if err := sh.Journal.Copied(); err != nil {
		d.say(check, doctorBad, wiring.HowToAdopt, "%s", err)
	} else {
		d.say(check, doctorOK, "", "%s opens", sh.Journal.Path())
	}
	d.witness(sh)
	d.open(ctx, sh)
	halts, err := sh.Journal.SalesSuspended(ctx)
	if err != nil {
		d.say(check, doctorBad, "facetill journal verify", "%s", err)
		return
	}
	for _, kind := range []flow.Suspension{flow.SuspendedByCertificate, flow.SuspendedByKey} {
		if why := halts[kind]; why != "" {
			d.say(check, doctorBad, "mend it; the next sale asks WeChat again and goes on", "new sales are stopped (%s): %s", kind, why)
		}
	}
}

// witness says whether an older copy of the journal in its place would be seen.
func (d *doctor) witness(sh *shop) {
	const check = "journal"
	if err := sh.Journal.WitnessError(); err != nil {
		d.say(check, doctorWarn, wiring.HowToWitness, "%s", err)
	}
}

// open counts what is not at its end and warns when nobody drives it (money
// rule 4.5).
func (d *doctor) open(ctx context.Context, sh *shop) {
	const check = "journal"
	open, err := sh.App.Open(ctx)
	if err != nil {
		d.say(check, doctorBad, "facetill journal verify", "%s", err)
		return
	}
	if len(open) == 0 {
		d.say(check, doctorOK, "", "no attempt is open")
		return
	}
	var persons []flow.Attempt // no process ends these
	for _, a := range open {
		if till.PersonsTurn(a) {
			persons = append(persons, a)
		}
	}
	if len(persons) > 0 {
		d.say(check, doctorWarn, print.WhatHelps(persons[0]), "%d attempts are open and wait for a person", len(persons))
	}
	if open = open[:len(open)-len(persons)]; len(open) == 0 { // their number is all that counts now
		return
	}
	driven, err := sh.App.Driven(ctx)
	if err != nil {
		d.say(check, doctorBad, "facetill journal verify", "%s", err)
		return
	}
	if !driven {
		d.say(check, doctorWarn, "facetill recover, or leave the till open", "%d attempts are open and nobody looks after them", len(open))
		return
	}
	d.say(check, doctorWarn, "facetill status", "%d attempts are open; a process looks after them", len(open))
}
