package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/support"
	"facetill/cmd/config"
)

func newSupport(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "support-bundle [FILE]",
		Short: "Gather what somebody needs who helps from afar, without a secret",
		Long: "support-bundle writes one archive (zip), readable by its owner alone: version and system, the\n" +
			"configuration with its secrets as stars, what doctor and journal verify find, the newest attempts\n" +
			"with their facts, and the end of the log. No key, PIN, password or credential of a payer is in it;\n" +
			"names, amounts and numbers are. What cannot be had is told in its place. Nothing is overwritten;\n" +
			"without FILE it is facetill-support- and the time, here.",
		Args: cobra.MaximumNArgs(1),
		RunE: g.stoppable(func(ctx context.Context, args []string) error { return runSupport(ctx, g, args) }).run,
	}
}

// supportLine is what support-bundle says to a program.
type supportLine struct {
	print.Ended
	Path  string   `json:"path" doc:"the archive"`
	Bytes int64    `json:"bytes" doc:"its size"`
	Parts []string `json:"parts" doc:"the files in it"`
}

func runSupport(ctx context.Context, g *global, args []string) error {
	path := strings.Join(args, "")
	if path == "" {
		path = "facetill-support-" + time.Now().UTC().Format("20060102T150405Z") + ".zip"
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return failed(err)
	}
	cfg, invalid := config.Open(config.Options{File: g.config, Sim: g.sim, Getenv: g.s.getenv})
	if invalid != nil {
		cfg = nil
	} else if cfg.Simulated() {
		g.p.Mark()
	}
	b := support.Gather(ctx, support.From{Config: cfg, Invalid: invalid, Version: version(), Getenv: g.s.getenv})
	if interrupted(ctx) {
		return &ending{code: codes.ExitInterrupted, text: "interrupted; nothing was written"}
	}
	size, err := b.WriteTo(path)
	switch {
	case errors.Is(err, support.ErrThere):
		return usage("%s", err)
	case errors.Is(err, fs.ErrNotExist):
		return failed(err).hint("a folder that is there")
	case err != nil:
		return failed(err).hint("another disk or folder")
	}
	e := &ending{}
	return g.end(e, supportLine{g.ended(e), path, size, b.Names()}, "%s: %d bytes, without a secret; it has names, amounts and numbers", path, size)
}
