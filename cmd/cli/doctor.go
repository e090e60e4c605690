package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/display"
	"facetill/cmd/cli/doctor"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
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

// diagnosis is the last line for a program.
type diagnosis struct {
	print.Ended
	Checks   int `json:"checks" doc:"how many"`
	Findings int `json:"findings" doc:"how many checks are warn or bad"`
}

func runDoctor(parent context.Context, g *global) error {
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	d := &doctor.Doctor{Tell: g.tellFinding}
	cfg, err := config.Open(config.Options{File: g.config, Sim: g.sim, Getenv: g.s.getenv})
	if d.Configuration(cfg, err) {
		if cfg.Simulated() {
			g.p.Mark()
		}
		t := wiring.New(cfg)
		defer t.Close()
		d.Till(ctx, t)
		d.Display(displayPlace(t, g.s.getenv).Ours(), display.TryTaken)
	}
	if interrupted(ctx) {
		return &ending{code: codes.ExitInterrupted, text: "interrupted; nothing was changed"}
	}
	e := &ending{code: codes.ExitDone, told: true}
	if d.Findings > 0 {
		e.code, e.text = codes.ExitFinding, fmt.Sprintf("%d findings", d.Findings)
	}
	if g.json() {
		g.p.End(diagnosis{g.ended(e), d.Checks, d.Findings})
	} else {
		fmt.Fprintf(g.s.out, "%d checks, %d findings\n", d.Checks, d.Findings)
	}
	return e.orNone()
}

func (g *global) tellFinding(f doctor.Finding) {
	if g.json() {
		g.p.Line(f)
		return
	}
	fmt.Fprintf(g.s.out, "%-4s  %-13s  %s\n", f.Status, f.Check, f.Message)
	if f.Try != "" {
		fmt.Fprintf(g.s.out, "%21stry: %s\n", "", f.Try)
	}
}
