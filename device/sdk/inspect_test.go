package sdk

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestInspectOurselves(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Inspect(exe)
	if err != nil || !b.runsOn(runtime.GOOS, runtime.GOARCH) {
		t.Errorf("got %+v, %v", b, err)
	}
	if err := fits(exe, "windows", "mips"); err == nil || !strings.Contains(err.Error(), "host_exe") {
		t.Errorf("another system's library: %v", err)
	}
}

// TestInspectHeaders reads the smallest files that carry each header.
func TestInspectHeaders(t *testing.T) {
	pe := func(machine string) string {
		head := "MZ" + strings.Repeat("\x00", 58) + "\x40\x00\x00\x00"
		return head + "PE\x00\x00" + machine + strings.Repeat("\x00", 400)
	}
	for name, tt := range map[string]struct {
		data string
		arch string
		bits int
	}{
		"x64":   {pe("\x64\x86"), "amd64", 64},
		"x86":   {pe("\x4c\x01"), "386", 32},
		"arm64": {pe("\x64\xaa"), "arm64", 64},
	} {
		b, err := Inspect(tempFile(t, "WxpayFaceSDK.dll", tt.data))
		if err != nil || !b.runsOn("windows", tt.arch) || b.Bits != tt.bits {
			t.Errorf("%s: got %+v, %v", name, b, err)
		}
	}
}

func TestPathsThatCannotBe(t *testing.T) {
	text := tempFile(t, "text.dll", "not a library")
	dir := filepath.Dir(text)
	exe, _ := os.Executable()
	for path, part := range map[string]string{
		"WxpayFaceSDK.dll":            "absolute",
		"":                            "absolute",
		filepath.Join(dir, "none.so"): "install",
		dir:                           "not a file",
		text:                          "no library",
		exe:                           "", // a program: what the system says
	} {
		_, err := Open(path)
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: got %v, want an error about %q", path, err, part)
		}
		if path == exe {
			continue
		}
		if _, err := NewHost(HostOptions{Library: path}); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q as a host's: got %v", path, err)
		}
	}
}
