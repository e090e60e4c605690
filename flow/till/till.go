package till

import "facetill/flow"

// Till is a shop's till with its parts in place. What it drives itself it drives
// through its Runner.
type Till struct {
	ports  flow.Ports
	id     flow.Identity
	runner *flow.Runner
}

// New joins the ports to the till that sells as id. A port that is nil must not be
// needed by what is asked of it; the journal always is.
func New(p flow.Ports, id flow.Identity, r *flow.Runner) *Till {
	return &Till{ports: p, id: id, runner: r}
}
