package sdk

import (
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"fmt"
	"os"
)

// Binary is what a library or program file is built for.
type Binary struct {
	OS   string   // as GOOS: windows, linux, darwin
	Arch []string // as GOARCH; several in a universal file of macOS
	Bits int      // 32 or 64
}

var (
	peArch    = map[uint16]string{pe.IMAGE_FILE_MACHINE_AMD64: "amd64", pe.IMAGE_FILE_MACHINE_I386: "386", pe.IMAGE_FILE_MACHINE_ARM64: "arm64"}
	elfArch   = map[elf.Machine]string{elf.EM_X86_64: "amd64", elf.EM_386: "386", elf.EM_AARCH64: "arm64", elf.EM_ARM: "arm"}
	machoArch = map[macho.Cpu]string{macho.CpuAmd64: "amd64", macho.CpuArm64: "arm64", macho.Cpu386: "386"}
)

// Inspect reads what a library or program is built for, on any system and
// without loading it.
func Inspect(path string) (Binary, error) {
	r, err := os.Open(path)
	if err != nil {
		return Binary{}, err
	}
	defer r.Close()
	var b Binary
	if f, err := pe.NewFile(r); err == nil {
		b = binary("windows", peArch[f.Machine])
	} else if f, err := elf.NewFile(r); err == nil {
		b = binary("linux", elfArch[f.Machine])
	} else if f, err := macho.NewFile(r); err == nil {
		b = binary("darwin", machoArch[f.Cpu])
	} else if f, err := macho.NewFatFile(r); err == nil {
		b = Binary{OS: "darwin", Bits: 64}
		for _, a := range f.Arches {
			b.Arch = append(b.Arch, machoArch[a.Cpu])
		}
	}
	if b.Bits == 0 {
		return Binary{}, fmt.Errorf("%s is no library or program of Windows, Linux or macOS", path)
	}
	return b, nil
}

// binary is for one architecture; the zero Binary where facetill is not built for it.
func binary(os, arch string) Binary {
	switch arch {
	case "":
		return Binary{}
	case "386", "arm":
		return Binary{os, []string{arch}, 32}
	}
	return Binary{os, []string{arch}, 64}
}
