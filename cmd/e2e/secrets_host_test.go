//go:build !windows

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The process that holds the face SDK's library gets no secret, neither as
// argument nor in its environment; and what the library prints goes into the log
// without what looks like a credential.
func TestSecretsStayFromTheDeviceHost(t *testing.T) {
	t.Parallel()
	s := newSecretShop(t)
	face, telephone, auth := s.code(1), "13947110815", "HIDDENauthinfo+"+strings.Repeat("Ab1/", 40)+"=="
	s.secret.add(t, "telephone", telephone)
	s.secret.add(t, "authinfo", auth)
	host := filepath.Join(s.in, "host.sh")
	got := filepath.Join(s.in, "got.txt")
	script := fmt.Sprintf(`#!/bin/sh
{ env; echo "arguments: $@"; cat /proc/$$/cmdline; } >%s 2>/dev/null
echo "library says hello"
echo '{"return_code":"SUCCESS","face_code":"%s","authinfo":"%s"}'
echo "face_code=%s telephone %s" >&2
sleep 1
exit 7
`, got, face, auth, face, telephone)
	if err := os.WriteFile(host, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	whole := string(bytesOf(t, filepath.Join(s.in, "facetill.toml")))
	s.put("facetill.toml", strings.Replace(whole, `adapter = "bridge"`, fmt.Sprintf("adapter = \"sdk\"\nlibrary = %q\nhost_exe = %q", s.exe, host), 1))
	s.run(69, "", "pay", "12.80", "-o", "json", "--telephone", telephone)
	s.written.files(t, s.home)
	s.written.add("environment and arguments of the host", bytesOf(t, got))
	for _, leak := range s.written.leaks(s.secret) {
		t.Error(leak)
	}
	// The controls: the environment is that of a till, and the library was heard.
	if env := string(bytesOf(t, got)); !strings.Contains(env, "HOME="+s.home) || !strings.Contains(env, "arguments: device host --library") {
		t.Errorf("the host got %s", env)
	}
	if log := string(s.log()); !strings.Contains(log, "library says hello") || !strings.Contains(log, "face_code") {
		t.Errorf("the log says %q", log)
	}
	cmd := s.command()
	found := s.secret.in([]byte(strings.Join(cmd.Env, "\n")))
	if len(found) < 4 {
		t.Errorf("the till itself got only %q", found)
	}
}
