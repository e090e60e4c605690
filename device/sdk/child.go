package sdk

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"facetill/device/bridge"
)

// child is one running child process.
type child struct {
	cmd    *exec.Cmd
	client *bridge.Client
	stdin  io.Closer // its end tells the child to go
	dead   chan struct{}
	exit   error // why it ended; read it after dead is closed
	// stopped: a stop was sent beside the capture that runs now.
	stopped atomic.Bool
}

// spawn starts the child and waits for its READY line.
func spawn(ctx context.Context, o HostOptions, limit time.Duration) (*child, error) {
	token := rand.Text()
	cmd := exec.Command(o.Exe, o.Args...)
	cmd.Env = append(environment(o.Withhold), TokenVariable+"="+token)
	cmd.SysProcAttr = ownGroup()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = w, w
	err = cmd.Start()
	_ = w.Close()
	if err != nil {
		_ = r.Close()
		return nil, err
	}
	c := &child{cmd: cmd, stdin: stdin, dead: make(chan struct{})}
	go func() {
		c.exit = cmp.Or(cmd.Wait(), errEnded)
		close(c.dead)
	}()
	ready := make(chan string, 1)
	go listen(r, ready, o.Log)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	select {
	case addr := <-ready:
		c.client = bridge.NewClient("http://"+addr, token, nil)
		return c, nil
	case <-c.dead:
		return nil, fmt.Errorf("%s ended before it was ready: %w", o.Exe, c.exit)
	case <-ctx.Done():
		c.kill()
		return nil, fmt.Errorf("%s was not ready in time: %w", o.Exe, context.Cause(ctx))
	}
}

// kill ends the process at once and waits until it is gone.
func (c *child) kill() {
	_ = c.cmd.Process.Kill() // it may have ended by itself
	<-c.dead
	_ = c.stdin.Close()
}

// alive reports whether the process still runs.
func (c *child) alive() bool {
	select {
	case <-c.dead:
		return false
	default:
		return true
	}
}

var errEnded = errors.New("it ended by itself")

// environment is ours without the variables that hold secrets.
func environment(withhold []string) []string {
	return slices.DeleteFunc(os.Environ(), func(kv string) bool {
		name, _, _ := strings.Cut(kv, "=")
		return slices.Contains(withhold, name)
	})
}
