package sdk

import (
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"errors"
	"fmt"
	"io"
	"os"
)

// Binary is what a library or program file is built for.
type Binary struct {
	OS   string   // as GOOS: windows, linux, darwin
	Arch []string // as GOARCH; several in a universal file of macOS
	Bits int      // 32 or 64
}

// Inspect reads what a library or program is built for, on any system and
// without loading it.
func Inspect(path string) (Binary, error) {
	f, err := os.Open(path)
	if err != nil {
		return Binary{}, err
	}
	defer f.Close()
	for _, read := range []func(io.ReaderAt) (Binary, error){inspectPE, inspectELF, inspectMachO, inspectFat} {
		if b, err := read(f); err == nil {
			return b, nil
		}
	}
	return Binary{}, fmt.Errorf("%s is no library or program of Windows, Linux or macOS", path)
}

func inspectPE(r io.ReaderAt) (Binary, error) {
	f, err := pe.NewFile(r)
	if err != nil {
		return Binary{}, err
	}
	return binary("windows", map[uint16]string{
		pe.IMAGE_FILE_MACHINE_AMD64: "amd64", pe.IMAGE_FILE_MACHINE_I386: "386", pe.IMAGE_FILE_MACHINE_ARM64: "arm64",
	}[f.Machine])
}

func inspectELF(r io.ReaderAt) (Binary, error) {
	f, err := elf.NewFile(r)
	if err != nil {
		return Binary{}, err
	}
	return binary("linux", map[elf.Machine]string{
		elf.EM_X86_64: "amd64", elf.EM_386: "386", elf.EM_AARCH64: "arm64", elf.EM_ARM: "arm",
	}[f.Machine])
}

var machoArch = map[macho.Cpu]string{macho.CpuAmd64: "amd64", macho.CpuArm64: "arm64", macho.Cpu386: "386"}

func inspectMachO(r io.ReaderAt) (Binary, error) {
	f, err := macho.NewFile(r)
	if err != nil {
		return Binary{}, err
	}
	return binary("darwin", machoArch[f.Cpu])
}

func inspectFat(r io.ReaderAt) (Binary, error) {
	f, err := macho.NewFatFile(r)
	if err != nil {
		return Binary{}, err
	}
	b := Binary{OS: "darwin", Bits: 64}
	for _, a := range f.Arches {
		b.Arch = append(b.Arch, machoArch[a.Cpu])
	}
	return b, nil
}

func binary(os, arch string) (Binary, error) {
	switch arch {
	case "":
		return Binary{}, errors.New("a machine that facetill is not built for")
	case "386", "arm":
		return Binary{os, []string{arch}, 32}, nil
	}
	return Binary{os, []string{arch}, 64}, nil
}
