package cli

import (
	"context"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set by the linker where a release is built; otherwise the module's
// version counts.
var release string

func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// versionLine is what was built, and with what.
type versionLine struct {
	Type    string `json:"type"`
	Version string `json:"version"`
	Go      string `json:"go" doc:"the version of Go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

func newVersion(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version and what it was built with",
		Args:  cobra.NoArgs,
		RunE: action(func(context.Context, []string) error {
			v := versionLine{"version", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH}
			g.say(v, "facetill %s, %s, %s/%s", v.Version, v.Go, v.OS, v.Arch)
			return nil
		}).run,
	}
}
