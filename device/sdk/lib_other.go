//go:build !windows && !darwin && (!linux || android)

package sdk

import (
	"fmt"
	"runtime"
)

// load refuses: the face SDK exists for Windows, and libraries of its form can
// be loaded on Linux and macOS.
func load(string) (call, release uintptr, err error) {
	return 0, 0, fmt.Errorf("a face library cannot be loaded on %s; use the adapter \"bridge\"", runtime.GOOS)
}

func (*Library) invoke([]byte, uint32, *out) int32 { panic("no library can be open here") }
func (*Library) free(*out)                         { panic("no library can be open here") }

func printAtOnce() {}
