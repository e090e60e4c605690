package wx

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"

	"facetill/flow"
)

func TestProxy(t *testing.T) {
	s := newServer(t, good(t))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan *http.Request, 1)
	proxy := &http.Server{ErrorLog: quiet(t), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r
		to, err := net.Dial("tcp", r.Host)
		if err != nil {
			t.Error(err)
			return
		}
		from, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(from, "HTTP/1.1 200 Connection Established\r\n\r\n")
		go func() { io.Copy(to, from); to.Close() }()
		go func() { io.Copy(from, to); from.Close() }()
	})}
	go proxy.Serve(ln)
	defer proxy.Close()
	cfg := testConfig(t, s)
	cfg.Proxy = &url.URL{Scheme: "http", Host: ln.Addr().String(), User: url.User("u")}
	cfg.ProxyPassword = flow.NewSecret("p")
	if a := query(testClient(t, cfg), t.Context(), request{}); a.fields == nil {
		t.Fatalf("%+v", a)
	}
	r := <-asked
	if r.Method != "CONNECT" || r.Header.Get("Proxy-Authorization") != "Basic dTpw" {
		t.Errorf("%s %v", r.Method, r.Header)
	}
}
