package transport

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
)

// identity is a server's certificate for example.com and who trusts it.
func identity(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates}, roots
}

// securePool is a pool whose connections are served over TLS, each by its own
// goroutine, and closed when that ends. A nil config is no TLS.
func securePool(t *testing.T, config *tls.Config, roots *x509.CertPool, serve func(net.Conn)) *Pool {
	t.Helper()
	address := "http://example.com"
	if config != nil {
		address = "https://example.com"
	}
	p := plainPool(t, address, func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			if config != nil {
				serve(tls.Server(far, config))
			} else {
				serve(far)
			}
		}()
		return near, nil
	})
	p.dialer.Roots = func() *x509.CertPool { return roots }
	return p
}

// Money rule 1.6: only a new connection of TLS 1.3 on which nothing was heard looks
// like a refusal of the certificate. All else is an answer that is lost.
func TestUnheard(t *testing.T) {
	config, roots := identity(t)
	for _, r := range []struct {
		name    string
		version uint16 // 0: no TLS
		before  int    // requests that were answered on the connection
		says    string
		unheard bool
	}{
		{"new", tls.VersionTLS13, 0, "", true},
		{"used", tls.VersionTLS13, 1, "", false},
		{"heard", tls.VersionTLS13, 0, "HTTP/1.1 2", false},
		{"an older TLS, whose handshake ends with the certificate", tls.VersionTLS12, 0, "", false},
		{"no TLS", 0, 0, "", false},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := config.Clone()
			if c.MaxVersion = r.version; r.version == 0 {
				c = nil
			}
			p := securePool(t, c, roots, func(conn net.Conn) {
				br := bufio.NewReader(conn)
				for n := 0; ; n++ {
					q, err := http.ReadRequest(br)
					if err != nil {
						t.Error(err)
						return
					}
					io.Copy(io.Discard, q.Body)
					if n == r.before {
						io.WriteString(conn, r.says)
						return
					}
					ok(conn, q)
				}
			})
			defer p.Close()
			for range r.before {
				if _, err := post(t.Context(), p, limit); err != nil {
					t.Error(err)
				}
			}
			_, err := post(t.Context(), p, limit)
			if lost, is := errors.AsType[*LostError](err); !is || lost.Unheard != r.unheard {
				t.Errorf("%s: %#v", r.name, err)
			}
		})
	}
}

// What fails before the request is unsent, and the request's gate is not asked. A
// server that ends a new connection before it was asked has refused its handshake.
func TestHandshakeFails(t *testing.T) {
	config, roots := identity(t)
	for _, r := range []struct {
		name  string
		serve func(net.Conn)
		pool  *x509.CertPool
		gates int
		text  string
	}{
		{"not TLS", func(c net.Conn) {
			go io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n")
			io.Copy(io.Discard, c)
		}, roots, 0, "TLS: tls: first record does not look like a TLS handshake"},
		{"silent", func(c net.Conn) { io.Copy(io.Discard, c) }, roots, 0, "TLS: no connection to example.com:443 within 2.5s"},
		{"unknown", func(c net.Conn) {
			tls.Server(c, config).Handshake()
			io.Copy(io.Discard, c)
		}, x509.NewCertPool(), 0, "TLS: tls: failed to verify certificate: x509: certificate signed by unknown authority"},
		{"closed behind its handshake", func(c net.Conn) {
			tls.Server(c, config).Handshake()
			c.Close()
		}, roots, 1, "TLS: connection was given up: server spoke without being asked: EOF"},
	} {
		synctest.Test(t, func(t *testing.T) {
			to, err := ParseEndpoint("https://example.com")
			if err != nil {
				t.Fatal(err)
			}
			p := NewPool(to, &Dialer{Limit: connect, Roots: func() *x509.CertPool { return r.pool }, Dial: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				go r.serve(far) // to the end of the connection, or this never ends
				return near, nil
			}})
			gates := 0
			_, err = p.Do(t.Context(), &Request{Limit: limit, Gate: func() error {
				gates++
				synctest.Wait()
				return nil
			}})
			if fmt.Sprint(err) != r.text || named(err) != "unsent TLS" || gates != r.gates {
				t.Errorf("%s: %v; the gate was asked %d times", r.name, err, gates)
			}
		})
	}
}

// A connection speaks HTTP/1.1 over TLS 1.2 or later, and a second one begins where
// the first one's handshake ended.
func TestHello(t *testing.T) {
	config, roots := identity(t)
	synctest.Test(t, func(t *testing.T) {
		var hellos []*tls.ClientHelloInfo
		var resumed []bool
		config.GetConfigForClient = func(h *tls.ClientHelloInfo) (*tls.Config, error) {
			hellos = append(hellos, h)
			return nil, nil
		}
		p := securePool(t, config, roots, func(conn net.Conn) {
			q, err := http.ReadRequest(bufio.NewReader(conn))
			if err != nil {
				t.Error(err)
				return
			}
			io.Copy(io.Discard, q.Body)
			resumed = append(resumed, conn.(*tls.Conn).ConnectionState().DidResume)
			ok(conn, q)
		})
		p.dialer.Cache = tls.NewLRUClientSessionCache(1)
		for range 2 {
			if _, err := post(t.Context(), p, limit); err != nil {
				t.Error(err)
			}
			synctest.Wait()
		}
		if !slices.Equal(resumed, []bool{false, true}) {
			t.Errorf("resumed: %v", resumed)
		}
		for _, h := range hellos {
			if h.ServerName != "example.com" || !slices.Equal(h.SupportedProtos, []string{"http/1.1"}) || slices.Min(h.SupportedVersions) != tls.VersionTLS12 {
				t.Errorf("%q speaks %v over %x", h.ServerName, h.SupportedProtos, h.SupportedVersions)
			}
		}
	})
}
