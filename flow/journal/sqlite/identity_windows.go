package sqlite

import (
	"os"
	"strconv"

	"golang.org/x/sys/windows"
)

// identify returns what tells a file from a copy of it: its FileId. "" where the
// file system has none.
func identify(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var info windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(windows.Handle(f.Fd()), &info); err != nil {
		return "", err
	}
	id := uint64(info.FileIndexHigh)<<32 | uint64(info.FileIndexLow)
	if id == 0 {
		return "", nil
	}
	return strconv.FormatUint(id, 10), nil
}
