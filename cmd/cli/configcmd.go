package cli

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
)

func newConfig(g *global) *cobra.Command {
	cmd := flags.Group("config", "Write, check or show the configuration")
	cmd.AddCommand(
		&cobra.Command{
			Use:   "init [FILE]",
			Short: "Write the commented example (default ./" + config.FileName + "); nothing is overwritten",
			Args:  cobra.MaximumNArgs(1),
			RunE:  action(g.configInit).run,
		},
		&cobra.Command{
			Use:   "check",
			Short: "Report every problem of the configuration at once",
			Args:  cobra.NoArgs,
			RunE:  action(g.configCheck).run,
		},
		&cobra.Command{
			Use:   "show",
			Short: "Print the values that hold, secrets as stars",
			Args:  cobra.NoArgs,
			RunE: action(func(context.Context, []string) error {
				c, err := g.load()
				if err != nil {
					return err
				}
				text, err := c.Show()
				if err != nil {
					return failed(err)
				}
				_, _ = g.s.out.Write(text)
				return nil
			}).run,
		},
		newPINHash(g))
	return cmd
}

func (g *global) configInit(_ context.Context, args []string) error {
	path := cmp.Or(strings.Join(args, ""), g.config, config.FileName)
	abs, err := filepath.Abs(path)
	if err != nil {
		return failed(err)
	}
	if err := config.Init(abs); err != nil {
		return usage("%s", err)
	}
	fmt.Fprintf(g.s.out, "%s\n", abs)
	fmt.Fprintln(g.s.err, "try: edit it, then facetill config check")
	return nil
}

// configCheck reports what the file says wrong, and then what those say who have
// to work with it.
func (g *global) configCheck(ctx context.Context, _ []string) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	for _, w := range c.Warnings() {
		fmt.Fprintf(g.s.err, "facetill: warning: %s\n", w)
	}
	t := wiring.New(c)
	defer t.Close()
	var all []string
	report := usage("").as(codes.WhyConfig)
	for _, err := range t.Check(ctx) {
		e := endingOf(fromCommand, err)
		all, report.hints = append(all, c.Source()+": "+e.text), append(report.hints, e.hints...)
	}
	if report.text = strings.Join(all, "\n"); len(all) > 0 {
		return report
	}
	fmt.Fprintf(g.s.out, "%s: no problem\n", c.Source())
	return nil
}
