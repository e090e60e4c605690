package sdk

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Check returns what the library is built for, and an error where exe cannot load
// it; it reads both files and loads neither. exe is the program that the child
// process runs; "" is this one.
func Check(library, exe string) (Binary, error) {
	if err := checkPath(library); err != nil {
		return Binary{}, err
	}
	b, err := Inspect(library)
	if err != nil {
		return Binary{}, fmt.Errorf("device library: %w; correct device.library", err)
	}
	if isScript(exe) {
		return b, nil // what it starts is seen when it runs
	}
	program, err := loader(exe)
	if err != nil {
		return b, err
	}
	return b, b.fits(library, program)
}

// isScript reports whether a host is started by a script: one that sets something up
// first, or runs the program under another.
func isScript(exe string) bool {
	switch strings.ToLower(filepath.Ext(exe)) {
	case ".bat", ".cmd":
		return true
	}
	f, err := os.Open(exe)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [2]byte
	_, err = io.ReadFull(f, head[:])
	return err == nil && string(head[:]) == "#!"
}

// loader is what the program that loads the library is built for.
func loader(exe string) (Binary, error) {
	us := binary(runtime.GOOS, runtime.GOARCH)
	if own, err := os.Executable(); exe == "" || err == nil && exe == own {
		return us, nil
	}
	b, err := Inspect(exe)
	if err != nil {
		return Binary{}, fmt.Errorf("device.host_exe: %w; name the facetill program of the library's bitness", err)
	}
	if b.OS != us.OS {
		return Binary{}, fmt.Errorf("device.host_exe %s is a program for %s and does not run on %s; name the facetill build for %s",
			exe, systems[b.OS], systems[us.OS], systems[us.OS])
	}
	return b, nil
}

var systems = map[string]string{"windows": "Windows", "linux": "Linux", "darwin": "macOS"}

// String is such as "32-bit for Windows (386)".
func (b Binary) String() string {
	return fmt.Sprintf("%d-bit for %s (%s)", b.Bits, systems[b.OS], strings.Join(b.Arch, ", "))
}

// fits returns why a program cannot load the library at path, and what to do.
func (b Binary) fits(path string, program Binary) error {
	share := slices.ContainsFunc(program.Arch, func(arch string) bool { return slices.Contains(b.Arch, arch) })
	var try string
	switch {
	case b.OS == program.OS && share:
		return nil
	case b.OS != program.OS:
		try = fmt.Sprintf("install the face SDK for %s", systems[program.OS])
	case b.Bits == 32 && program.Bits == 64:
		try = "set [device] host_exe to the 32-bit facetill program, which then loads it for this one"
	case b.Bits == 64 && program.Bits == 32:
		try = "use the 64-bit facetill program, or set [device] host_exe to it"
	default:
		try = fmt.Sprintf("set [device] host_exe to the facetill program for %s", strings.Join(b.Arch, ", "))
	}
	return fmt.Errorf("device library %s is %s, and the program that loads it is %s; %s", path, b, program, try)
}
