package print

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/text"
)

// A shift for people, in both languages, of whoever's name the journal has.
func TestShiftTable(t *testing.T) {
	sum := till.Sum{Method: flow.MethodCode, Cashier: "Li\x1b[2J\n", Sales: 2, Charged: 2560, Refunded: 500}
	all := sum
	all.Method = ""
	s := till.Shift{Lane: "L", Cashier: sum.Cashier, Since: time.Date(2026, 11, 29, 1, 30, 0, 0, time.UTC), All: all, Sums: []till.Sum{sum},
		GivenBack: 1, Open: make([]flow.Attempt, 1), Unclaimed: make([]flow.Attempt, 2), Stuck: make([]till.SaleRefund, 3), Closed: make([]till.SaleRefund, 2), OnTheirWay: make([]till.SaleRefund, 4)}
	for language, want := range map[string][]string{
		"en":    {", since 2026-11-29 09:30\n", "25.60          5.00         20.60\n", "open 1, unclaimed 2, refunds before a person 5, on their way 4\n"},
		"zh-CN": {" 当班，自 2026-11-29 09:30\n", "待核实 1 笔，未交接 2 笔，退款待处理 5 笔，退款中 4 笔\n"},
	} {
		l := ShiftOf(s)
		var out bytes.Buffer
		l.Table(&out, text.Choose(language, nil))
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%q is not in\n%s", w, out.String())
			}
		}
		line, err := json.Marshal(l)
		if err != nil || strings.ContainsAny(out.String()+string(line), "\x1b") || strings.Contains(string(line), `\u001b`) || strings.Contains(string(line), `\n`) {
			t.Errorf("%q\n%s, %v", out.String(), line, err)
		}
	}
	l := ShiftOf(till.Shift{Lane: "L"})
	var out bytes.Buffer
	if l.Table(&out, text.Choose("en", nil)); l.Total != nil || !strings.HasPrefix(out.String(), "nobody is signed in\nopen 0,") {
		t.Errorf("%q", out.String())
	}
}
