package logfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"facetill/cmd/cli/logfile"
)

func Example() {
	dir, _ := os.MkdirTemp("", "log")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "facetill.log")
	log := logfile.New(logfile.Options{Path: path, MaxSize: 10 << 20, MaxAge: 720 * time.Hour})
	fmt.Fprintln(log, "the device is gone")
	text, _ := logfile.Tail(path, 1<<10)
	fmt.Printf("%s", text)
	// Output: the device is gone
}
