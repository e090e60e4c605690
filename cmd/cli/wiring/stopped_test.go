package wiring_test

import (
	"context"
	"strings"
	"testing"

	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
)

// stop ends a context as soon as something is said.
type stop func()

func (s stop) Write(p []byte) (int, error) { s(); return len(p), nil }

// A signal that comes while the journal is opened, or read for the press, is called
// one: "context canceled" is nobody's word.
func TestSignalAtTheJournal(t *testing.T) {
	for when, end := range map[string]func(context.CancelFunc) stop{
		"before it is open": func(end context.CancelFunc) stop { end(); return func() {} },
		"before the press":  func(end context.CancelFunc) stop { return stop(end) }, // a new journal is told
	} {
		t.Run(when, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := wiring.Open(ctx, config.Sim(t.TempDir()), wiring.Needs{Create: true, Press: 1280, Talk: end(cancel)})
			if err == nil || !strings.Contains(err.Error(), "stopped by a signal") {
				t.Errorf("got %v", err)
			}
		})
	}
}
