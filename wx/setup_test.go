package wx

import (
	"crypto/ecdh"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"facetill/flow/clock"
	"facetill/flow/secret"
	"facetill/wx/wire"
)

// What is wrong with a client certificate is said in full: the file, the fault,
// and what to try.
func TestCertErrorsSay(t *testing.T) {
	dir := t.TempDir()
	leaf, key := newPair(t, someTime, someTime.AddDate(1, 0, 0))
	certPEM, keyPEM := pemPair(t, leaf, key)
	mute, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := pkcs12.Modern2023.Encode(mute, leaf, nil, markedPassword)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, text []byte) string { return write(t, dir, name, text) }
	cert, keyFile, junk, both := file("cert.pem", certPEM), file("key.pem", keyPEM), file("junk.pem", []byte("junk")), file("both.pem", append(certPEM, keyPEM...))
	half := file("half.pem", []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	locked := file("locked.pem", []byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"))
	old := file("old.pem", []byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"))
	p12, none := file("mute.p12", raw), filepath.Join(dir, "none.pem")
	for _, r := range []struct {
		files CertFiles
		says  string
	}{
		{CertFiles{}, "is not configured; set cert_file and key_file, or p12_file; nothing can be reversed without it"},
		{CertFiles{CertFile: cert}, cert + " has no other half; set cert_file and key_file together"},
		{CertFiles{KeyFile: keyFile}, keyFile + " has no other half; set cert_file and key_file together"},
		{CertFiles{CertFile: cert, KeyFile: keyFile, P12File: p12}, p12 + " is set beside cert_file; keep one of p12_file and cert_file"},
		{CertFiles{CertFile: cert, KeyFile: none}, none + " does not exist; check the path and its permissions"},
		{CertFiles{P12File: dir}, dir + " cannot be read: is a directory; check the path and its permissions"},
		{CertFiles{CertFile: keyFile, KeyFile: cert}, keyFile + " holds the key, and " + cert + " the certificate; swap cert_file and key_file"},
		{CertFiles{CertFile: keyFile, KeyFile: keyFile}, keyFile + " holds no certificate; it has to begin with -----BEGIN CERTIFICATE-----"},
		{CertFiles{CertFile: junk, KeyFile: cert}, junk + " holds no certificate; it has to begin with -----BEGIN CERTIFICATE-----"},
		{CertFiles{CertFile: cert, KeyFile: cert}, cert + " holds no unencrypted private key; it has to begin with -----BEGIN PRIVATE KEY-----"},
		{CertFiles{CertFile: cert, KeyFile: locked}, locked + " holds no unencrypted private key; it has to begin with -----BEGIN PRIVATE KEY-----"},
		{CertFiles{CertFile: cert, KeyFile: old}, old + " holds no unencrypted private key; it has to begin with -----BEGIN PRIVATE KEY-----"},
		{CertFiles{CertFile: half, KeyFile: keyFile}, half + " cannot be decoded with its key; download both files again"},
		{CertFiles{P12File: p12, P12Password: secret.New(markedPassword)}, p12 + " holds a key that cannot sign; download it again"},
	} {
		_, err := LoadCertificate(r.files)
		if err == nil || err.Error() != "client certificate "+r.says {
			t.Errorf("%v, want %s", err, r.says)
		}
		if ce, is := errors.AsType[*CertError](err); !is || ce.Code != "CERT_MISSING" && ce.Code != "CERT_BROKEN" {
			t.Errorf("%#v", err)
		}
	}
	if c, err := LoadCertificate(CertFiles{CertFile: both, KeyFile: both}); err != nil || !c.Leaf().Equal(leaf) {
		t.Errorf("both in one file: %v", err)
	}
	c, err := NewCertificate(tls.Certificate{Certificate: [][]byte{[]byte("junk")}, PrivateKey: key, Leaf: leaf})
	if err != nil || c.Leaf() != leaf {
		t.Errorf("a certificate that was parsed: %v", err)
	}
	for at, says := range map[time.Time]string{
		someTime.Add(-time.Second):             "in memory is valid from 2026-11-25 only; check the clock of this machine",
		someTime.AddDate(1, 0, 0).Add(1e9 + 1): "in memory expired on 2027-11-25; get a new one from the merchant platform",
	} {
		if err := c.CheckAt(at); err == nil || err.Error() != "client certificate "+says {
			t.Errorf("%v, want %s", err, says)
		}
	}
	for name, pair := range map[string]tls.Certificate{"nothing": {}, "no key": {Certificate: [][]byte{leaf.Raw}}, "no leaf": {PrivateKey: key}} {
		_, err := NewCertificate(pair)
		if ce, is := errors.AsType[*CertError](err); !is || ce.Code != "CERT_BROKEN" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The roots are the system's, and what a shop adds comes on top.
func TestRoots(t *testing.T) {
	leaf, key := newPair(t, someTime, someTime.AddDate(1, 0, 0))
	certPEM, _ := pemPair(t, leaf, key)
	dir := t.TempDir()
	if roots, err := loadRoots("", nil); roots != nil || err != nil {
		t.Errorf("nothing added: %v %v", roots(), err)
	}
	want, err := x509.SystemCertPool()
	if err != nil {
		want = x509.NewCertPool()
	}
	want.AppendCertsFromPEM(certPEM)
	for name, load := range map[string]func() (func() *x509.CertPool, error){
		"a file": func() (func() *x509.CertPool, error) { return loadRoots(write(t, dir, "ca.pem", certPEM), nil) },
		"memory": func() (func() *x509.CertPool, error) { return loadRoots("", certPEM) },
	} {
		if roots, err := load(); err != nil || !roots().Equal(want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	junk := write(t, dir, "junk.pem", []byte("junk"))
	for _, r := range []struct {
		file string
		text []byte
		says string
	}{
		{filepath.Join(dir, "none.pem"), nil, "ca_file: "},
		{junk, nil, "ca_file " + junk + " holds no certificate"},
		{"", []byte("junk"), "the extra trust root is no pem certificate"},
	} {
		if roots, err := loadRoots(r.file, r.text); roots != nil || err == nil || !strings.HasPrefix(err.Error(), r.says) {
			t.Errorf("%v, want %s", err, r.says)
		}
	}
}

// The same holds on a machine whose own roots cannot be read. A process reads them
// once, so this is another one.
func TestRootsWithoutTheSystem(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestRoots$")
	cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+dir, "SSL_CERT_DIR="+write(t, dir, "file", nil))
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, text)
	}
}

// local is a connection that knows its own address and whether it was closed.
type local struct {
	net.Conn
	closed *bool
}

func (local) LocalAddr() net.Addr { return &net.UDPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 1} }
func (l local) Close() error      { *l.closed = true; return nil }

// The address that WeChat is told is the one that routes to the world, asked by UDP,
// where to dial sends nothing.
func TestLocalIP(t *testing.T) {
	closed := false
	for want, err := range map[string]error{"192.0.2.7": nil, "127.0.0.1": errors.New("network is unreachable")} {
		got := localIP(func(network, address string) (net.Conn, error) {
			to, wrong := netip.ParseAddrPort(address)
			if network != "udp4" || wrong != nil || !to.Addr().Is4() {
				t.Errorf("it dials %s %s", network, address)
			}
			if err != nil {
				return nil, err
			}
			return local{closed: &closed}, nil
		})
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if !closed {
		t.Error("the connection is open")
	}
}

// Each rule of the configuration by itself, on both sides of its edge.
func TestConfigRules(t *testing.T) {
	address := func(bytes int) func(*Config) { // the length of scene_info
		return func(c *Config) {
			c.Store = Store{ID: "S1"}
			c.Store.Address = strings.Repeat("x", bytes-len(c.Store.sceneInfo())-len(`,"address":""`))
		}
	}
	proxy := func(text string) func(*Config) {
		return func(c *Config) { c.Proxy, _ = url.Parse(text) }
	}
	machine := clock.NewMachine()
	for i, r := range []struct {
		edit func(*Config)
		says string // "": it is good
	}{
		{func(*Config) {}, ""},
		{func(c *Config) { c.Merchant.AppID = "" }, "app_id is missing"},
		{func(c *Config) { c.Merchant.MchID = "" }, "mch_id is missing"},
		{func(c *Config) { c.Key = nil }, "api key is missing"},
		{func(c *Config) { c.SignType = wire.MD5 }, ""},
		{func(c *Config) { c.SignType = wire.HMACSHA256 }, ""},
		{func(c *Config) { c.SignType = "SHA1" }, "sign_type is neither"},
		{func(c *Config) { c.Timeout = -1 }, "timeout is negative"},
		{func(c *Config) { c.WeChat = clock.NewWeChat(machine) }, "a clock for WeChat's time needs the machine's"},
		{func(c *Config) { c.Clock, c.WeChat = machine, clock.NewWeChat(machine) }, ""},
		{proxy("http://proxy:3128"), ""},
		{proxy("http://user@proxy:3128"), ""},
		{proxy("https://proxy:3128"), "proxy is not an http://host:port address"},
		{proxy("http:///path"), "proxy is not an http://host:port address"},
		{proxy("http://user:password@proxy:3128"), "proxy has its password in the url"},
		{func(c *Config) { c.MainURL = "http://api.mch.weixin.qq.com" }, "url http://api.mch.weixin.qq.com is not https"},
		{func(c *Config) { c.BackupURL = "http://api2.mch.weixin.qq.com" }, "url http://api2.mch.weixin.qq.com is not https"},
		{func(c *Config) { c.FaceURL = "http://payapp.weixin.qq.com" }, "url http://payapp.weixin.qq.com is not https"},
		{func(c *Config) { c.MainURL = "https://" }, "url https:// is not https"},
		{func(c *Config) { c.MainURL = "https://x" }, ""},
		{func(c *Config) { c.ClientIP = "till-3" }, "client_ip is not an ip address"},
		{address(256), ""},
		{address(257), "store id, name, area_code and address take 257 bytes"},
	} {
		cfg := Config{Merchant: testMerchant, Key: testKey(t), ClientIP: "127.0.0.1"}
		r.edit(&cfg)
		if err := cfg.check(); (err == nil) != (r.says == "") || err != nil && !strings.HasPrefix(err.Error(), r.says) {
			t.Errorf("row %d: %v, want %q", i, err, r.says)
		}
	}
	cfg := Config{Merchant: testMerchant, Key: testKey(t), ClientIP: "127.0.0.1", Store: Store{Name: "shop"}}
	if err := cfg.check(); err != nil || cfg.MainURL != "https://api.mch.weixin.qq.com" || cfg.FaceURL != "https://payapp.weixin.qq.com" || cfg.BackupURL != "" ||
		BackupURL != "https://api2.mch.weixin.qq.com" || cfg.Timeout != 10*time.Second || cfg.SignType != "HMAC-SHA256" || cfg.Body != "shop" || cfg.Store.sceneInfo() != "" {
		t.Errorf("%v, %+v", err, cfg)
	}
}
