package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/print"
	"facetill/cmd/config"
	"facetill/flow/field"
)

func newDoctor(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check configuration, journal, certificate, hosts, clock and device, and say what to try",
		Long: "doctor checks what can be checked without money, a line each: ok, warn or bad, and\n" +
			"what to try. It reverses and queries an order number that was never used, to see\n" +
			"whether WeChat takes certificate and key, and initialises the device unless a till\n" +
			"has it. It exits 9 when a line is warn or bad.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runDoctor(cmd.Context(), g) },
	}
}

// How bad a finding is.
const (
	doctorOK   = "ok"
	doctorWarn = "warn" // sales go on, not for ever
	doctorBad  = "bad"  // sales do not start, or a part of them fails
)

// finding is what one check came to.
type finding struct {
	Type    string `json:"type"`
	Check   string `json:"check" doc:"configuration, journal, certificate, host, clock, accepted, device"`
	Status  string `json:"status" is:"finding" doc:"warn: sales go on, not for ever; bad: sales do not start, or a part of them fails"`
	Message string `json:"message"`
	Try     string `json:"try,omitempty" doc:"what to try"`
}

// diagnosis is the last line for a program.
type diagnosis struct {
	print.Ended
	Checks   int `json:"checks" doc:"how many"`
	Findings int `json:"findings" doc:"how many checks are warn or bad"`
}

// doctor runs the checks and prints each as soon as it is known.
type doctor struct {
	g                *global
	checks, findings int
}

// checkLimit is for one check that asks somebody else.
const checkLimit = 15 * time.Second

func runDoctor(parent context.Context, g *global) error {
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	d := &doctor{g: g}
	cfg, err := config.Open(config.Options{File: g.config, Sim: g.sim, Getenv: g.s.getenv})
	if d.configuration(cfg, err) {
		if cfg.Simulated() {
			g.p.Mark()
		}
		sh := newShop(cfg)
		defer sh.Close()
		// The locks and the simulator's book are beside the journal, which itself is
		// made by a sale.
		if !cfg.Journal.Postgres() {
			_ = os.MkdirAll(filepath.Dir(cfg.Journal.URL), 0o700)
		}
		d.journal(ctx, sh)
		d.certificate(sh)
		if d.hosts(ctx, sh) {
			d.clock(sh)
			d.accepted(ctx, sh)
			d.words(ctx, sh)
		}
		d.device(ctx, sh)
		d.display(sh)
	}
	if interrupted(ctx) {
		return &ending{code: exitInterrupted, text: "interrupted; nothing was changed"}
	}
	return d.end()
}

func (d *doctor) end() error {
	e := &ending{code: exitDone, told: true}
	if d.findings > 0 {
		e.code, e.text = exitFinding, fmt.Sprintf("%d findings", d.findings)
	}
	if d.g.json() {
		d.g.p.End(diagnosis{d.g.ended(e), d.checks, d.findings})
	} else {
		fmt.Fprintf(d.g.s.out, "%d checks, %d findings\n", d.checks, d.findings)
	}
	if e.code == exitDone {
		return nil
	}
	return e
}

// say prints one line. try may be empty.
func (d *doctor) say(check, status, try, format string, args ...any) {
	d.checks++
	if status != doctorOK {
		d.findings++
	}
	f := finding{"finding", check, status, field.Plain(fmt.Sprintf(format, args...)), try}
	if d.g.json() {
		d.g.p.Line(f)
		return
	}
	fmt.Fprintf(d.g.s.out, "%-4s  %-13s  %s\n", f.Status, f.Check, f.Message)
	if try != "" {
		fmt.Fprintf(d.g.s.out, "%21stry: %s\n", "", try)
	}
}

// configuration is true when there is one to go on with.
func (d *doctor) configuration(cfg *config.Config, err error) bool {
	const check = "configuration"
	if invalid, is := errors.AsType[*config.Invalid](err); is {
		for _, p := range invalid.Problems() {
			bare := *p
			bare.Try = ""
			d.say(check, doctorBad, p.Try, "%s: %s", invalid.File, &bare)
		}
		return false
	}
	if err != nil {
		d.say(check, doctorBad, "facetill config init, or --sim", "%s", err)
		return false
	}
	if cfg.Simulated() {
		d.say(check, doctorOK, "", "%s: no problem; sales are simulated", fileOf(cfg))
	} else {
		d.say(check, doctorOK, "", "%s: no problem", fileOf(cfg))
	}
	for _, w := range cfg.Warnings() {
		d.say(check, doctorWarn, w.Try, "%s", w.Problem)
	}
	return true
}

// display looks at the place of the customer's display, which the till and
// `display` make where there is none yet.
func (d *doctor) display(sh *shop) {
	err := sh.displayPlace(d.g.s.getenv).ours()
	if err != nil && !os.IsNotExist(err) {
		d.say("display", doctorWarn, tryTaken, "%s", err)
	}
}

// broken is a finding for an error that came from wiring: it has its own hint.
func (d *doctor) broken(check string, err error, try string) {
	e := endingOf(fromCommand, err)
	if len(e.hints) > 0 {
		try = e.hints[0]
	}
	d.say(check, doctorBad, try, "%s", e.text)
}
