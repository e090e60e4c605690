//go:build (linux && !android) || darwin

package sdk

import (
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
)

func load(path string) (call, release uintptr, err error) {
	h, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return 0, 0, err
	}
	return functions("the face SDK", func(name string) (uintptr, error) { return purego.Dlsym(h, name) })
}

// invoke calls the library. The conversions to uintptr must stand inside the
// SyscallN expression: only there does the compiler keep the memory alive. The
// return value is a C int, so the upper half of the register is cut off.
func (l *Library) invoke(buf []byte, size uint32, o *out) int32 {
	r, _, _ := purego.SyscallN(l.call,
		uintptr(unsafe.Pointer(&buf[0])), uintptr(size),
		uintptr(unsafe.Pointer(&o.p)), uintptr(unsafe.Pointer(&o.n)))
	return int32(r)
}

// free releases the answer; what the library leaves in o.p does not count.
func (l *Library) free(o *out) {
	_, _, _ = purego.SyscallN(l.release, uintptr(unsafe.Pointer(&o.p)))
}

// printAtOnce has the C library write out each line of stdout, which is a pipe
// here: what a library printed before it crashed is what its vendor asks for.
func printAtOnce() {
	const lineBuffered = 1 // _IOLBF
	name := "stdout"
	if runtime.GOOS == "darwin" {
		name = "__stdoutp"
	}
	stdout, err := purego.Dlsym(purego.RTLD_DEFAULT, name)
	if err != nil {
		return
	}
	setvbuf, err := purego.Dlsym(purego.RTLD_DEFAULT, "setvbuf")
	if err != nil {
		return
	}
	// The symbol is the address of a FILE *.
	_, _, _ = purego.SyscallN(setvbuf, **(**uintptr)(unsafe.Pointer(&stdout)), 0, lineBuffered, 0)
}
