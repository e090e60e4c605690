package wx

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"facetill/flow/secret"
)

func quiet(testing.TB) *log.Logger { return log.New(io.Discard, "", 0) }

// newPair makes a self-signed client certificate.
func newPair(t testing.TB, from, to time.Time) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "1900000109"},
		NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return leaf, key
}

func pemPair(t testing.TB, leaf *x509.Certificate, key *ecdsa.PrivateKey) (certPEM, keyPEM []byte) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf.Raw}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func testCert(t testing.TB) *Certificate {
	t.Helper()
	return certFor(t, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
}

func certFor(t testing.TB, from, to time.Time) *Certificate {
	t.Helper()
	leaf, key := newPair(t, from, to)
	c, err := NewCertificate(tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func write(t testing.TB, dir, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadCertificate(t *testing.T) {
	dir := t.TempDir()
	leaf, key := newPair(t, someTime, someTime.AddDate(1, 0, 0))
	other, otherKey := newPair(t, someTime, someTime.AddDate(1, 0, 0))
	certPEM, keyPEM := pemPair(t, leaf, key)
	_, otherPEM := pemPair(t, other, otherKey)
	cert, keyFile := write(t, dir, "cert.pem", certPEM), write(t, dir, "key.pem", keyPEM)
	wrongKey := write(t, dir, "other.pem", otherPEM)
	junk := write(t, dir, "junk.pem", []byte("junk"))
	halfPEM := write(t, dir, "half.pem", []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	locked := write(t, dir, "locked.pem", []byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"))
	p12 := func(name string, e *pkcs12.Encoder, leaf *x509.Certificate, key any) string {
		raw, err := e.Encode(key, leaf, nil, markedPassword)
		if err != nil {
			t.Fatal(err)
		}
		return write(t, dir, name, raw)
	}
	rc2, des, aes := p12("rc2.p12", pkcs12.LegacyRC2, leaf, key), p12("des.p12", pkcs12.LegacyDES, leaf, key), p12("aes.p12", pkcs12.Modern2023, leaf, key)
	for _, files := range []CertFiles{
		{CertFile: cert, KeyFile: keyFile},
		{P12File: rc2, P12Password: secret.New(markedPassword)}, {P12File: des, P12Password: secret.New(markedPassword)}, {P12File: aes, P12Password: secret.New(markedPassword)},
	} {
		c, err := LoadCertificate(files)
		if err != nil {
			t.Errorf("%+v: %v", files, err)
			continue
		}
		if !c.Leaf().Equal(leaf) {
			t.Errorf("%+v: another certificate", files)
		}
	}
	rows := []struct {
		files CertFiles
		code  string
	}{
		{CertFiles{}, "CERT_MISSING"},
		{CertFiles{CertFile: cert}, "CERT_MISSING"},
		{CertFiles{CertFile: cert, KeyFile: filepath.Join(dir, "none.pem")}, "CERT_MISSING"},
		{CertFiles{CertFile: filepath.Join(dir, "none.pem"), KeyFile: keyFile}, "CERT_MISSING"},
		{CertFiles{CertFile: cert, KeyFile: keyFile, P12File: aes}, "CERT_MISSING"},
		{CertFiles{P12File: filepath.Join(dir, "none.p12")}, "CERT_MISSING"},
		{CertFiles{P12File: dir}, "CERT_MISSING"},
		{CertFiles{CertFile: cert, KeyFile: wrongKey}, "CERT_MISMATCH"},
		{CertFiles{CertFile: junk, KeyFile: keyFile}, "CERT_BROKEN"},
		{CertFiles{CertFile: cert, KeyFile: junk}, "CERT_BROKEN"},
		{CertFiles{CertFile: keyFile, KeyFile: cert}, "CERT_BROKEN"},
		{CertFiles{CertFile: halfPEM, KeyFile: keyFile}, "CERT_BROKEN"},
		{CertFiles{CertFile: cert, KeyFile: locked}, "CERT_BROKEN"},
		{CertFiles{P12File: junk, P12Password: secret.New(markedPassword)}, "CERT_BROKEN"},
		{CertFiles{P12File: aes, P12Password: secret.New("1900000109")}, "CERT_PASSWORD"},
		{CertFiles{P12File: rc2, P12Password: secret.New("1900000109")}, "CERT_PASSWORD"},
		{CertFiles{P12File: aes}, "CERT_PASSWORD"},
		{CertFiles{P12File: p12("mixed.p12", pkcs12.Modern2023, leaf, otherKey), P12Password: secret.New(markedPassword)}, "CERT_MISMATCH"},
	}
	for _, r := range rows {
		_, err := LoadCertificate(r.files)
		var ce *CertError
		if !errors.As(err, &ce) || ce.Code != r.code || ce.Try == "" {
			t.Errorf("%+v: %v, want %s", r.files, err, r.code)
		}
		if err != nil && strings.Contains(fmt.Sprintf("%v %+v", err, err), markedPassword) {
			t.Errorf("error holds the password: %v", err)
		}
	}
}

func TestCertificateDates(t *testing.T) {
	c := certFor(t, someTime, someTime.Add(24*time.Hour))
	for _, r := range []struct {
		at   time.Time
		code string
	}{
		{someTime, ""}, {someTime.Add(24 * time.Hour), ""},
		{someTime.Add(-time.Second), "CERT_NOT_YET"}, {someTime.Add(24*time.Hour + time.Second), "CERT_EXPIRED"},
	} {
		err := c.CheckAt(r.at)
		var ce *CertError
		errors.As(err, &ce)
		if (err == nil) != (r.code == "") || ce != nil && ce.Code != r.code {
			t.Errorf("%v: %v, want %q", r.at, err, r.code)
		}
	}
}

// Case 34: what an editor of Windows makes of a PEM file is taken, and files in
// each other's place are named as that.
func TestPEMFromWindows(t *testing.T) {
	dir := t.TempDir()
	leaf, key := newPair(t, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	certPEM, keyPEM := pemPair(t, leaf, key)
	crlf := func(text []byte) []byte { return []byte(strings.ReplaceAll(string(text), "\n", "\r\n")) }
	marked := func(text []byte) []byte { return append([]byte("\ufeff"), crlf(text)...) }
	wide := func(text []byte) []byte {
		out := []byte("\xff\xfe")
		for _, c := range crlf(text) {
			out = append(out, c, 0)
		}
		return out
	}
	for name, as := range map[string]func([]byte) []byte{"CR LF": crlf, "byte order mark": marked, "UTF-16": wide} {
		c, err := LoadCertificate(CertFiles{CertFile: write(t, dir, "cert.pem", as(certPEM)), KeyFile: write(t, dir, "key.pem", as(keyPEM))})
		if err != nil || !c.Leaf().Equal(leaf) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := LoadCertificate(CertFiles{CertFile: write(t, dir, "a.pem", keyPEM), KeyFile: write(t, dir, "b.pem", certPEM)})
	if err == nil || !strings.Contains(err.Error(), "cert_file and key_file") || !strings.Contains(err.Error(), "swap") {
		t.Errorf("swapped: %v", err)
	}
	ca := write(t, dir, "ca.pem", marked(certPEM))
	if _, err := loadRoots(ca, nil); err != nil {
		t.Errorf("a marked trust root: %v", err)
	}
}
