package certificates

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// A client that trusts the authority meets the simulator under WeChat's names.
func ExampleNew() {
	set, err := New("1900017460", time.Now())
	if err != nil {
		panic(err)
	}
	trust := x509.NewCertPool()
	fmt.Println(trust.AppendCertsFromPEM(set.CAPEM))
	fmt.Println(set.Client().Leaf.Subject.CommonName, set.Signed(set.Client().Leaf))
	fmt.Println(set.ServerConfig().Certificates[0].Leaf.VerifyHostname(Hosts[0]))
	// Output:
	// true
	// 1900017460 true
	// <nil>
}

func TestASetIsUsedAgain(t *testing.T) {
	dir, now := filepath.Join(t.TempDir(), "new"), time.Now()
	load := func(mch string, at time.Time) *Set {
		t.Helper()
		c, err := Load(dir, mch, at)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := load("1900017460", now)
	again := load("1900017460", now.Add(time.Hour))
	if !bytes.Equal(first.CAPEM, again.CAPEM) || !first.client.Leaf.Equal(again.client.Leaf) || !first.server.Leaf.Equal(again.server.Leaf) {
		t.Error("certificates were made anew")
	}
	if runtime.GOOS != "windows" {
		files, _ := os.ReadDir(dir)
		for _, f := range files {
			if info, _ := f.Info(); info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v", f.Name(), info.Mode())
			}
		}
	}
	p12, _ := os.ReadFile(first.Path(ClientP12File))
	key, cert, cas, err := pkcs12.DecodeChain(p12, "1900017460")
	if err != nil || !cert.Equal(first.client.Leaf) || len(cas) != 1 || key == nil {
		t.Errorf("p12: %v", err)
	}
	// The leaves run out before the authority does.
	later := load("1900017460", now.Add(leafLife-leafLeft+time.Minute))
	if !bytes.Equal(first.CAPEM, later.CAPEM) || first.client.Leaf.Equal(later.client.Leaf) || first.server.Leaf.Equal(later.server.Leaf) {
		t.Error("at their end the two leaves, and they alone, are made anew")
	}
	if old := load("1900017460", now.Add(authorityLife)); bytes.Equal(first.CAPEM, old.CAPEM) {
		t.Error("an authority that runs out is made anew")
	}
	mine := load("1900017461", now.Add(authorityLife))
	if mine.client.Leaf.Subject.CommonName != "1900017461" {
		t.Error("another merchant has another certificate")
	}
	p12, _ = os.ReadFile(first.Path(ClientP12File))
	if _, _, _, err := pkcs12.DecodeChain(p12, "1900017461"); err != nil {
		t.Errorf("its p12: %v", err)
	}
	// A damaged file is made anew as well.
	if err := os.WriteFile(first.Path(serverKeyFile), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c := load("1900017461", now.Add(authorityLife)); c.server.Leaf.Equal(mine.server.Leaf) {
		t.Error("a certificate without its key was kept")
	}
}

// An authority is a simulator's by its whole name: whoever else's root stands in the file,
// alone or beside it, may reach what is real.
func TestWhoseAuthority(t *testing.T) {
	set, err := New("1900017460", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	made := func(ca bool, name, owner string) []byte {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		c := &x509.Certificate{Subject: pkix.Name{CommonName: name, Organization: []string{owner}}, NotAfter: time.Now().Add(time.Hour), IsCA: ca, BasicConstraintsValid: true}
		der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	for name, c := range map[string]struct {
		text []byte
		want bool
	}{
		"its own":          {set.CAPEM, true},
		"made like it":     {made(true, commonName, organization), true},
		"no authority":     {made(false, commonName, organization), false},
		"another name":     {made(true, "shop CA", organization), false},
		"another owner":    {made(true, commonName, "shop"), false},
		"another's beside": {slices.Concat(set.CAPEM, made(true, "shop CA", "shop")), false},
		"nothing":          {nil, false},
	} {
		if got := AreSimulators(c.text); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
