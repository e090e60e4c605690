package wiring

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"facetill/cmd/config"
	"facetill/flow/field"
)

// Log is the log for developers. It is opened by its first line: a command
// that has nothing to tell leaves no file behind.
type Log struct {
	*slog.Logger
	mu    sync.Mutex
	path  string // "" when nothing is written, or no more
	file  *os.File
	plain *field.Writer // file, without what can move a cursor
}

func newLog(c config.Log) *Log {
	l := &Log{path: c.File}
	var level slog.Level
	if level.UnmarshalText([]byte(c.Level)) != nil {
		level = slog.LevelInfo
	}
	l.Logger = slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: level}))
	return l
}

// Write appends to the file. A log that cannot be written stops nothing.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.path == "" {
		return len(p), nil
	}
	if l.file == nil {
		_ = os.MkdirAll(filepath.Dir(l.path), 0o700)
		f, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			l.path = ""
			return len(p), nil
		}
		l.file, l.plain = f, field.NewWriter(f)
	}
	_, _ = l.plain.Write(p)
	return len(p), nil
}

// Close ends it; later lines are dropped.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.path = ""; l.file == nil {
		return nil
	}
	return l.file.Close()
}
