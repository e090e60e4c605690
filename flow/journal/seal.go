package journal

import (
	"context"
	"database/sql"
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
	return PutMeta(ctx, tx, "seal", sum)
}

func checkSeal(ctx context.Context, tx *sql.Tx) error {
	want, err := sealOf(ctx, tx)
	if err != nil {
		return err
	}
	have, _, err := Meta(ctx, tx, "seal")
	if err == nil && have != want {
		err = Damaged("its tables or its id are not as they were made")
	}
	return err
}

// sealOf leaves out where the tables lie: that changes in a copy.
func sealOf(ctx context.Context, tx *sql.Tx) (string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master UNION ALL SELECT key, value, '', '' FROM meta WHERE key <> 'seal' ORDER BY 1, 2")
	found, err := collect(rows, err, func(part *[4]string) []any { return []any{&part[0], &part[1], &part[2], &part[3]} })
	var texts []string
	for _, part := range found {
		texts = append(texts, part[:]...)
	}
	return fmt.Sprintf("%016x", uint64(Sum(texts...))), err
}
