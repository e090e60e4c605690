//go:build !windows

package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
)

// pair writes a client certificate of some dates, and its key.
func pair(t *testing.T, dir, name string, from, to time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to}
	der, err := x509.CreateCertificate(rand.Reader, leaf, leaf, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{name + "_cert.pem": {Type: "CERTIFICATE", Bytes: der}, name + "_key.pem": {Type: "PRIVATE KEY", Bytes: pkcs8}} {
		if err := os.WriteFile(filepath.Join(dir, file), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A certificate that could not reverse is found by config check and before any
// sale: 64, and neither journal nor request.
func TestBadCertificates(t *testing.T) {
	exe := built(t)
	dir := t.TempDir()
	if _, err := certificates.Load(dir, sim.DefaultMchID, time.Now()); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	pair(t, dir, "good", now.Add(-time.Hour), now.Add(time.Hour))
	pair(t, dir, "old", now.Add(-48*time.Hour), now.Add(-24*time.Hour))
	pair(t, dir, "early", now.Add(24*time.Hour), now.Add(48*time.Hour))
	for name, text := range map[string]string{"key.txt": sim.DefaultAPIKey, "broken.pem": "nonsense"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		lines, says string
		code        int
	}{
		"good":           {`cert_file = "good_cert.pem"` + "\n" + `key_file = "good_key.pem"`, "", 0},
		"p12":            {`p12_file = "apiclient_cert.p12"`, "", 0},
		"wrong password": {`p12_file = "apiclient_cert.p12"` + "\n" + `p12_password_env = "P12"`, "password", 64},
		"expired":        {`cert_file = "old_cert.pem"` + "\n" + `key_file = "old_key.pem"`, "expired", 64},
		"not yet valid":  {`cert_file = "early_cert.pem"` + "\n" + `key_file = "early_key.pem"`, "valid from", 64},
		"another's key":  {`cert_file = "good_cert.pem"` + "\n" + `key_file = "old_key.pem"`, "key", 64},
		"broken":         {`cert_file = "broken.pem"` + "\n" + `key_file = "good_key.pem"`, "broken.pem", 64},
		"none":           {"", "certificate", 64},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(dir, "c.toml")
			config := "[merchant]\napp_id = \"" + sim.DefaultAppID + "\"\nmch_id = \"" + sim.DefaultMchID + "\"\napi_key_file = \"key.txt\"\n" + c.lines +
				"\n[store]\nid = \"S\"\nname = \"S\"\n[terminal]\ndevice_id = \"D\"\n[device]\nadapter = \"none\"\n[wechat]\napi_url = \"https://127.0.0.1:9\"\n"
			if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
				t.Fatal(err)
			}
			m := (&till{t: t, home: dir}).of(exe)
			run := func(want int, args ...string) {
				t.Helper()
				cmd := m.command(append(args, "--config", file)...)
				cmd.Env = append(cmd.Env, "P12=hidden-password")
				if s := m.end(cmd); s.code != want || want != 0 && !strings.Contains(s.err, c.says) || strings.Contains(s.err, "hidden") {
					t.Errorf("%v: want %d with %q and no password, %v", args, want, c.says, s)
				}
			}
			run(c.code, "config", "check")
			if c.code != 0 {
				run(64, "pay", "1", "--auth-code", "134567890123456789")
			}
		})
	}
}
