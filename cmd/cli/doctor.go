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
		RunE: g.stoppable(g.doctor).run,
	}
}

// diagnosis is the last line for a program.
type diagnosis struct {
	print.Ended
	Checks   int `json:"checks" doc:"how many"`
	Findings int `json:"findings" doc:"how many checks are warn or bad"`
}

func (g *global) doctor(ctx context.Context, _ []string) error {
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
	e := &ending{}
	if d.Findings > 0 {
		e.code, e.text = codes.ExitFinding, fmt.Sprintf("%d findings", d.Findings)
	}
	return g.end(e, diagnosis{g.ended(e), d.Checks, d.Findings}, "%d checks, %d findings", d.Checks, d.Findings)
}

func (g *global) tellFinding(f doctor.Finding) { g.say(f, "%s", f) }
