package wx

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"facetill/flow"
)

// connectLimit is how long DNS, connect and TLS of one host may take together
// (money rule 1.5).
const connectLimit = 2500 * time.Millisecond

// DialFunc opens the bytes below TLS; [net.Dialer.DialContext] is the usual one.
type DialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// dialer opens connections to one kind of peer.
type dialer struct {
	dial     DialFunc
	proxy    *url.URL // nil: direct
	password flow.Secret
	roots    *x509.CertPool // nil: the system's
	cert     *Certificate   // nil: none is shown
	cache    tls.ClientSessionCache
	limit    time.Duration
}

// unsentError is a failure before one byte of the request was handed to the
// kernel. Code is DNS, CONNECT, PROXY or TLS, or why nothing was tried.
type unsentError struct {
	code string
	err  error
}

func (e *unsentError) Error() string { return e.code + ": " + e.err.Error() }
func (e *unsentError) Unwrap() error { return e.err }

// open connects to a host and shakes hands. Its only errors are *unsentError.
func (d *dialer) open(ctx context.Context, to endpoint) (*conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, d.limit, fmt.Errorf("no connection to %s within %v", to.addr, d.limit))
	defer cancel()
	raw, err := d.bytes(ctx, to.addr)
	if err != nil {
		return nil, err
	}
	name, _, err := net.SplitHostPort(to.addr)
	if err != nil {
		name = to.addr
	}
	sock := &counted{Conn: raw}
	sock.allow(handshakeRoom)
	if !to.tls {
		return newConn(sock, sock), nil
	}
	secure := tls.Client(sock, d.tlsConfig(name))
	if err := secure.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, &unsentError{"TLS", cause(ctx, err)}
	}
	return newConn(secure, sock), nil
}

// tlsConfig is HTTP/1.1 over TLS 1.2 or later. The certificate is shown
// whichever authorities the server names: WeChat's list has been seen without
// the one that signs merchants.
func (d *dialer) tlsConfig(name string) *tls.Config {
	c := &tls.Config{
		ServerName:         name,
		RootCAs:            d.roots,
		MinVersion:         tls.VersionTLS12,
		NextProtos:         []string{"http/1.1"},
		ClientSessionCache: d.cache,
	}
	if d.cert != nil {
		c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return &d.cert.pair, nil
		}
	}
	return c
}

// bytes opens the connection below TLS, through the proxy where one is set.
func (d *dialer) bytes(ctx context.Context, host string) (net.Conn, error) {
	to := host
	if d.proxy != nil {
		to = d.proxy.Host
	}
	raw, err := d.dial(ctx, "tcp", to)
	if err != nil {
		code := "CONNECT"
		var dns *net.DNSError
		if errors.As(err, &dns) {
			code = "DNS"
		}
		return nil, &unsentError{code, cause(ctx, err)}
	}
	if d.proxy == nil {
		return raw, nil
	}
	if err := d.tunnel(ctx, raw, host); err != nil {
		raw.Close()
		return nil, &unsentError{"PROXY", cause(ctx, err)}
	}
	return raw, nil
}

// tunnel asks an HTTP proxy to connect to host. The proxy's password is in no
// error.
func (d *dialer) tunnel(ctx context.Context, raw net.Conn, host string) error {
	stop := context.AfterFunc(ctx, func() { raw.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	req := "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n"
	if u := d.proxy.User; u != nil {
		req += "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.Username()+":"+d.password.Reveal())) + "\r\n"
	}
	if _, err := raw.Write([]byte(req + "\r\n")); err != nil {
		return err
	}
	// The server speaks only after the client's hello, so nothing of TLS can be
	// swallowed by this reader; what is buffered beyond the answer is refused.
	br := bufio.NewReaderSize(raw, 4096)
	resp, err := http.ReadResponse(br, &http.Request{Method: http.MethodConnect})
	if err != nil {
		return fmt.Errorf("proxy %s: %w", d.proxy.Host, err)
	}
	if resp.StatusCode != http.StatusOK || br.Buffered() > 0 {
		return fmt.Errorf("proxy %s answered status %d to connect", d.proxy.Host, resp.StatusCode)
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

// counted counts the bytes that the kernel took, which is how a client knows
// whether any of a request can have left.
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
		return 0, errTooLarge
	}
	n, err := c.Conn.Read(p)
	c.left.Add(int64(-n))
	return n, err
}

// allow sets how many more bytes the peer may send.
func (c *counted) allow(n int64) { c.left.Store(n) }
