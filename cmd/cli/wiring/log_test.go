package wiring

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/cmd/config"
)

func logOf(path, format string) config.Log {
	return config.Log{File: path, Level: "info", Format: format, MaxSize: 100_000, MaxAge: config.Duration{Duration: 24 * time.Hour}}
}

// Each line of the log is one of its format, also what another program printed.
func TestTheFormatsOfTheLog(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		path := filepath.Join(t.TempDir(), "facetill.log")
		l := newLog(logOf(path, format))
		l.Warn("device", "error", errors.New("two\nlines"))
		l.Debug("below its level")
		fmt.Fprintln(l.Lines("device"), "library says hello")
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(lines) != 2 || !strings.Contains(lines[1], "library says hello") {
			t.Fatalf("%s: %q", format, lines)
		}
		for _, line := range lines {
			var of struct{ Time, Level, Msg, Error, Says string }
			err := json.Unmarshal([]byte(line), &of)
			if format == "json" && (err != nil || of.Time == "" || of.Level == "" || of.Msg != "device" || of.Error+of.Says == "") {
				t.Errorf("%q: %+v, %v", line, of, err)
			}
			if format == "text" && !strings.HasPrefix(line, "time=") {
				t.Errorf("%q", line)
			}
		}
	}
}

// That the log cannot be written is said once, to who is named before or behind it.
func TestTheLogSaysWhatAilsIt(t *testing.T) {
	for _, late := range []bool{false, true} {
		var talk bytes.Buffer
		path := t.TempDir()
		l := newLog(logOf(path, "text"))
		if !late {
			l.Tell(&talk)
		}
		l.Warn("one")
		l.Warn("two")
		if l.Tell(&talk); strings.Count(talk.String(), path) != 1 {
			t.Errorf("late %t: %q", late, talk.String())
		}
	}
}
