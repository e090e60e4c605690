package text

import (
	"fmt"
	"time"

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

// Span is a duration in its two largest units at most.
func (w *Words) Span(d time.Duration) string {
	d = max(0, d)
	switch {
	case d < time.Minute:
		return fmt.Sprintf(w.Seconds, int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf(w.Minutes, int(d/time.Minute))
	case d < 24*time.Hour:
		return fmt.Sprintf(w.Hours, int(d/time.Hour), int(d/time.Minute)%60)
	}
	return fmt.Sprintf(w.Days, int(d/(24*time.Hour)))
}
