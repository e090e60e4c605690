package print

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// A program hears each fact of the journal by its number there, what is not kept
// without one, and nothing behind the result line.
func TestFactsAndTheEnd(t *testing.T) {
	var out bytes.Buffer
	p := NewPrinter(&out)
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, Version: 3, State: flow.Confirming}
	u := flow.Update{At: time.Now(), Attempt: a, Fact: flow.OrderAsked{}}
	Facts{p}.Observe(u)
	u.Kept = true
	Facts{p}.Observe(u)
	p.End(Ended{Type: Result})
	Facts{p}.Observe(u)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || strings.Contains(lines[0], `"seq"`) || !strings.Contains(lines[1], `"seq":3`) || !strings.Contains(lines[2], Result) {
		t.Errorf("%s", out.String())
	}
}
