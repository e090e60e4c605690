package text

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"facetill/flow"
)

var rawCode = regexp.MustCompile(`[A-Z]{3,}`)

// The last word of WeChat about an unsettled sale is said in a cashier's words,
// whatever it was, and no code stands there alone.
func TestLastHeardHasNoRawCode(t *testing.T) {
	codes := []string{"HTTP_502", "TIMEOUT", "CERTIFICATE"}
	for _, path := range []string{"../../wx/wire/codes.go", "../../wx/answer.go", "../../wx/read.go", "../../wx/read_refund.go"} {
		codes = append(codes, codesIn(t, path)...)
	}
	for _, l := range languages {
		language, w := l.Tag, l.Words
		for _, code := range codes {
			for from, a := range map[string]flow.Attempt{"pay": {Code: code}, "query": {QueryCode: code}, "reverse": {ReverseCode: code}} {
				said := w.LastSaid(a)
				rest := strings.ReplaceAll(said, code, "")
				if rawCode.MatchString(rest) || strings.Trim(rest, " ()（）：:") == "" {
					t.Errorf("%s, %s %s: %q", language, from, code, said)
				}
				if slices.Contains([]string{"USERPAYING", "NOTPAY", "PAYERROR", "SYSTEMERROR", "BANKERROR", "ORDERNOTEXIST", "TIMEOUT", "BAD_SIGN", "HTTP_502"}, code) && rawCode.MatchString(said) {
					t.Errorf("%s, %s has no words for %s: %q", language, from, code, said)
				}
			}
		}
		if said := w.LastSaid(flow.Attempt{}); said != "" {
			t.Errorf("nothing was heard, and %q is said", said)
		}
		if said := w.LastSaid(flow.Attempt{QueryCode: "NEW_CODE"}); !strings.Contains(said, "NEW_CODE") || len(said) < 12 {
			t.Errorf("an unknown code: %q", said)
		}
	}
	// One code, two meanings: the order is closed, or the connection was.
	if a, b := English.LastSaid(flow.Attempt{QueryCode: "CLOSED"}), English.LastSaid(flow.Attempt{ReverseCode: "CLOSED"}); a == b {
		t.Errorf("a closed order and a closed connection are both %q", a)
	}
}
