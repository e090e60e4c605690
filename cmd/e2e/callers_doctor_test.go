//go:build !windows

package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/sim/host"
)

// doctorSays runs doctor over a configuration and gives what it prints.
func doctorSays(t *testing.T, dir, text string, want int) string {
	t.Helper()
	file := filepath.Join(dir, "facetill.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	said := (&till{t: t, home: dir}).of(built(t)).run("doctor", "--config", file)
	if said.code != want {
		t.Errorf("want %d, %v", want, said)
	}
	if strings.Contains(said.out, sim.DefaultAPIKey) {
		t.Error("the API key is in the output")
	}
	return said.out
}

// TestDoctorOnCertificates asks a server as a shop does: the good pair is
// taken, others are found before and after asking.
func TestDoctorOnCertificates(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server, err := host.Serve(ctx, host.Options{Dir: filepath.Join(dir, "creds")})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	pair(t, dir, "own", now.Add(-time.Hour), now.Add(100*24*time.Hour))
	pair(t, dir, "old", now.Add(-48*time.Hour), now.Add(-24*time.Hour))
	pair(t, dir, "soon", now.Add(-48*time.Hour), now.Add(50*time.Hour))
	for name, text := range map[string]string{"key.txt": sim.DefaultAPIKey, "wrong.txt": strings.Repeat("k", 32)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		cert, certKey, key, url string
		code                    int
		says                    []string
	}{
		"good":         {"creds/apiclient_cert.pem", "creds/apiclient_key.pem", "key.txt", server.URL, 0, []string{"ok    certificate    matches its key, valid until", "WeChat takes the client certificate", "ok    clock"}},
		"expired":      {"old_cert.pem", "old_key.pem", "key.txt", server.URL, 9, []string{"bad   certificate    CERT_EXPIRED"}},
		"soon":         {"soon_cert.pem", "soon_key.pem", "key.txt", server.URL, 9, []string{"warn  certificate    matches its key and expires in 2 days"}},
		"another's":    {"own_cert.pem", "own_key.pem", "key.txt", server.URL, 9, []string{"ok    certificate", "bad   accepted       WeChat does not take the client certificate"}},
		"mismatch":     {"own_cert.pem", "old_key.pem", "key.txt", server.URL, 9, []string{"bad   certificate    CERT_MISMATCH"}},
		"wrong key":    {"creds/apiclient_cert.pem", "creds/apiclient_key.pem", "wrong.txt", server.URL, 9, []string{"bad   accepted       WeChat does not take the API key"}},
		"nobody there": {"creds/apiclient_cert.pem", "creds/apiclient_key.pem", "key.txt", "https://127.0.0.1:9", 9, []string{"bad   host           https://127.0.0.1:9"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := doctorSays(t, dir, fmt.Sprintf("[merchant]\napp_id = %q\nmch_id = %q\napi_key_file = %q\ncert_file = %q\nkey_file = %q\n"+
				"[store]\nid = \"S\"\nname = \"S\"\n[terminal]\ndevice_id = \"D\"\n[device]\nadapter = \"none\"\n[wechat]\napi_url = %q\nbackup_url = \"\"\nface_url = %q\nca_file = \"creds/%s\"\n",
				sim.DefaultAppID, sim.DefaultMchID, c.key, c.cert, c.certKey, c.url, c.url, certificates.CAFile), c.code)
			for _, part := range c.says {
				if !strings.Contains(out, part) {
					t.Errorf("no line with %q:\n%s", part, out)
				}
			}
		})
	}
}
