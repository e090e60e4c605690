package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// elfLibrary is the smallest header of a library for Linux.
func elfLibrary(class, machine string) string {
	head := "\x7fELF" + class + "\x01\x01" + strings.Repeat("\x00", 9) + "\x03\x00" + machine + "\x01\x00\x00\x00"
	return head + strings.Repeat("\x00", 40)
}

func peLibrary(machine string) string {
	return "MZ" + strings.Repeat("\x00", 58) + "\x40\x00\x00\x00PE\x00\x00" + machine + strings.Repeat("\x00", 400)
}

// TestDoctorOnLibraries: one of the other bitness, one of another system, one
// of another processor, one that is none, and one that is not there.
func TestDoctorOnLibraries(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ data, says string }{
		"lib32.so":   {elfLibrary("\x01", "\x03\x00"), "is 32-bit for Linux (386), and the program that loads it is 64-bit for Linux (amd64); set [device] host_exe to the 32-bit facetill program"},
		"lib64.so":   {elfLibrary("\x02", "\x3e\x00"), "lib64.so is 64-bit for Linux (amd64)"},
		"arm64.so":   {elfLibrary("\x02", "\xb7\x00"), "set [device] host_exe to the facetill program for arm64"},
		"win32.dll":  {peLibrary("\x4c\x01"), "is 32-bit for Windows (386), and the program that loads it is 64-bit for Linux (amd64); install the face SDK for Linux"},
		"win64.dll":  {peLibrary("\x64\x86"), "is 64-bit for Windows (amd64)"},
		"text.dll":   {"no library at all", "is no library or program of Windows, Linux or macOS"},
		"missing.so": {"", "no such file or directory; install the face SDK or correct device.library"},
	} {
		t.Run(name, func(t *testing.T) {
			library := filepath.Join(dir, "刷脸 "+name)
			if c.data != "" {
				if err := os.WriteFile(library, []byte(c.data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out := doctorSays(t, dir, fmt.Sprintf("[wechat]\nadapter = \"sim\"\n[store]\nid = \"S\"\nname = \"S\"\n[terminal]\ndevice_id = \"D\"\n"+
				"[device]\nadapter = \"sdk\"\nlibrary = %q\n", library), 9)
			if !strings.Contains(out, c.says) || !strings.Contains(out, "bad   device") {
				t.Errorf("no line with %q:\n%s", c.says, out)
			}
			if (name == "lib64.so") != strings.Contains(out, "ok    device") {
				t.Errorf("a library that fits, and no other, has an ok line:\n%s", out)
			}
		})
	}
}
