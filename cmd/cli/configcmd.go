package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
)

func newConfig(g *global) *cobra.Command {
	cmd := group("config", "Write, check or show the configuration")
	cmd.AddCommand(
		&cobra.Command{
			Use:   "init [FILE]",
			Short: "Write the commented example (default ./" + config.FileName + "); nothing is overwritten",
			Args:  cobra.MaximumNArgs(1),
			RunE:  func(_ *cobra.Command, args []string) error { return configInit(g, args) },
		},
		&cobra.Command{
			Use:   "check",
			Short: "Report every problem of the configuration at once",
			Args:  cobra.NoArgs,
			RunE:  func(cmd *cobra.Command, _ []string) error { return configCheck(cmd.Context(), g) },
		},
		&cobra.Command{
			Use:   "show",
			Short: "Print the values that hold, secrets as stars",
			Args:  cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
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
			},
		},
		newPINHash(g))
	return cmd
}

func configInit(g *global, args []string) error {
	path := config.FileName
	if len(args) > 0 {
		path = args[0]
	} else if g.config != "" {
		path = g.config
	}
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

// group is a command that is nothing without one of its own.
func group(name, short string) *cobra.Command {
	return &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("%s has no command %q", name, args[0]).hint("facetill help %s", name)
			}
			return usage("%s needs a command", name).hint("facetill help %s", name)
		},
	}
}

// configCheck reports what the file says wrong, and then what those say who have
// to work with it.
func configCheck(ctx context.Context, g *global) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	for _, w := range c.Warnings() {
		fmt.Fprintf(g.s.err, "facetill: warning: %s\n", w)
	}
	t := wiring.New(c)
	defer t.Close()
	report := usage("").as(codes.WhyConfig)
	for _, err := range t.Check(ctx) {
		e := endingOf(fromCommand, err)
		if report.text != "" {
			report.text += "\n"
		}
		report.text += c.Source() + ": " + e.text
		report.hints = append(report.hints, e.hints...)
	}
	if report.text != "" {
		return report
	}
	fmt.Fprintf(g.s.out, "%s: no problem\n", c.Source())
	return nil
}
