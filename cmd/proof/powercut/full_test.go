package powercut

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// TestFullDisk: wherever in a sale's last fact the disk turns out to be full, the
// fact is written into the room that the ballast leaves, once.
func TestFullDisk(t *testing.T) {
	full := 0
	for write := 1; ; write++ {
		met, err := lastFact(t, write, true)
		if err != nil {
			t.Errorf("full at write %d: %v", write, err)
		}
		if !met {
			break
		}
		full++
	}
	if full < 5 {
		t.Errorf("the disk was full at %d writes only", full)
	}
	// The control: without ballast the fact is lost, and that is said.
	if met, err := lastFact(t, 1, false); !met || err == nil {
		t.Errorf("without ballast: met %t, %v", met, err)
	}
}

// lastFact ends a sale on a disk that takes no more from its n-th write on, until
// the ballast is gone. It reports whether that write came.
func lastFact(t *testing.T, n int, ballast bool) (met bool, err error) {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	dice := rand.New(rand.NewPCG(uint64(n), 5))
	a := &till{disk: newDisk(dice), dice: dice, path: filepath.Join(dir, "till.db"),
		noted: map[flow.OutTradeNo]flow.Attempt{}, driven: map[flow.OutTradeNo]bool{}, pages: 1000}
	vfs.Register("full", a.disk)
	defer vfs.Unregister("full")
	a.disk.on(0)
	j, err := sqlite.Open(ctx, a.path, sqlite.Options{Create: true, Engine: a.engine("full"), Ballast: ballast})
	if err == nil {
		_, err = j.Adopt(ctx, "Li", "laid there for the test")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if err := a.ring(ctx, j); err != nil {
		t.Fatal(err)
	}
	sale, left := a.noted[a.sales[0]], n
	a.disk.room = func(int) bool {
		if left > 1 {
			left--
			return true
		}
		met = true
		_, err := os.Stat(a.path + "-ballast")
		return ballast && err != nil
	}
	got, err := j.Append(ctx, sale, flow.SaleCancelled{By: "customer", Code: "USER_CANCEL", At: sale.OpenedAt})
	a.disk.room = nil
	if err == nil && j.LowSpace() != met {
		t.Errorf("write %d: met %t, low %t", n, met, j.LowSpace())
	}
	back, _, readErr := j.Read(ctx, sale.OutTradeNo)
	r, verifyErr := j.Verify(ctx)
	if readErr != nil || verifyErr != nil || len(r.Problems) > 0 || back.Version != got.Version || err == nil && back.State != flow.Cancelled {
		t.Errorf("write %d: %s in version %d, %v, %v %v", n, back.State, back.Version, readErr, r.Problems, verifyErr)
	}
	return met, err
}
