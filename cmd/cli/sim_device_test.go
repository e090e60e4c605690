//go:build gcc && !windows

package cli_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// gccBuild builds a C source of device/standin.
func gccBuild(t *testing.T, source, out string, flags ...string) {
	t.Helper()
	src, err := filepath.Abs("../../device/standin/" + source)
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-O2", "-Wall", "-Wextra", "-Werror", "-o", out, src}, flags...)
	if text, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v: %s", err, text)
	}
}

// `facetill sim --device` serves a program in another language over the
// library, and without the service that program is told.
func TestSimServesTheStandIn(t *testing.T) {
	home := t.TempDir()
	library, example := filepath.Join(home, "刷脸 lib.so"), filepath.Join(home, "example")
	gccBuild(t, "standin.c", library, "-shared", "-fPIC", "-fvisibility=hidden")
	gccBuild(t, "example.c", example, "-ldl")
	line, end := started(t, home, false, "serving", "sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(home, "sim"),
		"--device", "--device-listen", "127.0.0.1:0", "--speed", "50", "-o", "json")
	var serving struct {
		DeviceAddr string `json:"device_addr"`
	}
	if err := json.Unmarshal([]byte(line), &serving); err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(serving.DeviceAddr, ":")
	run := func(want int, part string) {
		t.Helper()
		cmd := exec.Command(example, library)
		cmd.Env = append(os.Environ(), "WXFACE_FAKE_PORT="+port)
		var out strings.Builder
		cmd.Stdout = &out
		if code := exitOf(t, cmd); code != want || !strings.Contains(out.String(), part) {
			t.Errorf("exit %d, want %d with %q:\n%s", code, want, part, out.String())
		}
	}
	run(0, `"rawdata"`)
	if code := end(); code != 0 && code != 130 {
		t.Errorf("the simulator ended with %d", code)
	}
	run(69, "no face service")
}

// What has no token is offered to this machine alone.
func TestSimDeviceAddress(t *testing.T) {
	home := t.TempDir()
	for _, addr := range []string{"0.0.0.0:0", "192.0.2.1:17890", "17890", ":17890"} {
		cmd := program(t, home, "sim", "--dir", filepath.Join(home, "sim"), "--device", "--device-listen", addr)
		if code := exitOf(t, cmd); code != 64 {
			t.Errorf("%s: exit %d, want 64", addr, code)
		}
	}
}
