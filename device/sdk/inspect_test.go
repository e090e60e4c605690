package sdk

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestInspectOurselves(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Inspect(exe)
	if err != nil || b.OS != runtime.GOOS || !slices.Contains(b.Arch, runtime.GOARCH) {
		t.Errorf("got %+v, %v", b, err)
	}
	if _, err := Check(exe, exe); err != nil {
		t.Errorf("what fits itself: %v", err)
	}
}

// peFile and elfFile are the smallest files that carry such a header.
func peFile(machine string) string {
	head := "MZ" + strings.Repeat("\x00", 58) + "\x40\x00\x00\x00"
	return head + "PE\x00\x00" + machine + strings.Repeat("\x00", 400)
}

func elfFile(class, machine string) string {
	head := "\x7fELF" + class + "\x01\x01" + strings.Repeat("\x00", 9) + "\x03\x00" + machine + "\x01\x00\x00\x00"
	if class == "\x01" {
		return head + strings.Repeat("\x00", 32)
	}
	return head + strings.Repeat("\x00", 40)
}

func TestInspectHeaders(t *testing.T) {
	for name, tt := range map[string]struct {
		data, says string
	}{
		"x64":       {peFile("\x64\x86"), "64-bit for Windows (amd64)"},
		"x86":       {peFile("\x4c\x01"), "32-bit for Windows (386)"},
		"arm64":     {peFile("\x64\xaa"), "64-bit for Windows (arm64)"},
		"elf amd64": {elfFile("\x02", "\x3e\x00"), "64-bit for Linux (amd64)"},
		"elf i386":  {elfFile("\x01", "\x03\x00"), "32-bit for Linux (386)"},
		"elf arm64": {elfFile("\x02", "\xb7\x00"), "64-bit for Linux (arm64)"},
	} {
		b, err := Inspect(tempFile(t, "WxpayFaceSDK.dll", tt.data))
		if err != nil || b.String() != tt.says {
			t.Errorf("%s: got %s, %v; want %s", name, b, err, tt.says)
		}
	}
}

// TestFits is every pair of a library and a program that somebody may have.
func TestFits(t *testing.T) {
	of := binary
	universal := Binary{"darwin", []string{"amd64", "arm64"}, 64}
	for _, tt := range []struct {
		library, program Binary
		part             string // of the error; "" fits
	}{
		{of("windows", "amd64"), of("windows", "amd64"), ""},
		{of("windows", "386"), of("windows", "386"), ""},
		{universal, of("darwin", "arm64"), ""},
		{of("windows", "386"), of("windows", "amd64"), "is 32-bit for Windows (386), and the program that loads it is 64-bit for Windows (amd64); set [device] host_exe to the 32-bit"},
		{of("windows", "amd64"), of("windows", "386"), "use the 64-bit facetill"},
		{of("windows", "amd64"), of("windows", "arm64"), "host_exe to the facetill program for amd64"},
		{of("linux", "arm64"), of("linux", "amd64"), "host_exe to the facetill program for arm64"},
		{of("linux", "amd64"), of("windows", "amd64"), "install the face SDK for Windows"},
		{of("windows", "amd64"), of("linux", "amd64"), "install the face SDK for Linux"},
	} {
		err := tt.library.fits("/sdk/lib", tt.program)
		if tt.part == "" && err != nil || tt.part != "" && (err == nil || !strings.Contains(err.Error(), tt.part)) {
			t.Errorf("%s under %s: got %v, want %q", tt.library, tt.program, err, tt.part)
		}
	}
}

// TestHostExeThatCannotBe: the program that is to load the library is judged
// before the library is held against it.
func TestHostExeThatCannotBe(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	foreign := peFile("\x4c\x01")
	if runtime.GOOS == "windows" {
		foreign = elfFile("\x01", "\x03\x00")
	}
	for host, part := range map[string]string{
		filepath.Join(buildDir, "none.exe"):   "device.host_exe",
		tempFile(t, "text.exe", "no program"): "device.host_exe",
		tempFile(t, "foreign.exe", foreign):   "does not run on",
	} {
		if _, err := Check(exe, host); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: got %v, want %q", host, err, part)
		}
		if _, err := NewHost(HostOptions{Library: exe, Exe: host}); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s as a host's: got %v", host, err)
		}
	}
}

// A script may start the host: what it runs is not known before.
func TestHostExeThatIsAScript(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{tempFile(t, "host.sh", "#!/bin/sh\n"), tempFile(t, "host.cmd", "@facetill32.exe %*")} {
		if _, err := Check(exe, host); err != nil {
			t.Errorf("%s: %v", host, err)
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
