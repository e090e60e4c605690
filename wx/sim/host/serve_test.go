package host

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/book"
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

func TestServeHTTPS(t *testing.T) {
	r := start(t, Options{Dir: t.TempDir()})
	c := newClient(t)
	with, without := httpClient(t, r, r.Certificates.Client()), httpClient(t, r)

	no := c.number()
	want(t, c.answer(c.post(without, r.URL, &wire.Micropay, sale(no, sim.Code(0, 1), 100)...)), "result_code", "SUCCESS")
	resp, err := c.post(without, r.URL, &wire.Reverse, "out_trade_no", no)
	if err != nil {
		t.Fatal(err)
	}
	if body := readAll(t, resp); resp.StatusCode != 400 || !strings.Contains(body, "400 No required SSL certificate was sent") {
		t.Errorf("reverse without certificate: %d %s", resp.StatusCode, body)
	}
	want(t, c.answer(c.post(with, r.URL, &wire.Reverse, "out_trade_no", no)), "result_code", "SUCCESS", "recall", "N")

	// A certificate of another authority, of the right name.
	other, err := certificates.New(sim.DefaultMchID, time.Now())
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
	c := newClient(t)
	h := httpClient(t, r, r.Certificates.Client())
	proxy, _ := url.Parse(r.ProxyURL)
	h.Transport.(*http.Transport).Proxy = http.ProxyURL(proxy)
	no := c.number()
	want(t, c.answer(c.post(h, "https://api.mch.weixin.qq.com", &wire.Micropay, sale(no, sim.Code(0, 1), 100)...)), "result_code", "SUCCESS")
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
		"127.0.0.1 api.mch.weixin.qq.com", sim.DefaultAppID, sim.DefaultMchID, sim.DefaultAPIKey, r.ControlToken} {
		if !strings.Contains(text, part) {
			t.Errorf("the recipe lacks %s:\n%s", part, text)
		}
	}
	r = start(t, Options{Config: sim.Config{Merchants: []sim.Merchant{{AppID: "wx1", MchID: "m1", APIKey: "my-own-key-of-thirty-two-digits-"}}}})
	if strings.Contains(strings.Join(r.Recipe(), "\n"), "my-own-key") {
		t.Error("the recipe prints somebody's key")
	}
}

// TestEndlessAnswerEnds: an endless answer goes on as long as the client reads,
// and not longer.
func TestEndlessAnswerEnds(t *testing.T) {
	r := start(t, Options{})
	c := newClient(t)
	resp, err := c.post(httpClient(t, r), r.URL, &wire.Micropay, sale(c.number(), sim.Code(0, 1), 90031)...)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, resp.Body, 1<<20); err != nil {
		t.Errorf("ended after %d bytes: %v", n, err)
	}
	resp.Body.Close() // Stop, in the clean-up, waits for the handler
}

func TestMethodsAndPaths(t *testing.T) {
	noon := time.Date(2026, 11, 25, 12, 0, 0, 0, book.Beijing)
	server, err := sim.New(sim.Config{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	do := func(method, path string) *http.Response {
		w := httptest.NewRecorder()
		New(server).ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w.Result()
	}
	for _, path := range []string{"/", "/pay/micropay", "/nowhere"} {
		r := do(http.MethodHead, path)
		if r.StatusCode != 200 || r.Header.Get("Date") != "Wed, 25 Nov 2026 04:00:00 GMT" {
			t.Errorf("HEAD %s: %d, date %q", path, r.StatusCode, r.Header.Get("Date"))
		}
	}
	r := do(http.MethodGet, "/pay/micropay")
	if body := readAll(t, r); !strings.Contains(body, "请使用post方法") {
		t.Errorf("GET: %s", body)
	}
	if r := do(http.MethodPost, "/pay/micropayy"); r.StatusCode != http.StatusNotFound {
		t.Errorf("unknown path: %d", r.StatusCode)
	}
	if r := server.Do("/pay/unifiedorder", []byte("<xml></xml>"), true); r.Status != http.StatusNotFound || !r.Date.Equal(noon) {
		t.Errorf("unknown path: %+v", r)
	}
}
