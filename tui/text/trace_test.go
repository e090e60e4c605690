package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"facetill/flow/trace"
)

// kindsIn are the constants of a type in a file.
func kindsIn(t *testing.T, path, kind string) (all []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		v, is := n.(*ast.ValueSpec)
		if !is || len(v.Values) != 1 || !v.Names[0].IsExported() {
			return true
		}
		if of, is := v.Type.(*ast.Ident); is && of.Name == kind {
			word, _ := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			all = append(all, word)
		}
		return true
	})
	return all
}

// Each thing that a call can prove has words in each language, and there are no words
// for anything else.
func TestEachProofHasWords(t *testing.T) {
	var want []string
	for _, p := range trace.Proofs() {
		want = append(want, string(p))
	}
	for _, kind := range kindsIn(t, "../../flow/answer.go", "AnswerKind") {
		if kind != "paid" && !strings.HasPrefix(kind, "refund_") { // trace.SaysPaid; what the flow makes of several answers
			want = append(want, kind)
		}
	}
	for _, kind := range kindsIn(t, "../../flow/refund/answer.go", "Kind") {
		switch kind {
		case "lost", "rejected", "certificate", "part": // as any call's; of a sum alone
		default:
			want = append(want, "refund_"+kind)
		}
	}
	if slices.Sort(want); !slices.Equal(want, Proofs()) || len(want) < 45 {
		t.Errorf("%d words:\n%v, want %d:\n%v", len(Proofs()), Proofs(), len(want), want)
	}
	for _, l := range languages {
		for _, p := range want {
			if said := l.Words.Means("orderquery", trace.Proof(p)); said == p || said == "" {
				t.Errorf("%s has no words for %s", l.Tag, p)
			}
		}
		if l.Words.Means("micropay", "paying") == l.Words.Means("orderquery", "paying") || l.Words.Means("x", "new") != "new" {
			t.Errorf("%s: a call's own words", l.Tag)
		}
	}
}

// What WeChat has taken is on its way: back is what has arrived, and no other call says so.
func TestNoRefundIsBackTooSoon(t *testing.T) {
	for _, l := range languages {
		for _, p := range Proofs() {
			said := l.Words.Means("refundquery", trace.Proof(p))
			for _, back := range []string{" back", "已退"} {
				if strings.Contains(said, back) && p != "refund_success" {
					t.Errorf("%s, %s: %s", l.Tag, p, said)
				}
			}
		}
	}
}

// A step stands before its fact: paid is only what was written down.
func TestNoStepSaysPaid(t *testing.T) {
	for _, l := range languages {
		for _, call := range []string{"micropay", "facepay", "orderquery", "facepayquery"} {
			for _, p := range Proofs() {
				said := l.Words.Means(call, trace.Proof(p))
				if strings.HasPrefix(said, "paid: ") || strings.HasPrefix(said, "已支付：") || strings.Contains(said, l.Words.Paid+":") {
					t.Errorf("%s, %s: %s", l.Tag, p, said)
				}
			}
		}
	}
}
