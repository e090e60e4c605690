package sqlite

import (
	"context"
	"path/filepath"
	"testing"
)

// The control: a row that was changed is refused, and what was written otherwise,
// with sums that fit, is another state that the questions see.
func TestFlipControl(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	j, err := Open(ctx, filepath.Join(dir, "a.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	w := sell(ctx, t, j, 0, 6)
	w.says, _, _ = w.ask(ctx, j, nil)
	if _, err := j.db.Exec("UPDATE attempt SET told = 1 - told WHERE out_trade_no = $1", string(w.numbers[0])); err == nil {
		t.Error("the database let a row be pending and told")
	}
	if _, err := j.db.Exec("UPDATE attempt SET cashier = 'Wu' WHERE out_trade_no = $1", string(w.numbers[0])); err != nil {
		t.Fatal(err)
	}
	if _, wrong, refused := w.ask(ctx, j, &w.says); refused == nil || wrong != "" {
		t.Errorf("another cashier: %v, %s", refused, wrong)
	}
	other, err := Open(ctx, filepath.Join(dir, "b.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	first := flipOrder(0)
	first.Order.Cashier = "Wu"
	a, err := other.Open(ctx, first)
	for _, f := range story(0, first.Order.OpenedAt) {
		if err == nil {
			a, err = other.Append(ctx, a, f)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	sell(ctx, t, other, 1, 6)
	if _, wrong, refused := w.ask(ctx, other, &w.says); refused != nil || wrong == "" {
		t.Errorf("another cashier with a sum that fits was not seen: %v", refused)
	}
}
