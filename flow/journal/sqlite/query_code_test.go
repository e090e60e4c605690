package sqlite

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow"
)

// refusedOnce is a number that was refused and that WeChat then did not know, and
// what was heard of it behind that.
func refusedOnce(t *testing.T, j *Journal, no string, more ...flow.Fact) {
	t.Helper()
	at := time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)
	a, err := j.Open(t.Context(), opened(no, no))
	for _, f := range append([]flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8e9), TimeExpire: at.Add(120e9), ConfirmBy: at.Add(45e9)},
		flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: at, SentAt: at},
		flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotExist, At: at}}, more...) {
		if err == nil {
			a, err = j.Append(t.Context(), a, f)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A column of two vocabularies reads as two fields, in a journal of before (made by
// the version that had one field for both) and in one of today, which is stored with
// the same text.
func TestQueryCodeOfAJournalOfBefore(t *testing.T) {
	before, err := os.ReadFile("testdata/before-query-code.db")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	paths := []string{filepath.Join(dir, "before.db"), filepath.Join(dir, "today.db")}
	if err := os.WriteFile(paths[0], before, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, path := range paths {
		j, err := Open(t.Context(), path, Options{Create: i == 1})
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		if i == 1 {
			refusedOnce(t, j, "1")
			refusedOnce(t, j, "2", flow.OrderAsked{Answer: flow.AnswerNotPay, Code: "NOTPAY"})
		}
		for no, want := range map[flow.OutTradeNo]flow.Attempt{"1": {RefusalAsk: flow.AnswerNotExist}, "2": {QueryCode: "NOTPAY"}} {
			a, _, err := j.Read(t.Context(), no)
			if err != nil || a.QueryCode != want.QueryCode || a.RefusalAsk != want.RefusalAsk {
				t.Errorf("%s, %s: %q, %q, %v", path, no, a.QueryCode, a.RefusalAsk, err)
			}
			var stored string
			if err := j.db.QueryRowContext(t.Context(), "SELECT ask_code FROM attempt WHERE out_trade_no = $1", string(no)).Scan(&stored); err != nil || stored != want.QueryCode+string(want.RefusalAsk) {
				t.Errorf("%s, %s: stored as %q, %v", path, no, stored, err)
			}
		}
		if _, err := j.Verify(t.Context()); err != nil {
			t.Error(path, err)
		}
	}
}
