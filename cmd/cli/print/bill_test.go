package print

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/tui/text"
)

// Whatever a finding is called, and whatever is to be done about it, has words.
func TestBillWords(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		w := text.Choose(language, nil)
		for _, class := range reconcile.Classes() {
			for _, i := range []desk.Item{
				{Finding: reconcile.Finding{Class: class}}, {Finding: reconcile.Finding{Class: class, Stands: flow.Reversed}}, {Finding: reconcile.Finding{Class: class}, NotWhole: true},
			} {
				if w.BillClass[i.Called()] == "" || w.BillDo[i.Do()] == "" {
					t.Errorf("%s: no words for %s or %s", language, i.Called(), i.Do())
				}
			}
		}
		cut := desk.Item{Finding: reconcile.Finding{Class: reconcile.OursOnly, Stands: flow.Reversed}, NotWhole: true, NotAsked: desk.OtherWeChat}
		if got := BillText(w, cut); !strings.Contains(got, w.BillClass["ours_only_reversed"]) || !strings.Contains(got, w.BillDo["not_whole"]) || !strings.Contains(got, w.BillNotAsked) {
			t.Errorf("%s: %s", language, got)
		}
	}
}

// What cannot be imported points to the merchant platform and to no --import; a word about
// what is in no record here does not sound as if it had entered something.
func TestBillOfWhatIsInNoRecord(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		w := text.Choose(language, nil)
		back := desk.Item{Finding: reconcile.Finding{Class: reconcile.TheirsOnly, State: reconcile.RowSuccess}, Said: string(flow.AnswerRefund)}
		gone := desk.Item{Finding: reconcile.Finding{Class: reconcile.RefundTheirs, State: reconcile.RowRefund}}
		for _, i := range []desk.Item{back, gone} {
			if got := BillText(w, i); strings.Contains(got, "--import") || !strings.Contains(got, "--accept") {
				t.Errorf("%s: %s", language, got)
			}
			if i.Word = (desk.Word{As: desk.Accepted, By: "Li"}); !strings.Contains(BillText(w, i), w.BillNoRecord) {
				t.Errorf("%s: %s", language, BillText(w, i))
			}
			if i.Finding.Stands = flow.Paid; strings.Contains(BillText(w, i), w.BillNoRecord) {
				t.Errorf("%s, of a sale that is known: %s", language, BillText(w, i))
			}
		}
	}
}

// Two amounts that differ are both told; one is told as it is.
func TestBillTextHasBothAmounts(t *testing.T) {
	for _, c := range []struct {
		found reconcile.Finding
		want  string
	}{
		{reconcile.Finding{Class: reconcile.Differs, Theirs: 1000, Ours: 1001}, "  bill 10.00, journal 10.01"},
		{reconcile.Finding{Class: reconcile.RefundTheirs, Theirs: 300}, "  3.00"},
		{reconcile.Finding{Class: reconcile.OursOnly, Ours: 1001}, "  10.01"},
		{reconcile.Finding{Class: reconcile.Hidden, Theirs: 1001, Ours: 1001}, "  10.01"},
	} {
		line, _, _ := strings.Cut(BillText(text.Choose("en", nil), desk.Item{ID: "0a1b2c", Finding: c.found}), "\n")
		if !strings.HasPrefix(line, "0a1b2c  ") || !strings.HasSuffix(line, c.want) || strings.Contains(strings.TrimSuffix(line, c.want), ".") {
			t.Errorf("%q, want %q", line, c.want)
		}
	}
}
