//go:build !windows

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// inTheOpen is what the till may write down: a reference.
const inTheOpen = "referenceInTheOpen-01"

// broken are the errors of a shop in which something is wrong. How they end is
// not looked at here.
func (s *secretShop) broken() {
	s.t.Helper()
	sale := func(what string, args ...string) {
		cmd := s.command(append([]string{"pay", "77.00", "--new", "-o", "json"}, args...)...)
		s.keepPay(what, s.until(cmd, `"state":"confirming"`, syscall.SIGTERM))
	}
	whole := string(bytesOf(s.t, filepath.Join(s.in, "facetill.toml")))
	for what, lines := range map[string][2]string{
		"a proxy that is not there":        {s.proxied.addr, "127.0.0.1:1"},
		"a proxy with its password inside": {"till@", "till:" + "hidden-Inline-proxy" + "@"},
		"a key in the configuration":       {`api_key_file = "key.txt"`, `api_key = "HiddenShortKey"`},
		"a log in JSON":                    {`level = "debug"`, "level = \"debug\"\nformat = \"json\"\nmax_size = \"100KB\""},
		"no such file":                     {`p12_file = "cert.p12"`, `p12_file = "key.txt"`},
	} {
		s.put("facetill.toml", strings.Replace(whole, lines[0], lines[1], 1))
		sale(what, "--auth-code", s.code(60))
		s.support(what)
		s.keep("config check: "+what, s.end(s.command("config", "check")))
		s.keep("config show: "+what, s.end(s.command("config", "show")))
	}
	s.put("facetill.toml", whole)
	for name, value := range map[string]string{"proxy password": "hidden-Inline-proxy", "API key": "HiddenShortKey"} {
		s.secret.add(s.t, name, value)
	}
	for file, value := range map[string]string{"token.txt": "hiddenOtherToken0123456789", "cert.p12": "hidden, and no certificate", "key.txt": "HiddenOtherKeyOf32CharactersAbcd"} {
		s.secret.add(s.t, file, value)
		whole := bytesOf(s.t, filepath.Join(s.in, file))
		s.put(file, value)
		sale("another " + file)
		sale("another "+file+", by code", "--auth-code", s.code(61))
		s.put(file, string(whole))
	}
}

// log is the developers' log.
func (s *secretShop) log() []byte {
	text, _ := os.ReadFile(filepath.Join(s.home, "log", "facetill.log"))
	return text
}

// payers adds what the device and WeChat made up for the payers.
func (s *secretShop) payers() {
	s.t.Helper()
	for _, name := range []string{"face_code", "authinfo", "rawdata", "telephone", "passwd"} {
		if len(s.device.seen[name]) == 0 {
			s.t.Errorf("the device saw no %s", name)
		}
	}
	for name, values := range s.device.seen {
		for value := range values {
			if len(value) >= 8 {
				s.secret.add(s.t, name, value)
			}
		}
	}
	orders := bookOrders(s.t, filepath.Join(s.far, "sim.book"))
	if len(orders) < 15 {
		s.t.Errorf("WeChat remembers %d orders", len(orders))
	}
	for _, o := range orders {
		if o.Code == "" {
			continue // a number that was only asked about
		}
		s.secret.add(s.t, "openid", o.Code.OpenID())
	}
}

// controls: what may be written was found where it was written, and the secrets
// were really used.
func (s *secretShop) controls() {
	s.t.Helper()
	open := newSecrets()
	open.add(s.t, "reference", inTheOpen)
	all := strings.Join(s.written.leaks(open), "\n")
	for _, where := range []string{"stdout of pay", "file " + s.journal() + "-wal:"} {
		if !strings.Contains(all, where) {
			s.t.Errorf("the reference is not found in %q, only in\n%s", where, all)
		}
	}
	if s.live < 5 {
		s.t.Errorf("only %d result lines named the payer", s.live)
	}
	if used := fmt.Sprint(s.secret.in(s.proxied.head)); !strings.Contains(used, "proxy password") {
		s.t.Errorf("the proxy was told %s", used)
	}
}
