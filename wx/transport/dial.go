package transport

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// DialFunc opens the bytes below TLS; [net.Dialer.DialContext] is the usual one.
type DialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// Endpoint is one host: an address, with TLS or without.
type Endpoint struct {
	addr string // host:port
	tls  bool
}

// ParseEndpoint reads https://host, https://host:port or the same with http.
func ParseEndpoint(text string) (Endpoint, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || (u.Path != "" && u.Path != "/") || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return Endpoint{}, fmt.Errorf("url %q is not of the form https://host or https://host:port", text)
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return Endpoint{net.JoinHostPort(u.Hostname(), port), u.Scheme == "https"}, nil
}

// host is what the Host header says: no port where it is the usual one.
func (e Endpoint) host() string {
	if e.tls {
		return strings.TrimSuffix(e.addr, ":443")
	}
	return strings.TrimSuffix(e.addr, ":80")
}

// Dialer opens connections to one kind of peer.
type Dialer struct {
	Dial  DialFunc
	Proxy string // host:port of an HTTP proxy; empty: direct
	// ProxyAuthorization is that header's value, asked at each connection, so
	// that no password lies here. Nil: none is sent.
	ProxyAuthorization func() string
	Roots              func() *x509.CertPool // nil, and what returns nil: the system's
	Cert               *tls.Certificate      // nil: none is shown
	Cache              tls.ClientSessionCache
	Limit              time.Duration // for DNS, connect and TLS together
}

// open connects to a host and shakes hands. Its only errors are *UnsentError.
func (d *Dialer) open(ctx context.Context, to Endpoint) (*conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, d.Limit, fmt.Errorf("no connection to %s within %v", to.addr, d.Limit))
	defer cancel()
	raw, err := d.bytes(ctx, to.addr)
	if err != nil {
		return nil, err
	}
	sock := &counted{Conn: raw}
	sock.allow(handshakeRoom)
	if !to.tls {
		return newConn(sock, sock), nil
	}
	name, _, _ := net.SplitHostPort(to.addr) // as ParseEndpoint joined it
	secure := tls.Client(sock, d.tlsConfig(name))
	if err := secure.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, &UnsentError{"TLS", cause(ctx, err)}
	}
	return newConn(secure, sock), nil
}

// tlsConfig is HTTP/1.1 over TLS 1.2 or later. The certificate is shown
// whichever authorities the server names: such a list has been seen without the
// one that the server accepts.
func (d *Dialer) tlsConfig(name string) *tls.Config {
	c := &tls.Config{
		ServerName:         name,
		MinVersion:         tls.VersionTLS12,
		NextProtos:         []string{"http/1.1"},
		ClientSessionCache: d.Cache,
	}
	if d.Roots != nil {
		c.RootCAs = d.Roots()
	}
	if d.Cert != nil {
		c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return d.Cert, nil
		}
	}
	return c
}

// bytes opens the connection below TLS, through the proxy where one is set.
func (d *Dialer) bytes(ctx context.Context, host string) (net.Conn, error) {
	to := host
	if d.Proxy != "" {
		to = d.Proxy
	}
	raw, err := d.Dial(ctx, "tcp", to)
	if err != nil {
		code := "CONNECT"
		var dns *net.DNSError
		if errors.As(err, &dns) {
			code = "DNS"
		}
		return nil, &UnsentError{code, cause(ctx, err)}
	}
	if d.Proxy == "" {
		return raw, nil
	}
	if err := d.tunnel(ctx, raw, host); err != nil {
		raw.Close()
		return nil, &UnsentError{"PROXY", cause(ctx, err)}
	}
	return raw, nil
}

// tunnel asks an HTTP proxy to connect to host. The proxy's password is in no
// error.
func (d *Dialer) tunnel(ctx context.Context, raw net.Conn, host string) error {
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	req := "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n"
	if d.ProxyAuthorization != nil {
		req += "Proxy-Authorization: " + d.ProxyAuthorization() + "\r\n"
	}
	if _, err := raw.Write([]byte(req + "\r\n")); err != nil {
		return err
	}
	// The server speaks only after the client's hello, so nothing of TLS can be
	// swallowed by this reader; what is buffered beyond the answer is refused.
	br := bufio.NewReader(raw)
	resp, err := http.ReadResponse(br, nil)
	if err != nil {
		return fmt.Errorf("proxy %s: %w", d.Proxy, err)
	}
	if resp.StatusCode != http.StatusOK || br.Buffered() > 0 {
		return fmt.Errorf("proxy %s answered status %d to connect", d.Proxy, resp.StatusCode)
	}
	if !stop() {
		return context.Cause(ctx)
	}
	return nil
}

// cause prefers the reason of an ended context to the error that it caused.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// counted counts the bytes that the kernel took, which tells whether any of a
// request can have left.
type counted struct {
	net.Conn
	written atomic.Int64
	left    atomic.Int64 // bytes that may still be read
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.written.Add(int64(n))
	return n, err
}

func (c *counted) Read(p []byte) (int, error) {
	if c.left.Load() <= 0 {
		return 0, ErrTooLarge
	}
	n, err := c.Conn.Read(p)
	c.left.Add(int64(-n))
	return n, err
}

// allow sets how many more bytes the peer may send.
func (c *counted) allow(n int64) { c.left.Store(n) }
