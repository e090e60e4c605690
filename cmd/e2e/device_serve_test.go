//go:build !windows

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"facetill/device/bridge"
	devsim "facetill/device/sim"
	"facetill/flow"
)

// bridged writes the configuration of a till whose camera is elsewhere.
func (m *till) bridged(url, token, ca string) (file string) {
	m.t.Helper()
	file = filepath.Join(m.home, "till.toml")
	text := fmt.Sprintf("[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"bridge\"\n[device.bridge]\nurl = %q\ntoken_file = %q\nca_file = %q\n", url, token, ca)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return file
}

// payFar makes a sale with such a till.
func (m *till) payFar(file, amount string) (code int, result map[string]any) {
	m.t.Helper()
	s := m.run("pay", amount, "--config", file, "-o", "json", "--new")
	return s.code, s.result(m.t)
}

// TestDeviceServe: `device serve` on one machine, a till on another.
func TestDeviceServe(t *testing.T) {
	t.Parallel()
	far, near := newTill(t), newTill(t)
	serve := func() (map[string]string, func() int) {
		p := far.start("device", "serve", "--sim", "-o", "json", "--listen", "127.0.0.1:0")
		var all map[string]any
		if err := json.Unmarshal([]byte(p.line(`"serving"`)), &all); err != nil || all["simulated"] != true {
			t.Fatalf("%v, %v", all, err)
		}
		says := map[string]string{}
		for name, value := range all {
			says[name], _ = value.(string)
		}
		return says, func() int { return p.ends(syscall.SIGTERM).code }
	}
	says, end := serve()
	for _, name := range []string{"ca_file", "token_file"} {
		if info, err := os.Stat(says[name]); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", says[name], info, err)
		}
	}
	file := near.bridged(says["url"], says["token_file"], says["ca_file"])
	if code, result := near.payFar(file, "12.80"); code != 0 || result["outcome"] != "paid" || result["method"] != "face" || result["simulated"] != true {
		t.Errorf("a sale: exit %d, %v", code, result)
	}
	if code, result := near.payFar(file, "900.01"); code != 4 || result["err_code"] != "USER_CANCEL" {
		t.Errorf("a customer who left: exit %d, %v", code, result)
	}
	t.Run("a till of that machine is kept out meanwhile", func(t *testing.T) {
		walk := near.command("pay", "900.03", "--config", file)
		if err := walk.Start(); err != nil {
			t.Fatal(err)
		}
		waitForCamera(t, far.journalPath())
		if err := walk.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		_ = walk.Wait()
		for limit := time.Now().Add(time.Minute); cameraTaken(t, far.journalPath()); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(limit) {
				t.Fatal("the camera was never given back")
			}
		}
	})
	strangers(t, says)
	if code := end(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
	again, end := serve()
	if again["fingerprint"] != says["fingerprint"] || again["token_file"] != says["token_file"] {
		t.Errorf("after a restart the till would have to be told anew: %v", again)
	}
	if code := end(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
}

// strangers are tills with a wrong token or another pin: surely not charged, with
// a text that says why and holds no token.
func strangers(t *testing.T, says map[string]string) {
	t.Helper()
	dir := t.TempDir()
	token := filepath.Join(dir, "token.txt")
	if err := os.WriteFile(token, []byte("AAAAAAAAAAAAAAAAAAAAAAAAAA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "cert.pem")
	if _, err := bridge.Certificate(other, filepath.Join(dir, "key.pem"), []string{"127.0.0.1"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	for text, keys := range map[string][2]string{
		"token is missing or wrong": {token, says["ca_file"]},
		"not the pinned one":        {says["token_file"], other},
	} {
		m := newTill(t)
		code, result := m.payFar(m.bridged(says["url"], keys[0], keys[1]), "12.80")
		message, _ := result["message"].(string)
		if code != 69 || result["err_code"] != "DEVICE_ACCESS" || !strings.Contains(message, text) || strings.Contains(message, "AAAA") {
			t.Errorf("%s: exit %d, %v", text, code, result)
		}
	}
}

// A reader of stdout that went away ends no bridge.
func TestDeviceServeWithoutAReader(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	_ = ln.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	cmd := m.command("device", "serve", "--sim", "--listen", addr)
	cmd.Stdout, cmd.Stderr = w, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	for limit := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			_ = conn.Close()
			break
		}
		if time.Now().After(limit) {
			t.Fatal(err)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// plug is a TCP proxy that can be pulled out.
type plug struct {
	net.Listener
	to string

	mu    sync.Mutex
	out   bool
	conns []net.Conn
}

func newPlug(t *testing.T, to string) *plug {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &plug{Listener: ln, to: to}
	t.Cleanup(func() { _ = ln.Close(); p.set(true) })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			p.carry(conn)
		}
	}()
	return p
}

func (p *plug) carry(near net.Conn) {
	far, err := net.Dial("tcp", p.to)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil || p.out {
		_ = near.Close()
		if far != nil {
			_ = far.Close()
		}
		return
	}
	p.conns = append(p.conns, near, far)
	go func() { _, _ = io.Copy(far, near); _ = far.Close() }()
	go func() { _, _ = io.Copy(near, far); _ = near.Close() }()
}

func (p *plug) set(out bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out = out
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.conns = nil
}

// TestPayWithTheLineCut: the program itself over a real line that is pulled out in
// the middle of a scan. The customer is done while it is out. Put back, the till
// asks for the answer, and the sale is paid once.
func TestPayWithTheLineCut(t *testing.T) {
	t.Parallel()
	dir, m := t.TempDir(), newTill(t)
	certFile, tokenFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "token.txt")
	cert, err := bridge.Certificate(certFile, filepath.Join(dir, "key.pem"), []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	token, err := bridge.Token(tokenFile)
	if err != nil {
		t.Fatal(err)
	}
	// The customer is done when the test says so.
	done := make(chan time.Time)
	begun := time.Now()
	late := time.Duration(0)
	var mu sync.Mutex
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); return begun.Add(late) }
	term := devsim.New(devsim.Options{Customer: time.Second}).
		WithClock(devsim.Clock{Now: now, After: func(time.Duration) <-chan time.Time { return done }})
	calls := &scans{Terminal: term}
	ctx, cancel := context.WithCancel(context.Background())
	ln, err := bridge.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error)
	go func() {
		served <- bridge.Serve(ctx, ln, cert, bridge.Handler(calls, token, bridge.Options{Simulated: true}), io.Discard)
	}()
	line := newPlug(t, ln.Addr().String())
	file := m.bridged("https://"+line.Addr().String(), tokenFile, certFile)

	pulled := make(chan struct{})
	go func() {
		defer close(pulled)
		reach := func(s devsim.State) {
			for term.State(now()) != s && t.Context().Err() == nil {
				time.Sleep(time.Millisecond)
			}
		}
		reach(devsim.Capturing)
		line.set(true)
		mu.Lock()
		late = 2 * time.Second
		mu.Unlock()
		close(done)
		reach(devsim.Waiting)
		line.set(false)
	}()
	if code, result := m.payFar(file, "12.80"); code != 0 || result["outcome"] != string(flow.OutcomePaid) {
		t.Errorf("exit %d, %v", code, result)
	}
	<-pulled
	orders := bookOrders(t, filepath.Join(m.home, "sim.book"))
	if len(orders) != 1 || orders[0].Deliveries != 1 || !orders[0].Charged(time.Now()) {
		t.Errorf("the book: %+v", orders)
	}
	if n := calls.count(); n != 1 {
		t.Errorf("the customer was asked for his face %d times", n)
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// scans counts the scans of a terminal.
type scans struct {
	*devsim.Terminal
	mu sync.Mutex
	n  int
}

func (c *scans) Call(ctx context.Context, req []byte) ([]byte, error) {
	if bytes.Contains(req, []byte(`"getWxpayfaceCode"`)) {
		c.mu.Lock()
		c.n++
		c.mu.Unlock()
	}
	return c.Terminal.Call(ctx, req)
}

func (c *scans) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}
