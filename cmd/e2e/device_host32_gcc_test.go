//go:build gcc && linux && amd64

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	devsim "facetill/device/sim"
)

// TestLibraryOf32Bits: the vendor's library is often a 32-bit one. A 64-bit till
// charges over it by way of the 32-bit program, and doctor says what is missing
// without that.
func TestLibraryOf32Bits(t *testing.T) {
	exe := built(t)
	host := filepath.Join(t.TempDir(), "facetill-386")
	build := exec.Command("go", "build", "-o", host, "facetill/cmd/facetill")
	build.Env = append(os.Environ(), "GOARCH=386", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Parallel()
	alone := newShop(t, devsim.New(devsim.Options{}), "", "-m32")
	alone.run(t, exe, 9, "set [device] host_exe to the 32-bit facetill program", "doctor", "--lang", "en")
	alone.run(t, exe, 64, "host_exe", "pay", "12.80", "-o", "json")

	s := newShop(t, devsim.New(devsim.Options{}), fmt.Sprintf("host_exe = %q", host), "-m32")
	s.run(t, exe, 0, "libWxpayFaceSDK.so is 32-bit for Linux (386)\n", "doctor", "--lang", "en")
	s.run(t, exe, 0, "sdk: initialises", "doctor", "--lang", "en")
	s.run(t, exe, 0, `"outcome":"paid"`, "pay", "12.80", "-o", "json")
	s.run(t, exe, 4, `"err_code":"USER_CANCEL"`, "pay", "900.01", "-o", "json")
}
