package sim

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/wx/sim/certificates"
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
	if !pool.AppendCertsFromPEM(r.Certificates.CAPEM) {
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
	with, without := httpClient(t, r, r.Certificates.Client()), httpClient(t, r)

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
	other, err := certificates.New(DefaultMchID, time.Now())
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
	h := httpClient(t, r, r.Certificates.Client())
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
