package text

import (
	"fmt"
	"strings"
	"testing"

	"facetill/flow"
)

// The three exceptions of the product page, for every code that means one, in the page's
// words: how the sale stands when its cashier reads them, and what is read.
func TestExceptions(t *testing.T) {
	account := map[string]string{"zh-CN": "请顾客确认自身支付账户情况", "en": "the customer checks"}
	scan := map[string]string{"zh-CN": "采用扫码支付", "en": "scan a code"}
	limit := map[string]string{"zh-CN": "刷脸支付超出限额", "en": "Face payment over the limit"}
	other := map[string]string{"zh-CN": "更改支付方式", "en": "pay another way"}
	more := map[string]string{"zh-CN": "申请提高限额", "en": "apply for more"}
	face := func(s flow.State, answer flow.AnswerKind, code string) flow.Attempt {
		return flow.Attempt{Order: flow.Order{Method: flow.MethodFace}, State: s, PayAnswer: answer, Code: code}
	}
	seen := map[string]bool{}
	for _, c := range []struct {
		a    flow.Attempt
		says []map[string]string
	}{
		{face(flow.Refused, flow.AnswerRefused, "NOTENOUGH"), []map[string]string{account, scan}},
		{face(flow.Refused, flow.AnswerRefused, "RULELIMIT"), []map[string]string{limit, other, more}},
		// WeChat's refusal by risk control is in doubt, so its sale ends by a reversal.
		{face(flow.Reversing, flow.AnswerDoubt, "TRADE_ERROR"), []map[string]string{account, scan}},
		{face(flow.Reversed, flow.AnswerDoubt, "TRADE_ERROR"), []map[string]string{account, scan, {"zh-CN": "已撤销", "en": "Reversed"}}},
	} {
		seen[c.a.Code] = true
		for _, l := range languages {
			said := l.Words.Exception(c.a)
			if c.a.State != flow.Reversing {
				said, _ = l.Words.Reason(c.a)
			}
			for _, words := range c.says {
				if !strings.Contains(said, words[l.Tag]) {
					t.Errorf("%s, %s %s: %q has no %q", l.Tag, c.a.State, c.a.Code, said, words[l.Tag])
				}
			}
		}
	}
	for _, l := range languages {
		// No result in time: the customer's screen sends them here, and nobody is told more.
		asks := map[string]string{"zh-CN": "请与收银员确认支付结果", "en": "please confirm the result with the cashier"}[l.Tag]
		if !strings.Contains(l.Words.SayDoubt, asks) {
			t.Errorf("%s, in doubt: %q has no %q", l.Tag, l.Words.SayDoubt, asks)
		}
		for code, what := range exceptions {
			if what == askCashier {
				if said := l.Words.Exception(face(flow.Reversing, flow.AnswerLost, code)); said != "" {
					t.Errorf("%s, %s has no result, and its customer is told %q", l.Tag, code, said)
				}
				seen[code] = true
			}
		}
		if said := fmt.Sprintf(l.Words.OverFaceLimit, "1000.00"); !strings.Contains(strings.ToLower(said), strings.ToLower(limit[l.Tag])) || !strings.Contains(said, other[l.Tag]) {
			t.Errorf("%s, the till's own limit: %q", l.Tag, said)
		}
	}
	if len(seen) != len(exceptions) {
		t.Errorf("codes without a row: %v of %v", seen, exceptions)
	}
}

// A refusal behind which a charge was found is no fault of the customer's account, and
// other doubts are none of the product page's.
func TestNoException(t *testing.T) {
	for _, a := range []flow.Attempt{
		{State: flow.Reversing, Reopened: true, PayAnswer: flow.AnswerRefused, Code: "NOTENOUGH"},
		{State: flow.Reversed, PayAnswer: flow.AnswerDoubt, Code: "INVALID_REQUEST"},
		{State: flow.Reversed, PayAnswer: flow.AnswerLost, Code: "TIMEOUT"},
		{State: flow.Reversed},
	} {
		for _, l := range languages {
			if said := l.Words.Exception(a); said != "" {
				t.Errorf("%s, %s %s: %q", l.Tag, a.State, a.Code, said)
			}
			if said, _ := l.Words.Reason(a); a.State == flow.Reversed && said != l.Words.ReversedSay {
				t.Errorf("%s, %s %s: %q", l.Tag, a.State, a.Code, said)
			}
		}
	}
}
