package config

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Example is the commented configuration with every key.
//
//go:embed example.toml
var Example string

// Init writes the example to a file that does not exist yet, readable by its
// owner alone, because a key may be written into it later.
func Init(path string) error {
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	var f *os.File
	if err == nil {
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s exists already and is never overwritten; name another file, or move it away", path)
		}
	}
	if err == nil {
		_, err = f.WriteString(Example)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	return nil
}
