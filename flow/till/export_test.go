package till

import (
	"context"

	"facetill/flow"
)

// Named is what a call does with the sales that it names.
func (t *Till) Named(ctx context.Context, q *flow.SaleRequest) error { return t.named(ctx, q) }
