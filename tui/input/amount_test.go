package input

import (
	"math/big"
	"strings"
	"testing"
)

func typedAmount(text string) (a Amount) {
	for _, r := range text {
		a.Add(r)
	}
	return a
}

// What is typed is charged, or refused by its own name.
func TestAmount(t *testing.T) {
	for text, want := range map[string]int64{"7,35": 735, "7，35": 735, "7。35": 735, "７．３５": 735, ".5": 50, "007": 700, "12.": 1200, "12.80+3.5": 1630,
		"12.80+": 1280, "9999999.99": maxFen, "0+5": 500} {
		if fen, fault := typedAmount(text).Fen(); fen != want || fault.Kind != FaultNone {
			t.Errorf("%q is %d, %v, want %d", text, fen, fault, want)
		}
	}
	for text, want := range map[string]Fault{"7-35": {FaultChar, '-'}, "1e2": {FaultChar, 'e'}, "12 80": {FaultChar, ' '}, "12　80": {FaultChar, ' '}, "-5": {FaultChar, '-'},
		"5\u200b": {FaultChar, '\ufffd'}, "": {Kind: FaultEmpty}, "0.00": {Kind: FaultEmpty}, "12.805": {Kind: FaultDecimals}, "10000000": {Kind: FaultLarge},
		"9999999.99+.01": {Kind: FaultLarge}, "1,234.50": {Kind: FaultNumber}, "+5": {Kind: FaultNumber}, "1++2": {Kind: FaultNumber},
		strings.Repeat("1+", 31): {Kind: FaultLarge}} {
		if fen, fault := typedAmount(text).Fen(); fault != want || fen != 0 {
			t.Errorf("%q is %d, %v, want %v", text, fen, fault, want)
		}
	}
	a := typedAmount("7-35")
	for range 3 {
		a.Back()
	}
	if a.Add('.'); a.Text != "7." {
		t.Errorf("Backspace leaves %q", a.Text)
	}
	a = Amount{Text: "12.80", Kept: true}
	if a.Add('-'); a.Text != "-" {
		t.Errorf("a kept amount became %q", a.Text)
	}
}

// An amount is never another one than what stands there.
func FuzzAmount(f *testing.F) {
	for _, text := range []string{"12.80", "7,35", "1e2", "12.80+3.5", "0.0.1", "9999999.991", "٣", "1\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := typedAmount(text)
		fen, fault := a.Fen()
		if (fen > 0) != (fault.Kind == FaultNone) || fen > maxFen {
			t.Fatalf("%q: %d, %v", a.Text, fen, fault)
		}
		if fault.Kind != FaultNone {
			return
		}
		sum := new(big.Rat)
		for term := range strings.SplitSeq(strings.TrimSuffix(a.Text, "+"), "+") {
			r, ok := new(big.Rat).SetString(term)
			if !ok {
				t.Fatalf("%q is charged as %d", a.Text, fen)
			}
			sum.Add(sum, r)
		}
		if sum.Mul(sum, big.NewRat(100, 1)).Cmp(big.NewRat(fen, 1)) != 0 {
			t.Fatalf("%q is charged as %d", a.Text, fen)
		}
	})
}

// A scan is called what it is.
func TestKinds(t *testing.T) {
	for text, want := range map[string]Kind{"134500000000000017": Code, " 134500000000000017 ": Code, "]Q1134500000000000017": Code, "13450000000000001": Cut,
		"111111111111111111": Held, "281234567890123456": Alipay, "6212345678901234567": UnionPay, "6901234567892": Goods, "12345": Goods, "B0291928891": Goods,
		"https://u.wechat.com/EA": Link, "12.80": Quick, "7": Quick, "990000000000000000": Other, "码": Other} {
		if got := KindOf(text); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}
