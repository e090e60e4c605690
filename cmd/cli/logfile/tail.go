package logfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Tail is the end of what was written, whole lines of at most so many bytes, also from
// the file that was put aside last. It is empty where there is no log.
func Tail(path string, most int64) ([]byte, error) {
	text, err := endOf(path, most)
	if err != nil {
		return nil, err
	}
	if files := old(path); len(files) > 0 && int64(len(text)) < most {
		before, err := endOf(files[0], most-int64(len(text)))
		if err != nil {
			return nil, err
		}
		text = append(before, text...)
	}
	return text, nil
}

// endOf is the end of one file, from the beginning of a line on.
func endOf(path string, most int64) ([]byte, error) {
	size, err := sizeOf(path)
	if err != nil || path == "" {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	from := max(0, size-most)
	text, err := io.ReadAll(io.NewSectionReader(file, from, size-from))
	if from > 0 {
		_, text, _ = bytes.Cut(text, []byte{'\n'})
	}
	return text, err
}
