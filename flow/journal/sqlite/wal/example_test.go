package wal_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"facetill/flow/journal"
	"facetill/flow/journal/sqlite/wal"
)

// Before SQLite opens a journal, its log is looked at. One without a log has lost none.
func ExampleCheck() {
	dir, err := os.MkdirTemp("", "facetill")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	err = wal.Check(filepath.Join(dir, "facetill.db"))
	fmt.Println(err, errors.Is(err, journal.ErrDamaged))
	// Output: <nil> false
}
