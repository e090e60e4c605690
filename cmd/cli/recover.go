package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"facetill/flow"
)

// watchEach is how often `recover --watch` looks whether there is a journal.
const watchEach = 2 * time.Second

func newRecover(g *global) *cobra.Command {
	var watch bool
	var limit time.Duration
	cmd := &cobra.Command{
		Use:   "recover",
		Short: "Drive every open attempt to its end",
		Long: "recover asks, reverses and asks again until no attempt is open, then exits with 0. It ends\n" +
			"with 8 when --for is over, when it is interrupted, or when what is left waits for a person,\n" +
			"and with 9 when WeChat says otherwise of a sale than a person did (resolve).",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case watch && cmd.Flags().Changed("for"):
				return usage("--watch and --for exclude each other")
			case limit < 0:
				return usage("--for %s is negative; give a time such as 2m", limit)
			}
			return runRecover(cmd.Context(), g, watch, limit)
		},
	}
	cmd.Flags().BoolVar(&watch, "watch", false, "go on until interrupted, and wait for a journal that is not there yet")
	cmd.Flags().DurationVar(&limit, "for", 0, "give up after a `time` such as 2m")
	return cmd
}

// openCount is the result line of recover.
type openCount struct {
	Type     string `json:"type"`
	ExitCode int    `json:"exit_code"`
	Open     int    `json:"open"`
	// Otherwise is how many were resolved by hand and not as WeChat has them.
	Otherwise int `json:"otherwise,omitempty"`
}

func runRecover(parent context.Context, g *global, watch bool, limit time.Duration) error {
	ctx, _, stop := untilSignal(parent)
	defer stop()
	sh, err := g.openWhenThere(ctx, watch)
	if err != nil {
		return err
	}
	defer sh.close()
	if err := sh.tellOpen(ctx, g); err != nil {
		return failed(err)
	}
	drive := ctx
	if limit > 0 {
		var cancel context.CancelFunc
		drive, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	p := g.p
	done := func(int) bool { return sh.machinesAreDone(drive) }
	if watch {
		done = nil // and a journal that is busy for a moment ends nothing
		go sh.recheckOnAndOn(drive, g)
	}
	err = sh.runner.NewKeeper(&plain{w: g.s.err}).Run(drive, done)
	if err != nil && drive.Err() == nil {
		return &ending{code: exitOpen, text: err.Error()}
	}
	otherwise := 0
	if !watch && drive.Err() == nil {
		if otherwise, err = sh.recheck(drive, g); err != nil && drive.Err() == nil {
			return &ending{code: exitOpen, text: err.Error()}
		}
	}
	return g.tellRecovered(sh, p, otherwise)
}

// openWhenThere opens the shop, with --watch as soon as a journal is there.
func (g *global) openWhenThere(ctx context.Context, watch bool) (*shop, error) {
	for said := false; watch; said = true {
		cfg, err := g.load()
		if err != nil {
			return nil, err
		}
		if cfg.Journal.Postgres() {
			break
		}
		if _, err := os.Stat(cfg.Journal.URL); !errors.Is(err, os.ErrNotExist) {
			break
		}
		if !said {
			fmt.Fprintf(g.s.err, "facetill: waiting for the journal %s\n", cfg.Journal.URL)
		}
		flow.NewMachine().Sleep(ctx, watchEach, nil)
		if ctx.Err() != nil {
			return nil, &ending{code: exitDone, told: true}
		}
	}
	return g.open(ctx, needs{gateway: true})
}

// machinesAreDone says that nothing is open, or nothing but what waits for a
// person's word.
func (sh *shop) machinesAreDone(ctx context.Context) bool {
	open, err := sh.pendingOpen(ctx)
	if err != nil {
		return false
	}
	for _, a := range open {
		if a.State != flow.NeedsPerson && a.State != flow.Paid {
			return false
		}
	}
	return true
}

func (g *global) tellRecovered(sh *shop, p *printer, otherwise int) error {
	// The time may be over or the process interrupted: what is left is told all the same.
	open, err := sh.pendingOpen(context.Background())
	if err != nil {
		return &ending{code: exitOpen, text: err.Error()}
	}
	e := &ending{code: exitDone, told: true}
	switch {
	case len(open) > 0:
		e.code, e.text = exitOpen, fmt.Sprintf("%d open", len(open))
	case otherwise > 0:
		e.code, e.text = exitFinding, fmt.Sprintf("%d resolved by hand, and WeChat says otherwise", otherwise)
	}
	g.list(p, open)
	if g.json() {
		p.line(openCount{"result", int(e.code), len(open), otherwise})
	} else if len(open) == 0 {
		fmt.Fprintln(g.s.out, "nothing is open")
	}
	if e.code == exitDone {
		return nil
	}
	return e
}
