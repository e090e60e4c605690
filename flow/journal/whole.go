package journal

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// fileHeader is what every SQLite file begins with, in bytes.
const fileHeader = 100

// checkWhole refuses a file that ends inside a page. SQLite sees that whole pages
// are missing, but takes such a page for one that ends in zeros. While a WAL has
// something the page may still be in it, and it is the WAL that has to be whole.
func checkWhole(path string) error {
	if err := checkWAL(path + walSuffix); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, fileHeader)
	switch n, err := io.ReadFull(f, header); {
	case n > 0 && err != nil:
		// SQLite takes one byte for no file at all, and would begin anew.
		return fmt.Errorf("%w (it ends after %d bytes)", ErrDamaged, n)
	case err != nil || !walEmpty(path):
		return nil
	}
	size := int64(binary.BigEndian.Uint16(header[16:])) // bytes in a page, where 1 stands for 65536
	if size == 1 {
		size = 65536
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	// Another process may have begun to write meanwhile: then its WAL shows it.
	if size < 512 || info.Size()%size == 0 || !walEmpty(path) {
		return nil
	}
	return fmt.Errorf("%w (it ends inside a page, after %d bytes)", ErrDamaged, info.Size())
}

func walEmpty(path string) bool {
	info, err := os.Stat(path + walSuffix)
	return err != nil || info.Size() == 0
}
