package e2e

import (
	"database/sql"
	"testing"

	_ "modernc.org/sqlite"
)

// tamper changes a row behind the journal's back.
func tamper(t testing.TB, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE attempt SET total_fee = 1"); err != nil {
		t.Fatal(err)
	}
}
