package sim

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"facetill/wx/wire"
)

// start serves a simulator until the test ends.
func start(t *testing.T, o Options) *Running {
	t.Helper()
	r, err := Serve(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// httpClient trusts the simulator and shows the given certificates.
func httpClient(t *testing.T, r *Running, certs ...tls.Certificate) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(r.Credentials.CAPEM) {
		t.Fatal("no CA")
	}
	tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: certs}, DisableKeepAlives: true}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

func (c *client) post(h *http.Client, url string, api *wire.API, pairs ...string) (*http.Response, error) {
	return h.Post(url+api.Path, typeXML, bytes.NewReader(c.signed(c.message(pairs...))))
}

func (c *client) answer(resp *http.Response, err error) wire.Message {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	return c.read(Reply{Status: resp.StatusCode, Body: []byte(readAll(c.t, resp))})
}

func TestServeHTTPS(t *testing.T) {
	r := start(t, Options{Dir: t.TempDir()})
	c := newClient(t, Config{}) // for its key; the server is r's
	with, without := httpClient(t, r, r.Credentials.Client()), httpClient(t, r)

	no := c.number()
	want(t, c.answer(c.post(without, r.URL, &wire.Micropay, sale(no, Code(0, 1), 100)...)), "result_code", "SUCCESS")
	resp, err := c.post(without, r.URL, &wire.Reverse, "out_trade_no", no)
	if err != nil {
		t.Fatal(err)
	}
	if body := readAll(t, resp); resp.StatusCode != 400 || !strings.Contains(body, "400 No required SSL certificate was sent") {
		t.Errorf("reverse without certificate: %d %s", resp.StatusCode, body)
	}
	want(t, c.answer(c.post(with, r.URL, &wire.Reverse, "out_trade_no", no)), "result_code", "SUCCESS", "recall", "N")

	// A certificate of another authority, of the right name.
	other, err := NewCredentials(DefaultMchID, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	stranger := httpClient(t, r)
	foreign := other.Client()
	stranger.Transport.(*http.Transport).TLSClientConfig.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &foreign, nil }
	if resp, err = c.post(stranger, r.URL, &wire.Reverse, "out_trade_no", no); err != nil {
		t.Fatal(err)
	}
	if body := readAll(t, resp); resp.StatusCode != 400 || !strings.Contains(body, "400 The SSL certificate error") {
		t.Errorf("reverse with a foreign certificate: %d %s", resp.StatusCode, body)
	}
	if resp, err = without.Head(r.URL); err != nil || resp.Header.Get("Date") == "" {
		t.Errorf("HEAD: %v", err)
	}
	// Who does not trust the authority gets no connection.
	if _, err := http.DefaultClient.Head(r.URL); err == nil {
		t.Error("an untrusted server was trusted")
	}
}

// TestConnectProxy: a client that was told no more than HTTPS_PROXY and the CA
// calls the real names.
func TestConnectProxy(t *testing.T) {
	r := start(t, Options{})
	c := newClient(t, Config{})
	h := httpClient(t, r, r.Credentials.Client())
	proxy, _ := url.Parse(r.ProxyURL)
	h.Transport.(*http.Transport).Proxy = http.ProxyURL(proxy)
	no := c.number()
	want(t, c.answer(c.post(h, "https://api.mch.weixin.qq.com", &wire.Micropay, sale(no, Code(0, 1), 100)...)), "result_code", "SUCCESS")
	want(t, c.answer(c.post(h, "https://api2.mch.weixin.qq.com", &wire.Reverse, "out_trade_no", no)), "result_code", "SUCCESS")
	for _, host := range []string{"https://example.org", "https://api.mch.weixin.qq.com:8443"} {
		if _, err := h.Head(host); err == nil || !strings.Contains(err.Error(), "Forbidden") {
			t.Errorf("%s through the proxy: %v", host, err)
		}
	}
	resp, err := http.Get(r.ProxyURL + "/pay/micropay")
	if err != nil {
		t.Fatal(err)
	}
	if body := readAll(t, resp); resp.StatusCode != 400 || !strings.Contains(body, "use https://") {
		t.Errorf("plain HTTP: %d %s", resp.StatusCode, body)
	}
}

func TestControl(t *testing.T) {
	r := start(t, Options{})
	c := newClient(t, Config{})
	h := httpClient(t, r)
	do := func(method, path, token, body string) (int, string) {
		t.Helper()
		req, _ := http.NewRequest(method, r.URL+path, strings.NewReader(body))
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		resp, err := h.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, readAll(t, resp)
	}
	for _, token := range []string{"", "x", r.ControlToken + "x"} {
		for _, call := range []string{"GET /_sim/book", "POST /_sim/next", "POST /_sim/reset", "GET /_sim/"} {
			method, path, _ := strings.Cut(call, " ")
			if status, body := do(method, path, token, "{}"); status != 401 || strings.Contains(body, r.ControlToken) {
				t.Errorf("%s with token %q: %d", call, token, status)
			}
		}
	}
	if status, body := do("POST", "/_sim/next", r.ControlToken, `{"api":"micropay","scenario":15}`); status != 200 {
		t.Fatalf("next: %d %s", status, body)
	}
	first, second := c.number(), c.number()
	want(t, c.answer(c.post(h, r.URL, &wire.Micropay, sale(first, Code(0, 1), 100)...)), "err_code", "NOTENOUGH")
	want(t, c.answer(c.post(h, r.URL, &wire.Micropay, sale(second, Code(0, 2), 100)...)), "result_code", "SUCCESS")
	var book struct {
		Now    time.Time
		Orders []struct {
			OutTradeNo string `json:"out_trade_no"`
			TradeState string `json:"trade_state"`
			Held       int64
		}
	}
	_, body := do("GET", "/_sim/book", r.ControlToken, "")
	if err := json.Unmarshal([]byte(body), &book); err != nil || len(book.Orders) != 2 || book.Orders[0].TradeState != "NOTPAY" || book.Orders[1].Held != 100 {
		t.Errorf("book: %v %s", err, body)
	}
	if strings.Contains(body, Code(0, 2)) {
		t.Error("the book shows a payer's code")
	}
	for _, bad := range []string{"", "x", `{"api":"micropay","scenario":3}`, `{"api":"micropay","scenario":15,"more":1}`, `{"api":"micropay","times":-1}`} {
		if status, _ := do("POST", "/_sim/next", r.ControlToken, bad); status != 400 {
			t.Errorf("next %q: %d", bad, status)
		}
	}
	if status, body := do("GET", "/_sim/scenarios", r.ControlToken, ""); status != 200 || !strings.Contains(body, `"zh":"余额不足"`) {
		t.Errorf("scenarios: %d %s", status, body)
	}
	if status, _ := do("GET", "/_sim/else", r.ControlToken, ""); status != 404 {
		t.Errorf("unknown control call: %d", status)
	}
	do("POST", "/_sim/reset", r.ControlToken, "")
	if _, body := do("GET", "/_sim/book", r.ControlToken, ""); !strings.Contains(body, `"orders":[]`) {
		t.Errorf("after the reset: %s", body)
	}
	// Connections that are closed before anything is read.
	if status, _ := do("POST", "/_sim/next", r.ControlToken, `{"api":"connect","times":2}`); status != 200 {
		t.Fatalf("connect: %d", status)
	}
	for range 2 {
		if _, err := c.post(h, r.URL, &wire.Orderquery, "out_trade_no", first); err == nil {
			t.Error("a refused connection was served")
		}
	}
	want(t, c.answer(c.post(h, r.URL, &wire.Orderquery, "out_trade_no", first)), "err_code", "ORDERNOTEXIST")
}

// TestControlIsShut: a server without token has no control endpoint.
func TestControlIsShut(t *testing.T) {
	c := newClient(t, Config{})
	for _, header := range []string{"", "Bearer ", "Bearer"} {
		if c.server.authorized(&http.Request{Header: http.Header{"Authorization": {header}}}) {
			t.Errorf("%q opens it", header)
		}
	}
}

func TestServeStops(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	r, err := Serve(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel(errors.New("a signal"))
	if err := r.Wait(); err != nil {
		t.Errorf("a context that ends is no error: %v", err)
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(r.URL, "https://")); err == nil {
		t.Error("the port is still open")
	}
	if _, err := Serve(t.Context(), Options{Listen: "256.0.0.1:1"}); err == nil || !strings.Contains(err.Error(), "choose another address") {
		t.Errorf("bad address: %v", err)
	}
	if _, err := Serve(t.Context(), Options{Dir: string([]byte{0})}); err == nil {
		t.Error("a folder that cannot be is no error")
	}
}

func TestRecipe(t *testing.T) {
	dir := t.TempDir()
	r := start(t, Options{Dir: dir})
	text := strings.Join(r.Recipe(), "\n")
	for _, part := range []string{r.URL, "HTTPS_PROXY=" + r.ProxyURL, filepath.Join(dir, "ca.pem"), filepath.Join(dir, "apiclient_cert.p12"),
		"127.0.0.1 api.mch.weixin.qq.com", DefaultAppID, DefaultMchID, DefaultAPIKey, r.ControlToken} {
		if !strings.Contains(text, part) {
			t.Errorf("the recipe lacks %s:\n%s", part, text)
		}
	}
	r = start(t, Options{Config: Config{Merchants: []Merchant{{"wx1", "m1", "my-own-key-of-thirty-two-digits-"}}}})
	if strings.Contains(strings.Join(r.Recipe(), "\n"), "my-own-key") {
		t.Error("the recipe prints somebody's key")
	}
}

func TestCredentialsAreUsedAgain(t *testing.T) {
	dir, now := filepath.Join(t.TempDir(), "new"), time.Now()
	load := func(mch string, at time.Time) *Credentials {
		t.Helper()
		c, err := LoadCredentials(dir, mch, at)
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

// TestEndlessAnswerEnds: an endless answer goes on as long as the client reads,
// and not longer.
func TestEndlessAnswerEnds(t *testing.T) {
	r := start(t, Options{})
	c := newClient(t, Config{})
	resp, err := c.post(httpClient(t, r), r.URL, &wire.Micropay, sale(c.number(), Code(0, 1), 90031)...)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, resp.Body, 1<<20); err != nil {
		t.Errorf("ended after %d bytes: %v", n, err)
	}
	resp.Body.Close() // Stop, in the clean-up, waits for the handler
}
