package text

import (
	"fmt"

	"facetill/flow"
)

// Signed writes a number of yuan with the sign of the currency, which every language
// takes: ¥12.80. It is the only place with that sign.
func Signed(number string) string { return "¥" + number }

// WithSign writes an amount with it.
func WithSign(fee flow.Fen) string { return Signed(fee.String()) }

// Large writes a number with the sign apart, where it stands for large digits: ¥ 12.80.
func Large(number string) string { return Signed(" " + number) }

// Yuan writes an amount with its unit, for a sentence: 12.80 yuan. HistorySum
// has a unit of its own, which Chinese writes without a blank behind a sum.
func (w *Words) Yuan(fee flow.Fen) string { return fmt.Sprintf(w.YuanForm, fee) }
