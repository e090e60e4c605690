package journal

import (
	"context"
	"database/sql"
	"errors"
)

// Meta reads a row; false where there is none.
func Meta(ctx context.Context, q Asker, key string) (value string, is bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, err
}

// PutMeta writes a row; the seal has to be written after it.
func PutMeta(ctx context.Context, tx *sql.Tx, key, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
	return err
}
