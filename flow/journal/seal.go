package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// The seal is a sum over the schema as the engine keeps it, its version and the
// journal's id: a bit that flips there changes what every row means.

// Seal writes it.
func Seal(ctx context.Context, tx *sql.Tx) error {
	sum, err := sealOf(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('seal', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", sum)
	return err
}

func checkSeal(ctx context.Context, tx *sql.Tx) error {
	want, err := sealOf(ctx, tx)
	if err != nil {
		return err
	}
	var have string
	err = tx.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'seal'").Scan(&have)
	if errors.Is(err, sql.ErrNoRows) || err == nil && have != want {
		err = Damaged("its tables or its id are not as they were made")
	}
	return err
}

// sealOf leaves out where the tables lie: that changes in a copy.
func sealOf(ctx context.Context, tx *sql.Tx) (string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master UNION ALL SELECT key, value, '', '' FROM meta WHERE key <> 'seal' ORDER BY 1, 2")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var texts []string
	for rows.Next() {
		var part [4]string
		if err := rows.Scan(&part[0], &part[1], &part[2], &part[3]); err != nil {
			return "", err
		}
		texts = append(texts, part[:]...)
	}
	return fmt.Sprintf("%016x", uint64(Sum(texts...))), rows.Err()
}
