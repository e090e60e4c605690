package sdk

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// load finds the library's own dependencies beside it and nowhere in the
// working directory.
func load(path string) (call, release uintptr, err error) {
	h, err := windows.LoadLibraryEx(path, 0, windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR|windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
	switch {
	case errors.Is(err, windows.ERROR_BAD_EXE_FORMAT):
		return 0, 0, fmt.Errorf("it is not built for %s; use the facetill build of its bitness as device.host_exe", runtime.GOARCH)
	case errors.Is(err, windows.ERROR_MOD_NOT_FOUND):
		return 0, 0, fmt.Errorf("it or a library that it needs is missing; install the whole face SDK: %w", err)
	case err != nil:
		return 0, 0, err
	}
	return functions("WxpayFaceSDK", func(name string) (uintptr, error) { return windows.GetProcAddress(h, name) })
}

// invoke calls the library. The conversions to uintptr must stand inside the
// SyscallN expression: only there does the compiler keep the memory alive. The
// return value is a C int, so the upper half of the register is cut off.
func (l *Library) invoke(buf []byte, size uint32, o *out) int32 {
	r, _, _ := syscall.SyscallN(l.call,
		uintptr(unsafe.Pointer(&buf[0])), uintptr(size),
		uintptr(unsafe.Pointer(&o.p)), uintptr(unsafe.Pointer(&o.n)))
	return int32(r)
}

// free releases the answer; what the library leaves in o.p does not count.
func (l *Library) free(o *out) {
	_, _, _ = syscall.SyscallN(l.release, uintptr(unsafe.Pointer(&o.p)))
}

// printAtOnce has the two C libraries of Windows write to stdout without a buffer:
// it is a pipe here, and what a library printed before it crashed is what its
// vendor asks for. A library with a C library of its own inside is out of reach.
func printAtOnce() {
	const unbuffered = 4 // _IONBF
	if crt := windows.NewLazySystemDLL("ucrtbase.dll"); crt.NewProc("__acrt_iob_func").Find() == nil {
		stdout, _, _ := crt.NewProc("__acrt_iob_func").Call(1)
		_, _, _ = crt.NewProc("setvbuf").Call(stdout, 0, unbuffered, 0)
	}
	if crt := windows.NewLazySystemDLL("msvcrt.dll"); crt.NewProc("__iob_func").Find() == nil {
		files, _, _ := crt.NewProc("__iob_func").Call() // an array of FILE: stdin, stdout, stderr
		_, _, _ = crt.NewProc("setvbuf").Call(files+sizeOfFILE, 0, unbuffered, 0)
	}
}

// sizeOfFILE is that of msvcrt: three pointers and five ints, aligned.
const sizeOfFILE = 32 + 16*(unsafe.Sizeof(uintptr(0))/8)
