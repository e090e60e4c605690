package cli

import (
	"context"
	"path/filepath"

	"facetill/wx/sim"
)

// serveSim is the simulator as a product of its own: this process does nothing
// else, and its book lies beside its certificates.
func serveSim(ctx context.Context, o *simOptions, rules []sim.Rule) (*sim.Running, error) {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return nil, err
	}
	return sim.Serve(ctx, sim.Options{
		Listen: o.listen, Dir: dir, Alone: true,
		Config: sim.Config{Rules: rules, Speed: o.speed, BookPath: filepath.Join(dir, "sim.book")},
	})
}
