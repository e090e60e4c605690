//go:build gcc && !windows

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	devsim "facetill/device/sim"
)

// TestServedLibrary: a till that charges for real, with the library in a child
// process of a `device serve`, here of the same machine, for the same terminal and
// journal: neither keeps the other out. Its configuration has neither merchant nor
// key.
func TestServedLibrary(t *testing.T) {
	exe := built(t)
	s := newShop(t, devsim.New(devsim.Options{}), "")
	t.Setenv(devsim.PortVariable, s.port)
	whole, err := os.ReadFile(filepath.Join(s.dir, "facetill.toml"))
	if err != nil {
		t.Fatal(err)
	}
	shop, dev, found := strings.Cut(string(whole), "[device]\n")
	if !found {
		t.Fatal("the shop's configuration has no device")
	}
	s.write(t, "device.toml", "[terminal]\ndevice_id = \"D-1\"\n[device]\n"+dev)
	p := newTill(t).start("device", "serve", "-o", "json", "--listen", "127.0.0.1:0", "--config", filepath.Join(s.dir, "device.toml"))
	var says struct {
		URL       string
		CAFile    string `json:"ca_file"`
		TokenFile string `json:"token_file"`
		Simulated bool
	}
	if err := json.Unmarshal([]byte(p.line(`"serving"`)), &says); err != nil || says.Simulated {
		t.Fatalf("%+v, %v", says, err)
	}
	s.write(t, "facetill.toml", shop+fmt.Sprintf("[device]\nadapter = \"bridge\"\n[device.bridge]\nurl = %q\ntoken_file = %q\nca_file = %q\n", says.URL, says.TokenFile, says.CAFile))
	s.run(t, exe, 0, `"outcome":"paid"`, "pay", "12.80", "-o", "json")
	s.run(t, exe, 4, `"err_code":"USER_CANCEL"`, "pay", "900.01", "-o", "json")
	s.run(t, exe, 0, `"outcome":"paid"`, "status", "-o", "json", s.charged(t))
	if code := p.ends(syscall.SIGTERM).code; code != 0 {
		t.Errorf("the bridge ends with %d", code)
	}

	// A simulated camera is not charged for real.
	p = newTill(t).start("device", "serve", "-o", "json", "--listen", "127.0.0.1:0", "--sim")
	if err := json.Unmarshal([]byte(p.line(`"serving"`)), &says); err != nil {
		t.Fatal(err)
	}
	s.write(t, "facetill.toml", shop+fmt.Sprintf("[device]\nadapter = \"bridge\"\n[device.bridge]\nurl = %q\ntoken_file = %q\nca_file = %q\n", says.URL, says.TokenFile, says.CAFile))
	s.run(t, exe, 69, `"err_code":"DEVICE_ACCESS"`, "pay", "12.80", "-o", "json")
	s.charged(t) // still one
	if code := p.ends(syscall.SIGTERM).code; code != 0 {
		t.Errorf("the bridge ends with %d", code)
	}
}
