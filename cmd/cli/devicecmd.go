package cli

import (
	"github.com/spf13/cobra"

	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/wiring"
)

// newDevice is the face device by hand. Hidden in it is the child process that
// holds the face SDK's library: that is no command for people.
func newDevice(g *global) *cobra.Command {
	var library string
	cmd := flags.Group("device", "The face device")
	host := &cobra.Command{
		Use:    "host",
		Short:  "Hold the face SDK's library for the till that started this process",
		Args:   cobra.NoArgs,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, _, stop := g.untilSignal(cmd.Context())
			defer stop()
			if err := wiring.RunHost(ctx, cmd.InOrStdin(), cmd.OutOrStdout(), library); err != nil {
				return failed(err)
			}
			return nil
		},
	}
	host.Flags().StringVar(&library, "library", "", "absolute `path` of the library")
	cmd.AddCommand(host, newDeviceServe(g))
	cmd.AddCommand(newSingles(g)...)
	return cmd
}
