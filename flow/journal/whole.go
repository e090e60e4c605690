package journal

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// checkWhole refuses a file that ends inside a page. SQLite sees that whole pages
// are missing, but takes such a page for one that ends in zeros. While a WAL has
// something the page may still be in it, and it is the WAL that has to be whole.
func checkWhole(path string) error {
	if !walEmpty(path) {
		return checkWAL(path + "-wal")
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, 18)
	if _, err := io.ReadFull(f, header); err != nil {
		return nil // too short to say; SQLite does
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
	info, err := os.Stat(path + "-wal")
	return err != nil || info.Size() == 0
}
