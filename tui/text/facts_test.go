package text

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"facetill/flow"
	"facetill/flow/refund"
)

// each visits every string of a language.
func each(w Words, visit func(name, text string)) {
	v := reflect.ValueOf(w)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).Kind() == reflect.String {
			visit(name, v.Field(i).String())
			continue
		}
		for key, text := range v.Field(i).Interface().(map[string]string) {
			visit(name+" "+key, text)
		}
	}
}

// A word may stand in a terminal that draws ambiguous characters two columns
// wide, and in one that does not: it has none of them.
func TestWordsHaveOneWidth(t *testing.T) {
	narrow, wide := runewidth.Condition{}, runewidth.Condition{EastAsianWidth: true}
	for _, l := range languages {
		each(*l.Words, func(name, text string) {
			if narrow.StringWidth(text) != wide.StringWidth(text) {
				t.Errorf("%s: %q is %d or %d wide", name, text, narrow.StringWidth(text), wide.StringWidth(text))
			}
		})
	}
}

// The fact of a face tells of a minor.
func TestFactTellsOfAMinor(t *testing.T) {
	for _, l := range languages {
		if _, detail := l.Words.Fact(flow.PayerIdentified{Face: flow.FaceTold{UnderageState: flow.Minor}}, flow.MethodFace); detail != l.Words.FactMinor || detail == "" {
			t.Errorf("%q", detail)
		}
		if _, detail := l.Words.Fact(flow.PayerIdentified{Face: flow.FaceTold{UnderageState: flow.Adult}}, flow.MethodFace); detail != "" {
			t.Errorf("%q", detail)
		}
	}
}

// Every word that the flow writes down about a sale is said in every language.
func TestDetailsAreSaid(t *testing.T) {
	names, err := filepath.Glob("../../flow/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	written := regexp.MustCompile(`(?:(?:AnswerKind|EndedBy|ReverseReason|PersonReason) += |By: |By[A-Z]\w+ = |ans\.Charge, )"([a-z_]+[a-z])"`)
	found := 0
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(name)
		for _, m := range written.FindAllStringSubmatch(string(src), -1) {
			if strings.HasSuffix(base, "_test.go") {
				continue
			}
			found++
			for _, l := range languages {
				if l.Words.Detail[m[1]] == "" {
					t.Errorf("%s writes %q, and %s has no word for it", base, m[1], l.Tag)
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d words were found", found)
	}
}

// Nothing in a Chinese timeline is English but names and codes; and an answer
// that proves nothing is not said to be WeChat's.
func TestFactsInWords(t *testing.T) {
	for _, c := range []struct {
		fact             flow.Fact
		said, detail     string
		english, because string
	}{
		{flow.ChargeProven{Source: "query"}, "已扣款", "查询", "charged", "by a query"},
		{flow.ReversalDecided{Reason: "cashier"}, "决定撤销", "收银员", "reversal decided", "the cashier"},
		{flow.ReversalDecided{Reason: "words of hers", By: "cashier"}, "决定撤销", "cashier", "reversal decided", "cashier"},
		{flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING"}, "微信答复扣款", "USERPAYING", "WeChat answered the charge", "USERPAYING"},
		{flow.PayAnswered{Answer: flow.AnswerLost, Code: "CLOSED"}, "扣款未收到有效答复", "CLOSED", "no valid answer to the charge", "CLOSED"},
		{flow.OrderAsked{Answer: flow.AnswerLost}, "查询未收到有效答复", "", "no valid answer to a question", ""},
		{flow.OrderAsked{Answer: flow.AnswerNotPay}, "微信答复查询", "未支付", "WeChat answered a question", "not paid"},
		{flow.ReverseAnswered{Answer: flow.AnswerLost, Code: "TIMEOUT"}, "撤销未收到有效答复", "TIMEOUT", "no valid answer to the reversal", "TIMEOUT"},
		{flow.RefundAsked{Answer: flow.AnswerLost}, "退款查询未收到有效答复", "", "no valid answer about the refund", ""},
		{flow.GoodsGiven{By: "answer"}, "人工确认货已交付", "answer", "goods given, says a person", "answer"},
	} {
		if said, detail := Chinese.Fact(c.fact, flow.MethodFace); said != c.said || detail != c.detail {
			t.Errorf("%#v: %q %q", c.fact, said, detail)
		}
		if said, detail := English.Fact(c.fact, flow.MethodFace); said != c.english || detail != c.because {
			t.Errorf("%#v: %q %q", c.fact, said, detail)
		}
	}
}

// Each fact of a refund is said in words, WeChat's status too.
func TestRefundFactsAreSaid(t *testing.T) {
	facts := []flow.Fact{refund.Begun{Fee: 250, By: "Li"}, refund.Sent{}, refund.Answered{Answer: refund.AnswerAccepted}, refund.Answered{Answer: refund.AnswerThrottled},
		refund.Answered{Answer: refund.AnswerRefused}, refund.Fenced{}, refund.Heard{Status: refund.StatusProcessing}, refund.Heard{Status: refund.StatusClosed},
		refund.Found{Fee: 100, Status: refund.StatusSuccess}, refund.Denied{}, refund.Resent{}, refund.Settled{By: "Li"}, refund.Told{}, refund.Ended{}}
	for _, l := range languages {
		for _, f := range facts {
			said, detail := l.Words.Fact(f, flow.MethodFace)
			if said == f.Kind() || said == "" || strings.Contains(detail, "refund_") || strings.Contains(detail, "PROCESSING") || strings.Contains(detail, "SUCCESS") || strings.Contains(detail, "CLOSE") {
				t.Errorf("%s: %#v is %q, %q", l.Tag, f, said, detail)
			}
		}
	}
}
