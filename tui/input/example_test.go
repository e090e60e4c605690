package input_test

import (
	"fmt"
	"time"

	"facetill/tui/input"
)

// An amount is typed, and a product is scanned over it: the amount is again what
// it was.
func Example() {
	var amount input.Amount
	scanner := input.NewScanner[input.Amount]("", "")
	now := time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC)
	key := func(r rune, gap time.Duration) {
		now = now.Add(gap)
		switch res := scanner.Char(r, now, now, input.Amounts, amount, false); res.Do {
		case input.Take:
			amount.Add(r)
		case input.Undo:
			amount = res.Before
		}
	}
	for _, r := range "7,35" {
		key(r, 200*time.Millisecond)
	}
	now = now.Add(time.Second)
	for _, r := range "6901234567892" {
		key(r, 10*time.Millisecond)
	}
	end := now.Add(10 * time.Millisecond)
	res := scanner.End(false, end, end)
	amount = res.Before
	fen, fault := amount.Fen()
	fmt.Println(amount.Text, fen, fault.Kind == input.FaultNone, res.Scan.Kind == input.Goods)
	// Output: 7.35 735 true true
}
