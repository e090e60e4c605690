package money_test

import (
	"fmt"
	"strings"
	"testing"

	"facetill/flow/money"
)

// An amount is read once, where a person typed it, and counted in fen from there.
func Example() {
	total, _ := money.ParseYuan("12.80")
	back, _ := money.ParseYuan("3")
	fmt.Println((total - back).Yuan())
	_, err := money.ParseYuan("7,35")
	fmt.Println(err)
	// Output:
	// 9.80 yuan
	// amount "7,35" has a comma; write yuan such as 12.80
}

func TestParseYuan(t *testing.T) {
	if money.Fen(1280).Yuan() != "12.80 yuan" || money.MaxFen.Yuan() != "9999999.99 yuan" {
		t.Errorf("%s, %s", money.Fen(1280).Yuan(), money.MaxFen.Yuan())
	}
	for text, want := range map[string]money.Fen{"12.80": 1280, "0.01": 1, "1": 100, "1.5": 150, "9999999.99": money.MaxFen, "007.10": 710} {
		if got, err := money.ParseYuan(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	for text, why := range map[string]string{"": "empty", "0": "is 0", "0.00": "is 0", "-5": "negative", "1.234": "two decimals",
		"1e3": "exponent", "１２": "full-width", "12345678": "above", "1,000": "comma", "1，0": "comma", ".5": "plain number", "5.": "ends in a point",
		"+5": "plain number", " 5": "plain number", "5 ": "plain number", "0x10": "plain number", "1.2.3": "plain number", "١٢": "plain number",
		strings.Repeat("9", 400): "above", "NaN": "plain number", "1.\x00": "plain number"} {
		_, err := money.ParseYuan(text)
		if err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "yuan") {
			t.Errorf("%q: %v; want a word about %q and what to write", text, err, why)
		}
		if err != nil && len(err.Error()) > 160 {
			t.Errorf("the error about a long amount is %d characters long", len(err.Error()))
		}
	}
}

// A code that was scanned where the amount belongs is not repeated.
func TestParseYuanRepeatsNoCode(t *testing.T) {
	for _, code := range []string{"134567890123456789", "f1300-0000000001-0000", "13800138000", "13456789012345678 9"} {
		if _, err := money.ParseYuan(code); err == nil || strings.Contains(err.Error(), code[:11]) {
			t.Errorf("%q: %v", code, err)
		}
	}
}

func FuzzParseYuan(f *testing.F) {
	for _, s := range []string{"12.80", "-1", "1e9", "０", "9999999.99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fen, err := money.ParseYuan(text)
		if err != nil {
			return
		}
		if fen <= 0 || fen > money.MaxFen {
			t.Fatalf("%q is %d", text, fen)
		}
		if back, err := money.ParseYuan(fen.String()); err != nil || back != fen {
			t.Fatalf("%q is %s, which is %d, %v", text, fen, back, err)
		}
	})
}
