//go:build unix

package cli

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"facetill/cmd/cli/print"
	"facetill/tui/text"
)

// A display is opened with the settings of its till: one that cannot ask for its
// size is as large as the till's screen would be, and not empty.
func TestDisplayHasTheDefaultsOfTheTill(t *testing.T) {
	home, err := os.MkdirTemp("", "ft") // a socket's address is short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	ctx, stop := context.WithCancel(t.Context())
	screen := &paper{}
	g := &global{sim: true, lang: "en", p: print.NewPrinter(io.Discard), s: &stdio{terminal: true, in: strings.NewReader(""), out: screen, getenv: func(name string) string {
		if name == "TERM" {
			return "xterm"
		}
		return map[string]string{"XDG_STATE_HOME": home, "HOME": home}[name]
	}, width: 40, height: 12}}
	end := make(chan error)
	go func() { end <- g.stoppable(g.showDisplay)(ctx, nil) }()
	for {
		select {
		case err := <-end:
			t.Fatal(err)
		case <-time.After(10 * time.Millisecond):
		}
		if strings.Contains(screen.take(), text.English.CustomerNoTill) {
			break
		}
	}
	stop()
	<-end
}
