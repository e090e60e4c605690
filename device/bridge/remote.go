package bridge

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"time"

	"facetill/flow/field"
)

// Remote is where a bridge on another machine is and how it is known.
type Remote struct {
	URL   string // https://HOST:PORT; http to a loopback address alone
	Token string
	// Pinned is PEM: the certificate that the bridge shows, or the authority that
	// signed it. The system's own authorities are never asked.
	Pinned []byte
	// Simulated: this till charges nobody, so a simulated camera will do.
	Simulated bool
	// Dial replaces the network, for simulators in the same process.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// PinError is a certificate that is not the pinned one.
type PinError struct {
	Got string // fingerprint of what was shown
	Err error  // why the pinned authorities do not vouch for it
}

func (e *PinError) Error() string {
	return fmt.Sprintf("the bridge shows the certificate %s, which is not the pinned one (%v); "+
		"compare it with what `facetill device serve` printed, and copy its certificate again if it was made anew", e.Got, e.Err)
}

func (e *PinError) Unwrap() error { return e.Err }

// NewRemote returns a client for a bridge on another machine. It uses no proxy,
// shows its token only behind the pinned certificate, and asks again for the
// answer of a scan whose connection broke. Its errors begin with the name of the
// configuration's key.
func NewRemote(r Remote) (*Client, error) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("url is no address; write it like https://10.0.0.7:17891")
	}
	if r.Token == "" {
		return nil, errors.New("token_file is empty; copy the one that `facetill device serve` wrote")
	}
	var conf *tls.Config
	if u.Scheme == "https" {
		if conf, err = pinned(r.Pinned, u.Hostname()); err != nil {
			return nil, fmt.Errorf("ca_file %w", err)
		}
	}
	transport := direct(conf)
	if r.Dial != nil {
		transport.DialContext = r.Dial
	}
	c := NewClient((&url.URL{Scheme: u.Scheme, Host: u.Host}).String(), r.Token, transport)
	c.again, c.foreign, c.real = true, true, !r.Simulated
	return c, nil
}

// pinned trusts exactly the certificates of a PEM text. One that is shown byte by
// byte as it was pinned is right under any address and on any day: whoever pinned
// it chose it, and neither a new lease of the router nor a dead clock may close
// the camera. Anything else needs a chain to a pinned authority, the right name,
// and dates that hold.
func pinned(text []byte, host string) (*tls.Config, error) {
	var pins []*x509.Certificate
	roots := x509.NewCertPool()
	for rest := field.Unmarked(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("holds a certificate that cannot be read: %w", err)
		}
		pins = append(pins, c)
		roots.AddCert(c)
	}
	if len(pins) == 0 {
		return nil, errors.New("holds no certificate; it has to begin with -----BEGIN CERTIFICATE-----")
	}
	verify := func(state tls.ConnectionState) error {
		shown := state.PeerCertificates
		if slices.ContainsFunc(pins, shown[0].Equal) {
			return nil
		}
		others := x509.NewCertPool()
		for _, c := range shown[1:] {
			others.AddCert(c)
		}
		if _, err := shown[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: others, DNSName: host, CurrentTime: time.Now()}); err != nil {
			return &PinError{Got: Fingerprint(shown[0].Raw), Err: err}
		}
		return nil
	}
	// The library's own check knows chains and names alone, so verify takes its
	// place; it runs in every handshake, also in a resumed one.
	return &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true, VerifyConnection: verify}, nil
}
