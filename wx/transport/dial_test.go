package transport

import (
	"io"
	"net"
	"net/http"
	"testing"
)

func TestProxy(t *testing.T) {
	s, _, _ := counting(t, okHandler)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan *http.Request, 1)
	proxy := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	to, err := ParseEndpoint(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := NewPool(to, &Dialer{Dial: new(net.Dialer).DialContext, Limit: connect, Proxy: ln.Addr().String(),
		ProxyAuthorization: func() string { return "Basic dTpw" }})
	defer p.Close()
	if _, err := post(t.Context(), p, limit); err != nil {
		t.Fatal(err)
	}
	r := <-asked
	if r.Method != "CONNECT" || r.Header.Get("Proxy-Authorization") != "Basic dTpw" {
		t.Errorf("%s %v", r.Method, r.Header)
	}
}
