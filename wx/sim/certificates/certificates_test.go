package certificates

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
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
