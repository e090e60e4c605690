package wiring

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"facetill/cmd/cli/logfile"
	"facetill/cmd/config"
)

// Log is the log for developers: lines of slog into a file that ends.
type Log struct {
	*slog.Logger
	file *logfile.File

	mu   sync.Mutex
	talk io.Writer // nil until there is somebody to tell
	ails error     // why it cannot be written, until somebody was told
}

func newLog(c config.Log) *Log {
	l := &Log{}
	l.file = logfile.New(logfile.Options{Path: c.File, MaxSize: int64(c.MaxSize), MaxAge: c.MaxAge.Duration, Complain: l.complain})
	var level slog.Level
	if level.UnmarshalText([]byte(c.Level)) != nil {
		level = slog.LevelInfo
	}
	o := &slog.HandlerOptions{Level: level}
	l.Logger = slog.New(slog.NewTextHandler(l.file, o))
	if c.Format == "json" {
		l.Logger = slog.New(slog.NewJSONHandler(l.file, o))
	}
	return l
}

// Close ends it; later lines are dropped.
func (l *Log) Close() error { return l.file.Close() }

// Lines takes lines of another program's, each written whole.
func (l *Log) Lines(from string) io.Writer { return lines{l, from} }

type lines struct {
	log  *Log
	from string
}

func (w lines) Write(p []byte) (int, error) {
	w.log.Info(w.from, "says", string(bytes.TrimRight(p, "\r\n")))
	return len(p), nil
}

// Tell names who hears, once, that the log cannot be written: it stops nothing.
func (l *Log) Tell(talk io.Writer) {
	l.mu.Lock()
	l.talk = talk
	err := l.ails
	l.mu.Unlock()
	if err != nil {
		l.complain(err)
	}
}

func (l *Log) complain(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ails = err; l.talk != nil {
		l.ails = nil
		fmt.Fprintf(l.talk, "facetill: %s\ntry: [log] file in the configuration; sales need none\n", err)
	}
}
