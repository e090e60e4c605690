package bridge

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

func TestTokenIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "刷脸 bridge", "token.txt")
	made, err := Token(path)
	if err != nil || len(made) < 26 {
		t.Fatalf("%d characters, %v", len(made), err)
	}
	if again, err := Token(path); err != nil || again != made {
		t.Errorf("the second time it is another one, %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	for _, bad := range []string{"", "short", "two words of enough", strings.Repeat("x", maxToken+1), "中文中文中文中文中文"} {
		if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Token(path); err == nil || !strings.Contains(err.Error(), "remove the file") || len(bad) > 4 && strings.Contains(err.Error(), bad) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Token(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("others may read it: %v", err)
	}
}

// pair makes a certificate in a folder of its own.
func pair(t *testing.T, names ...string) (cert tls.Certificate, pem []byte, certFile, keyFile string) {
	t.Helper()
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	cert, err := Certificate(certFile, keyFile, names, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	pem, err = os.ReadFile(certFile)
	if err != nil {
		t.Fatal(err)
	}
	return cert, pem, certFile, keyFile
}

func TestCertificateIsMadeOnceAndKept(t *testing.T) {
	made, pem, certFile, keyFile := pair(t, "till-3.shop", "10.0.0.7")
	again, err := Certificate(certFile, keyFile, nil, time.Now())
	if err != nil || !bytes.Equal(again.Certificate[0], made.Certificate[0]) {
		t.Errorf("the second time it is another one, %v", err)
	}
	// Other clients look at names and dates.
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	for name, good := range map[string]bool{"till-3.shop": true, "10.0.0.7": true, "10.0.0.8": false} {
		if _, err := made.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name}); (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(Fingerprint(made.Certificate[0])); n != 32*3-1 {
		t.Errorf("the fingerprint has %d characters", n)
	}
	if runtime.GOOS != "windows" {
		if err := os.Chmod(keyFile, 0o640); err != nil {
			t.Fatal(err)
		}
		if _, err := Certificate(certFile, keyFile, nil, time.Now()); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("others may read the key: %v", err)
		}
		_ = os.Chmod(keyFile, 0o600)
	}
	_, _, _, other := pair(t)
	if _, err := Certificate(certFile, other, nil, time.Now()); err == nil || !strings.Contains(err.Error(), "belongs together") {
		t.Errorf("the key of another: %v", err)
	}
	if _, err := Certificate(certFile, keyFile+".gone", nil, time.Now()); err == nil {
		t.Error("a certificate without its key passed")
	}
}

// A pair that an editor of Windows saved is the same pair.
func TestCertificateSavedByAnEditor(t *testing.T) {
	made, text, certFile, keyFile := pair(t)
	key, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string][]byte{certFile: text, keyFile: key} {
		if err := os.WriteFile(file, append([]byte("\ufeff"), text...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Certificate(certFile, keyFile, nil, time.Now())
	if err != nil || !bytes.Equal(again.Certificate[0], made.Certificate[0]) {
		t.Errorf("with a byte order mark: %v", err)
	}
	if _, err := pinned(append([]byte("\ufeff"), text...), "localhost"); err != nil {
		t.Errorf("pinned: %v", err)
	}
}

// TestPin: a client speaks to the certificate that it pinned and to no other,
// and what is wrong is said in words that help.
func TestPin(t *testing.T) {
	cert, pem, _, _ := pair(t, "elsewhere.example") // a pin counts under any name
	_, foreign, _, _ := pair(t, "127.0.0.1")        // the right name on another certificate
	ctx, cancel := context.WithCancel(context.Background())
	ln, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error)
	go func() {
		served <- Serve(ctx, ln, cert, Handler(sim.New(sim.Options{}), token, Options{}), io.Discard)
	}()
	url := "https://" + ln.Addr().String()
	for _, tt := range []struct {
		name  string
		r     Remote
		kind  wire.Kind
		says  string
		never string
	}{
		{"right", Remote{URL: url, Token: token, Pinned: pem, Simulated: true}, "", "", ""},
		{"two pins", Remote{URL: url, Token: token, Pinned: append(bytes.Clone(foreign), pem...)}, "", "", ""},
		{"another certificate", Remote{URL: url, Token: token, Pinned: foreign}, wire.KindRefused, "not the pinned one", token},
		{"wrong token", Remote{URL: url, Token: "WRONGWRONGWRONG1", Pinned: pem}, wire.KindRefused, "token is missing or wrong", "WRONGWRONG"},
		{"nobody there", Remote{URL: "https://127.0.0.1:1", Token: token, Pinned: pem}, wire.KindNotRunning, "refused", token},
		{"http spoken to it", Remote{URL: strings.Replace(url, "https", "http", 1), Token: token}, wire.KindRefused, "HTTP 400", token},
	} {
		c, err := NewRemote(tt.r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Call(t.Context(), callertest.Encode(t, wire.Init{}))
		if wire.KindOf(err) != tt.kind || err != nil && (!strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), tt.never)) {
			t.Errorf("%s: %v", tt.name, err)
		}
		c.http.CloseIdleConnections()
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
	for _, bad := range []Remote{{URL: "https://x:1", Token: token}, {URL: "https://x:1", Token: token, Pinned: []byte("no pem")}, {URL: "https://x:1", Pinned: pem}, {URL: "x:1", Token: token, Pinned: pem}, {URL: "ftp://x", Token: token, Pinned: pem}} {
		if _, err := NewRemote(bad); err == nil {
			t.Errorf("%q with %d bytes of PEM passed", bad.URL, len(bad.Pinned))
		}
	}
}

// TestSimulatedCamera: its faces are never charged for real.
func TestSimulatedCamera(t *testing.T) {
	srv := serve(t, sim.New(sim.Options{}), Options{Simulated: true})
	for simulated, kind := range map[bool]wire.Kind{true: "", false: wire.KindRefused} {
		c, err := NewRemote(Remote{URL: srv.URL, Token: token, Simulated: simulated})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Call(t.Context(), callertest.Encode(t, wire.Init{}))
		if wire.KindOf(err) != kind {
			t.Errorf("a till that charges nobody: %t, got %v", simulated, err)
		}
	}
}

// TestNoProxy: what the environment says of proxies does not matter.
func TestNoProxy(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	if direct(nil).Proxy != nil {
		t.Error("the transport asks for a proxy")
	}
}

// TestRemoteConformance is the suite over the way that a till goes to
// another machine.
func TestRemoteConformance(t *testing.T) {
	cert, pem, _, _ := pair(t, "127.0.0.1")
	callertest.Run(t, func(t *testing.T, term *sim.Terminal) wire.Caller {
		return secure(t, cert, pem, term)
	})
}

func secure(t *testing.T, cert tls.Certificate, pem []byte, term wire.Caller) *Client {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ln, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, ln, cert, Handler(term, token, Options{}), io.Discard) }()
	c, err := NewRemote(Remote{URL: "https://" + ln.Addr().String(), Token: token, Pinned: pem})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.http.CloseIdleConnections()
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return c
}
