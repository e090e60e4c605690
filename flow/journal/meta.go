package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// Meta reads a row; false where there is none.
func Meta(ctx context.Context, q Asker, key string) (value string, is bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, err
}

// MetaJSON is Meta for a row of JSON; what names it in errors.
func MetaJSON[T any](ctx context.Context, q Asker, key, what string) (value T, is bool, err error) {
	text, is, err := Meta(ctx, q, key)
	if is && json.Unmarshal([]byte(text), &value) != nil {
		return value, false, Damaged("its %s does not read", what)
	}
	return value, is, err
}

// PutMeta writes a row, and the seal over all of them and the tables.
func PutMeta(ctx context.Context, tx *sql.Tx, key, value string) error {
	if err := putMeta(ctx, tx, key, value); err != nil {
		return err
	}
	sum, err := sealOf(ctx, tx)
	if err != nil {
		return err
	}
	return putMeta(ctx, tx, metaSeal, sum)
}

// PutMetaJSON is PutMeta for a row of JSON.
func PutMetaJSON(ctx context.Context, tx *sql.Tx, key string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return PutMeta(ctx, tx, key, string(text))
}

func putMeta(ctx context.Context, tx *sql.Tx, key, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
	return err
}

// metaSeal is a sum over the schema as the engine keeps it, its version and the
// journal's id: a bit that flips there changes what every row means.
const metaSeal = "seal"

func checkSeal(ctx context.Context, tx *sql.Tx) error {
	want, err := sealOf(ctx, tx)
	if err != nil {
		return err
	}
	have, _, err := Meta(ctx, tx, metaSeal)
	if err == nil && have != want {
		err = Damaged("its tables or its id are not as they were made")
	}
	return err
}

// sealOf leaves out where the tables lie: that changes in a copy.
func sealOf(ctx context.Context, tx *sql.Tx) (string, error) {
	found, err := tx.QueryContext(ctx, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master UNION ALL SELECT key, value, '', '' FROM meta WHERE key <> 'seal' ORDER BY 1, 2")
	parts, err := collect(found, err, func(part *[4]string) []any { return []any{&part[0], &part[1], &part[2], &part[3]} })
	var texts []string
	for _, part := range parts {
		texts = append(texts, part[:]...)
	}
	return fmt.Sprintf("%016x", uint64(Sum(texts...))), err
}
