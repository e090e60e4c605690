//go:build unix && !linux && !darwin

package sqlite

import "errors"

// room is not asked here: the ballast's own bytes show whether there is any.
func room(string) (bytes uint64, err error) { return 0, errors.ErrUnsupported }
