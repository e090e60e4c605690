package support

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"facetill/flow/field"
	"facetill/flow/sharedfile"
)

// ErrThere: an archive never overwrites.
var ErrThere = errors.New("there is something already, and nothing is overwritten; name another file")

// Bundle is an archive in the making, in memory: each part is bounded.
type Bundle struct {
	parts []part
	now   time.Time
}

type part struct {
	name string
	text []byte
}

// Add takes a part, without what can move a cursor. Of one that fails stands what there
// is, and why there is no more.
func (b *Bundle) Add(name string, write func(io.Writer) error) {
	var text bytes.Buffer
	w := field.NewWriter(&text)
	if err := write(w); err != nil {
		fmt.Fprintf(w, "\nnot to be had: %s\n", err)
	}
	b.parts = append(b.parts, part{name, text.Bytes()})
}

// Names are those of the parts.
func (b *Bundle) Names() (names []string) {
	for _, p := range b.parts {
		names = append(names, p.name)
	}
	return names
}

// WriteTo makes the file, whole or not at all, for its owner alone, and returns its size.
func (b *Bundle) WriteTo(path string) (size int64, err error) {
	err = sharedfile.Create(path, func(w io.Writer) error {
		archive := zip.NewWriter(w)
		for _, p := range b.parts {
			entry, err := archive.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: b.now})
			if err == nil {
				_, err = entry.Write(p.text)
			}
			if err != nil {
				return err
			}
		}
		return archive.Close()
	})
	if errors.Is(err, fs.ErrExist) {
		return 0, fmt.Errorf("support bundle: at %s %w", path, ErrThere)
	}
	if err != nil {
		return 0, fmt.Errorf("support bundle %s: %w", path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
