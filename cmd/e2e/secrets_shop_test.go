//go:build !windows

package e2e

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"facetill/cmd/config/pin"
	"facetill/device/bridge"
	devsim "facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow/journal/sqlite"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/sim/host"
)

// The secrets of a shop that this test makes up. The payers' come with the sales.
var shopSecrets = map[string]string{
	"API key":               "HiddenApiKeyOf32CharactersAbcdef",
	"p12 password":          "hidden P12+pass/wörd=&",
	"proxy password":        "hidden:Proxy@pass/word%&",
	"device proxy password": "hidden-Device+proxy/pass=",
	"bridge token":          "hiddenBridgeToken0123456789",
	"manager's PIN":         "hiddenPin4711",
	"cashier's PIN":         "hiddenPin0707",
}

// secretShop is a till with the adapters of a shop, all its secrets made up:
// WeChat Pay over HTTPS through a proxy, the face device over the bridge. What
// the till writes is below home alone.
type secretShop struct {
	t       *testing.T
	exe     string
	in      string // the owner's files: configuration, key, certificate, token
	home    string
	far     string // what WeChat remembers
	url     string // where it stands
	secret  *secrets
	written capture
	proxied *relay
	device  *recorder
	open    *sqlite.Journal
	live    int // result lines that named the payer
}

func newSecretShop(t *testing.T) *secretShop {
	t.Helper()
	exe := built(t)
	root := t.TempDir()
	s := &secretShop{t: t, exe: exe, in: filepath.Join(root, "in"), home: filepath.Join(root, "home"), far: filepath.Join(root, "far"),
		secret: newSecrets(), written: capture{}}
	for _, dir := range []string{s.in, s.home, s.far} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range shopSecrets {
		s.secret.add(t, name, value)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	running, err := host.Serve(ctx, host.Options{Dir: filepath.Join(s.far, "creds"), Config: sim.Config{BookPath: filepath.Join(s.far, "sim.book"),
		Merchants: []sim.Merchant{{AppID: sim.DefaultAppID, MchID: sim.DefaultMchID, APIKey: shopSecrets["API key"]}}}})
	if err != nil {
		t.Fatal(err)
	}
	s.url = running.URL
	s.proxied = newRelay(t, strings.TrimPrefix(running.ProxyURL, "http://"))
	s.device = &recorder{next: devsim.New(devsim.Options{}), seen: map[string]map[string]bool{}}
	served := httptest.NewServer(bridge.Handler(s.device, shopSecrets["bridge token"], bridge.Options{}))
	t.Cleanup(served.Close)
	s.certificate(filepath.Join(s.far, "creds", certificates.ClientP12File))
	s.put("key.txt", shopSecrets["API key"])
	s.put("token.txt", shopSecrets["bridge token"])
	s.put("ca.pem", string(bytesOf(t, filepath.Join(s.far, "creds", "ca.pem"))))
	s.put("facetill.toml", s.config("proxy = "+fmt.Sprintf("%q", "http://till@"+s.proxied.addr), served.URL))
	return s
}

func (s *secretShop) put(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.in, name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// certificate locks the merchant's p12 with another password. Its key is a
// secret, too.
func (s *secretShop) certificate(p12 string) {
	s.t.Helper()
	key, leaf, chain, err := pkcs12.DecodeChain(bytesOf(s.t, p12), sim.DefaultMchID)
	if err != nil {
		s.t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		s.t.Fatal(err)
	}
	s.secret.add(s.t, "private key", string(der[len(der)-60:len(der)-20]))
	locked, err := pkcs12.Modern.Encode(key, leaf, chain, shopSecrets["p12 password"])
	if err != nil {
		s.t.Fatal(err)
	}
	s.put("cert.p12", string(locked))
}

func (s *secretShop) config(proxy, device string) string {
	hash, err := pin.Hash(shopSecrets["manager's PIN"])
	if err != nil {
		s.t.Fatal(err)
	}
	own, err := pin.Hash(shopSecrets["cashier's PIN"])
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprintf(`[merchant]
app_id = %q
mch_id = %q
api_key_file = "key.txt"
p12_file = "cert.p12"
p12_password_env = "HIDDEN_P12"
[store]
id = "S-1"
name = "店"
[terminal]
device_id = "D-1"
manager_pin_hash = '%s'
[[cashiers]]
name = "Li"
number = "07"
pin_hash = '%s'
[wechat]
%s
proxy_passwd_env = "HIDDEN_PROXY"
ca_file = "ca.pem"
[device]
adapter = "bridge"
dialect = "android"
[device.proxy]
ip = "10.0.0.1"
port = 3128
user = "till"
type = 1
passwd_env = "HIDDEN_DEVICE_PROXY"
[device.bridge]
url = %q
token_file = "token.txt"
[journal]
url = "../home/journal/facetill.db"
[log]
file = "../home/log/facetill.log"
level = "debug"
`, sim.DefaultAppID, sim.DefaultMchID, hash, own, proxy, device)
}

// environment has those secrets that come by it.
func (s *secretShop) environment() []string {
	return append(append(os.Environ(), folders(s.home)...), "HIDDEN_P12="+shopSecrets["p12 password"], "HIDDEN_PROXY="+shopSecrets["proxy password"],
		"HIDDEN_DEVICE_PROXY="+shopSecrets["device proxy password"], "FACETILL_PIN="+shopSecrets["manager's PIN"], "GOTRACEBACK=all")
}

// end runs a command to its end.
func (s *secretShop) end(cmd *exec.Cmd) said {
	s.t.Helper()
	return (&till{t: s.t, home: s.home}).end(cmd)
}

func (s *secretShop) command(args ...string) *exec.Cmd {
	cmd := exec.Command(s.exe, append(args, "--config", filepath.Join(s.in, "facetill.toml"))...)
	cmd.Env = s.environment()
	return cmd
}

// run keeps what a command writes, and wants its exit code.
func (s *secretShop) run(want int, stdin string, args ...string) said {
	s.t.Helper()
	cmd := s.command(args...)
	cmd.Stdin = strings.NewReader(stdin)
	got := s.end(cmd)
	if what := strings.Join(args, " "); args[0] == "pay" {
		s.keepPay(what, got)
	} else {
		s.keep(what, got)
	}
	if got.code != want {
		s.t.Errorf("%v: want %d, %v", args, want, got)
	}
	return got
}

func (s *secretShop) keep(what string, got said) {
	s.written.add("stdout of "+what, []byte(got.out))
	s.written.add("stderr of "+what, []byte(got.err))
}

// keepPay is keep for a pay, whose result line as JSON names the payer in one field:
// there alone the openid may stand, once.
func (s *secretShop) keepPay(what string, got said) {
	s.t.Helper()
	head, last := "", got.out
	if i := strings.LastIndexByte(strings.TrimSuffix(got.out, "\n"), '\n'); i >= 0 {
		head, last = got.out[:i+1], got.out[i+1:]
	}
	var result struct {
		Type   string `json:"type"`
		OpenID string `json:"openid"`
	}
	if json.Unmarshal([]byte(last), &result) == nil && result.Type == "result" && result.OpenID != "" {
		s.live++
		last = strings.Replace(last, fmt.Sprintf(`"openid":%q`, result.OpenID), `"openid":""`, 1)
	}
	got.out = head + last
	s.keep(what, got)
}

// recorder is the face device, and notes the payers' secrets that pass it.
type recorder struct {
	next wire.Caller
	mu   sync.Mutex
	seen map[string]map[string]bool
}

func (r *recorder) Call(ctx context.Context, req []byte) ([]byte, error) {
	r.note(req)
	resp, err := r.next.Call(ctx, req)
	r.note(resp)
	return resp, err
}

// payerFields are what identifies or authorises a payer, or the device, in the
// SDK's JSON.
var payerFields = map[string]bool{"face_code": true, "openid": true, "sub_openid": true, "authinfo": true, "rawdata": true,
	"telephone": true, "passwd": true, "unionid": true, "nickname": true, "token": true}

func (r *recorder) note(text []byte) {
	var fields map[string]any
	if json.Unmarshal(text, &fields) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, value := range fields {
		if payerFields[name] && value != "" {
			if r.seen[name] == nil {
				r.seen[name] = map[string]bool{}
			}
			r.seen[name][fmt.Sprint(value)] = true
		}
	}
}

// relay passes connections on to a proxy, and keeps what the till said first.
type relay struct {
	addr string
	mu   sync.Mutex
	head []byte
}

func newRelay(t *testing.T, to string) *relay {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	r := &relay{addr: ln.Addr().String()}
	go func() {
		for {
			in, err := ln.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				_ = in.Close()
				return
			}
			go pass(out, io.TeeReader(in, r))
			go pass(in, out)
		}
	}()
	return r
}

func pass(to net.Conn, from io.Reader) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
}

func (r *relay) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.head) < 1<<16 {
		r.head = append(r.head, p...)
	}
	return len(p), nil
}
