package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow/field"
)

// How bad a finding is.
const (
	OK   = "ok"
	Warn = "warn" // sales go on, not for ever
	Bad  = "bad"  // sales do not start, or a part of them fails
)

// Statuses are all of them.
func Statuses() []string { return []string{OK, Warn, Bad} }

// Finding is what one check came to, a line of -o json.
type Finding struct {
	Type    string `json:"type"`
	Check   string `json:"check" doc:"configuration, log, journal, certificate, host, clock, accepted, device"`
	Status  string `json:"status" is:"finding" doc:"warn: sales go on, not for ever; bad: sales do not start, or a part of them fails"`
	Message string `json:"message"`
	Try     string `json:"try,omitempty" doc:"what to try"`
}

// String is the finding for people, and what to try below it.
func (f Finding) String() string {
	text := fmt.Sprintf("%-4s  %-13s  %s", f.Status, f.Check, f.Message)
	if f.Try != "" {
		text += fmt.Sprintf("\n%21stry: %s", "", f.Try)
	}
	return text
}

// Doctor makes checks, tells each as soon as it is known, and counts.
type Doctor struct {
	Tell     func(Finding)
	Checks   int // told so far
	Findings int // of those, how many are not [OK]
}

// checkLimit is for one check that asks somebody else.
const checkLimit = 15 * time.Second

// Till looks at journal, certificate, hosts, clock and device of a till of which
// nothing is open yet, asks WeChat whether it takes key and certificate, and holds
// what persons resolved against it. It opens what it needs; the caller closes t.
func (d *Doctor) Till(ctx context.Context, t *wiring.Till) {
	// The locks and the simulator's book are beside the journal, which itself is
	// made by a sale.
	if !t.Config.Journal.Postgres() {
		_ = os.MkdirAll(filepath.Dir(t.Config.Journal.URL), 0o700)
	}
	if err := t.CheckLog(ctx); err != nil {
		d.say("log", Warn, "", "%s; sales go on without a log", err)
	}
	d.journal(ctx, t)
	d.certificate(t)
	if d.hosts(ctx, t) {
		d.clock(t)
		d.accepted(ctx, t)
		d.words(ctx, t)
	}
	d.device(ctx, t)
}

// Display judges the place of the customer's display by what is wrong with it. The
// till and `display` make it where there is none yet.
func (d *Doctor) Display(wrong error, try string) {
	if wrong != nil && !os.IsNotExist(wrong) {
		d.say("display", Warn, try, "%s", wrong)
	}
}

// say tells one finding. try may be empty.
func (d *Doctor) say(check, status, try, format string, args ...any) {
	d.Checks++
	if status != OK {
		d.Findings++
	}
	d.Tell(Finding{"finding", check, status, field.Plain(fmt.Sprintf(format, args...)), try})
}

// Configuration judges what config.Open returned, and reports whether there is one
// to go on with.
func (d *Doctor) Configuration(cfg *config.Config, err error) bool {
	const check = "configuration"
	if invalid, is := errors.AsType[*config.Invalid](err); is {
		for _, p := range invalid.Problems() {
			bare := *p
			bare.Try = ""
			d.say(check, Bad, p.Try, "%s: %s", invalid.File, &bare)
		}
		return false
	}
	if err != nil {
		d.say(check, Bad, "facetill config init, or --sim", "%s", err)
		return false
	}
	if cfg.Simulated() {
		d.say(check, OK, "", "%s: no problem; sales are simulated", cfg.Source())
	} else {
		d.say(check, OK, "", "%s: no problem", cfg.Source())
	}
	for _, w := range cfg.Warnings() {
		d.say(check, Warn, w.Try, "%s", w.Problem)
	}
	return true
}

// broken is a finding for an error that came from wiring, which has its own hint.
func (d *Doctor) broken(check string, err error, try string) {
	if p, is := errors.AsType[*wiring.Problem](err); is && len(p.Try) > 0 {
		try = p.Try[0]
	}
	d.say(check, Bad, try, "%s", err)
}
