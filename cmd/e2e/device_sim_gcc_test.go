//go:build gcc && !windows

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// compiled runs a compiler in device/standin.
func compiled(t *testing.T, compiler string, args ...string) {
	t.Helper()
	cmd := exec.Command(compiler, args...)
	cmd.Dir = "../../device/standin"
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", compiler, err, text)
	}
}

// `facetill sim --device` serves programs in other languages over the library,
// and without the service those programs are told.
func TestSimServesTheStandIn(t *testing.T) {
	m := newTill(t)
	dir := filepath.Join(m.home, "刷脸 店")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	library := filepath.Join(dir, "libWxpayFaceSDK.so")
	c, cpp, cs := filepath.Join(dir, "example-c"), filepath.Join(dir, "example-cpp"), filepath.Join(dir, "example.exe")
	strict := []string{"-O2", "-Wall", "-Wextra", "-Werror", "-o"}
	compiled(t, "gcc", append(strict, library, "-shared", "-fPIC", "-fvisibility=hidden", "standin.c")...)
	compiled(t, "gcc", append(strict, c, "example.c", "-ldl")...)
	compiled(t, "g++", append(strict, cpp, "-x", "c++", "example.c", "-ldl")...)
	compiled(t, "mcs", "-warnaserror", "-out:"+cs, "example.cs")
	p := m.start("sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(m.home, "sim"),
		"--device", "--device-listen", "127.0.0.1:0", "--speed", "50", "-o", "json")
	var serving struct {
		DeviceAddr string `json:"device_addr"`
	}
	if err := json.Unmarshal([]byte(p.line("serving")), &serving); err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(serving.DeviceAddr, ":")
	run := func(want int, part string) {
		t.Helper()
		for _, example := range [][]string{{c, library}, {cpp, library}, {"mono", cs}} {
			cmd := exec.Command(example[0], example[1:]...)
			cmd.Env = append(os.Environ(), "WXFACE_FAKE_PORT="+port, "LD_LIBRARY_PATH="+dir)
			var out strings.Builder
			cmd.Stdout = &out
			if code := m.end(cmd).code; code != want || !strings.Contains(out.String(), part) {
				t.Errorf("%s: exit %d, want %d with %q:\n%s", example[0], code, want, part, out.String())
			}
		}
	}
	run(0, `"rawdata"`)
	if code := p.ends(syscall.SIGTERM).code; code != 0 && code != 130 {
		t.Errorf("the simulator ended with %d", code)
	}
	run(69, "no face service")
}

// What has no token is offered to this machine alone.
func TestSimDeviceAddress(t *testing.T) {
	m := newTill(t)
	for _, addr := range []string{"0.0.0.0:0", "192.0.2.1:17890", "17890", ":17890"} {
		cmd := m.command("sim", "--dir", filepath.Join(m.home, "sim"), "--device", "--device-listen", addr)
		if code := m.end(cmd).code; code != 64 {
			t.Errorf("%s: exit %d, want 64", addr, code)
		}
	}
}
