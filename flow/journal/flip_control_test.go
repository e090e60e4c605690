package journal

import (
	"context"
	"path/filepath"
	"testing"
)

// The control: a row that was changed together with its sum is another state,
// and the questions see it.
func TestFlipControl(t *testing.T) {
	ctx := context.Background()
	j, err := Open(ctx, filepath.Join(t.TempDir(), "a.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	w := sell(ctx, t, j, 0, 6)
	w.says, _, _ = w.ask(ctx, j, nil)
	s, err := j.one(ctx, w.numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.db.Exec("UPDATE attempt SET told = 1 - told WHERE out_trade_no = $1", string(s.a.OutTradeNo)); err == nil {
		t.Error("the database let a row be pending and told")
	}
	if _, err := j.db.Exec("UPDATE attempt SET cashier = 'Wu' WHERE out_trade_no = $1", string(s.a.OutTradeNo)); err != nil {
		t.Fatal(err)
	}
	if _, wrong, refused := w.ask(ctx, j, &w.says); refused == nil || wrong != "" {
		t.Errorf("another cashier: %v, %s", refused, wrong)
	}
	s.a.Cashier = "Wu"
	if _, err := j.db.Exec("UPDATE attempt SET sum = $1 WHERE out_trade_no = $2", rowSum(s.a, s.head), string(s.a.OutTradeNo)); err != nil {
		t.Fatal(err)
	}
	if _, wrong, refused := w.ask(ctx, j, &w.says); refused != nil || wrong == "" {
		t.Errorf("another cashier with a sum that fits was not seen: %v", refused)
	}
}
