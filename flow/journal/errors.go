package journal

import (
	"errors"
	"fmt"
)

// Errors of an engine that opens a journal.
var (
	// ErrNewer: a newer facetill wrote it.
	ErrNewer = errors.New("a newer facetill wrote this journal; use that version")
	// ErrForeign: it has open attempts of another merchant, or of the other world.
	ErrForeign = errors.New("this journal has open attempts that are not this till's")
	// ErrInUse: an older version has it open, and would write what this one cannot read.
	ErrInUse = errors.New("an older facetill has this journal open; close its till and what else runs, and again")
	// ErrDamaged: it is not a journal, or was cut or changed.
	ErrDamaged = errors.New("this file is not a whole journal; keep it, restore a copy and run journal verify")
	// ErrWorld: simulated and real sales are never kept in one journal.
	ErrWorld = errors.New("this journal is of the other world")
)

// damage is ErrDamaged with what was found.
type damage struct{ what string }

func (d *damage) Error() string { return ErrDamaged.Error() + " (" + d.what + ")" }
func (d *damage) Unwrap() error { return ErrDamaged }

// Damaged returns [ErrDamaged] with what was found.
func Damaged(format string, args ...any) error { return &damage{fmt.Sprintf(format, args...)} }

// found is what an error found, without what every report says anyway.
func found(err error) string {
	if d, is := errors.AsType[*damage](err); is {
		return d.what
	}
	return err.Error()
}
