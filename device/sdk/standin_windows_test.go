//go:build gcc

package sdk

import (
	"errors"
	"os"
)

// standin is the stand-in DLL that a cross compiler built before the tests,
// which run under Windows or wine and have no compiler there.
func standin() (string, error) {
	path := os.Getenv("FACETILL_STANDIN")
	if path == "" {
		return "", errors.New("FACETILL_STANDIN must name the stand-in DLL; build it as device/standin/standin.c says")
	}
	return path, nil
}
