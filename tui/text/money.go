package text

import (
	"fmt"

	"facetill/flow"
)

// Sign is the currency's.
const Sign = "¥"

// WithSign writes an amount with the sign of the currency, which every language
// takes: ¥12.80.
func WithSign(fee flow.Fen) string { return Sign + fee.String() }

// Yuan writes an amount with its unit, for a sentence: 12.80 yuan. HistorySum
// has a unit of its own, which Chinese writes without a blank behind a sum.
func (w *Words) Yuan(fee flow.Fen) string { return fmt.Sprintf(w.YuanForm, fee) }
