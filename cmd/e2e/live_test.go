package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// sink keeps what a running program writes.
type sink struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// live is a program that runs.
type live struct {
	t         testing.TB
	cmd       *exec.Cmd
	out, talk sink
}

// start begins a call.
func (m *till) start(args ...string) *live { return startCommand(m.t, m.command(args...)) }

func startCommand(t testing.TB, cmd *exec.Cmd) *live {
	t.Helper()
	p := &live{t: t, cmd: cmd}
	if cmd.Stdout == nil {
		cmd.Stdout = &p.out
	}
	cmd.Stderr = &p.talk
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return p
}

// until waits until the program has written a text to stdout or stderr.
func (p *live) until(text string) {
	p.t.Helper()
	eventually(p.t, text, func() bool { return strings.Contains(p.out.String()+p.talk.String(), text) })
}

// line waits for a line on stdout that has a text, and returns it.
func (p *live) line(text string) string {
	p.t.Helper()
	p.until(text)
	for line := range strings.Lines(p.out.String()) {
		if strings.Contains(line, text) && strings.HasSuffix(line, "\n") {
			return line
		}
	}
	p.t.Fatalf("no line with %q on stdout", text)
	return ""
}

// ends waits for the end, after a signal where one is given.
func (p *live) ends(signals ...os.Signal) said {
	p.t.Helper()
	for _, s := range signals {
		if err := p.cmd.Process.Signal(s); err != nil {
			p.t.Fatal(err)
		}
	}
	_ = p.cmd.Wait()
	s := said{p.cmd.ProcessState.ExitCode(), p.out.String(), p.talk.String()}
	if p.cmd.Stdout == &p.out {
		holdLines(p.t, p.cmd, s.out)
	}
	return s
}

// eventually waits for a condition. The minute is for a machine that is busy,
// and no part of what is tested.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in vain: %s", what)
		}
	}
}
