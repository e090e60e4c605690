package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"facetill/flow"
)

// withoutRoot runs f as somebody who may not write where no mode lets him.
func withoutRoot(t *testing.T, f func()) {
	t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with its rights
		head, data := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, [2]unix.CapUserData{}
		err := unix.Capget(&head, &data[0])
		data[0].Effective &^= 1<<unix.CAP_DAC_OVERRIDE | 1<<unix.CAP_DAC_READ_SEARCH
		if err == nil {
			err = unix.Capset(&head, &data[0])
		}
		if err == nil {
			f()
		}
		done <- err
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// What cannot be written is read, and every write is refused by name.
func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	for name, file := range map[string]os.FileMode{"folder": 0o600, "file": 0o400} {
		dir := filepath.Join(t.TempDir(), "shop")
		path := filepath.Join(dir, "a.db")
		j, err := Open(ctx, path, Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		w := sell(ctx, t, j, 0, 9)
		w.says, _, _ = w.ask(ctx, j, nil)
		if err := errors.Join(j.Close(), os.Chmod(path, file)); err != nil {
			t.Fatal(err)
		}
		if name == "folder" {
			if err := os.Chmod(dir, 0o500); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
		}
		before := read(t, path)
		withoutRoot(t, func() { checkReadOnly(ctx, t, name, path, &w) })
		if string(read(t, path)) != string(before) {
			t.Errorf("%s: something was written", name)
		}
	}
}

func checkReadOnly(ctx context.Context, t *testing.T, name, path string, w *world) {
	j, err := Open(ctx, path, Options{Merchant: flow.Merchant{MchID: "1900000109"}})
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	defer j.Close()
	if _, wrong, refused := w.ask(ctx, j, &w.says); refused != nil || wrong != "" {
		t.Errorf("%s: %v, %s", name, refused, wrong)
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("%s: verify: %+v, %v", name, r, err)
	}
	_, claim := j.Claim(ctx, w.says.pending[0].OutTradeNo)
	_, open := j.Open(ctx, flipOrder(30))
	for what, err := range map[string]error{"a claim": claim, "a sale": open, "a stop of sales": j.SuspendSales(ctx, flow.SuspendedByKey, "x")} {
		if !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %s: %v", name, what, err)
		}
	}
	if name == "folder" {
		if _, err := Open(ctx, path, Options{Create: true}); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), path) {
			t.Errorf("a till where nothing can be written: %v", err)
		}
	}
}
