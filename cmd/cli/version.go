package cli

import (
	"fmt"
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
		RunE: func(*cobra.Command, []string) error {
			if g.json() {
				g.p.Line(versionLine{"version", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH})
				return nil
			}
			fmt.Fprintf(g.s.out, "facetill %s, %s, %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}
