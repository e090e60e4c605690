//go:build linux

package e2e

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// anotherWeChat takes connections, counts them and answers none.
func anotherWeChat(t *testing.T) (url string, asked *atomic.Int64) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	asked = &atomic.Int64{}
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			_ = c.Close()
		}
	}()
	return "https://" + ln.Addr().String(), asked
}

// S50: WeChat's host changed in the configuration while an attempt is open. It
// was charged at the other one: every command that could ask says so with 64,
// and the new host is not asked.
func TestS50_AnotherWeChat(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	server := m.start("sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(m.home, "sim"), "-o", "json")
	server.until("serving")
	var serving map[string]any
	if err := json.Unmarshal([]byte(strings.SplitAfter(server.out.String(), "\n")[0]), &serving); err != nil {
		t.Fatal(err)
	}
	file := m.configured(serving, "")
	m.killed("after pay 1", "pay", "12.80", "--config", file, "-o", "json", "--ref", "K", "--auth-code", "134567890123456701")
	url, asked := anotherWeChat(t)
	m.configured(serving, url)
	for _, args := range [][]string{
		{"recover", "--for", "2s"}, {"status", "K"}, {"day"}, {"close"}, {"pay", "12.80", "--ref", "K", "--auth-code", "134567890123456702"},
		{"pay", "5", "--auth-code", "134567890123456703"},
	} {
		s := m.run(append(args, "--config", file, "-o", "json")...)
		if r := s.result(t); s.code != 64 || !strings.Contains(s.err, "WeChat") || !strings.Contains(s.err, "127.0.0.1") {
			t.Errorf("%q: exit %d: %v\n%s", args, s.code, r, s.err)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the other WeChat was asked %d times", n)
	}
	// Where it was charged, it is found.
	m.configured(serving, "")
	if s := m.run("recover", "--config", file, "-o", "json"); s.code != 8 {
		t.Errorf("at its own WeChat: exit %d\n%s%s", s.code, s.out, s.err)
	}
	if s := m.run("status", "K", "--config", file, "-o", "json"); s.code != 8 || s.result(t)["unclaimed"] != true {
		t.Errorf("status: exit %d: %s", s.code, s.out)
	}
	server.ends(os.Interrupt)
}
