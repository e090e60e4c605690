package sim

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"facetill/wx/sim/book"
)

// Files in a credentials folder. The client's have the names that the merchant
// platform gives them.
const (
	CAFile         = "ca.pem"
	ClientCertFile = "apiclient_cert.pem"
	ClientKeyFile  = "apiclient_key.pem"
	ClientP12File  = "apiclient_cert.p12"

	caKeyFile      = "ca_key.pem"
	serverCertFile = "server_cert.pem"
	serverKeyFile  = "server_key.pem"
)

// Credentials are the certificates of a simulator: an authority, a server
// certificate for the real host names, and a merchant's client certificate.
type Credentials struct {
	Dir   string // the folder they lie in; empty: in no file
	CAPEM []byte // what a client has to trust

	authority *authority
	server    *tls.Certificate
	client    *tls.Certificate
}

// Client is the merchant's certificate for Go's TLS client.
func (c *Credentials) Client() tls.Certificate { return *c.client }

// Path is the full path of one of the folder's files.
func (c *Credentials) Path(file string) string { return filepath.Join(c.Dir, file) }

// LoadCredentials reads the certificates in dir and makes those that are
// missing, out of date or another authority's. Files are readable by their owner alone.
// The p12 file's password is mchID, as at the real merchant platform.
//
// A folder that somebody shares with a running simulator keeps its authority,
// so clients that trust it go on working.
func LoadCredentials(dir, mchID string, now time.Time) (*Credentials, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("simulator credentials: %w; name a folder that can be written", err)
	}
	// Two processes that start at once must not mix their authorities.
	lock, err := os.OpenFile(filepath.Join(dir, ".lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("simulator credentials: %w; name a folder that can be written", err)
	}
	defer lock.Close()
	if err := book.LockFile(lock); err != nil {
		return nil, fmt.Errorf("simulator credentials: lock %s: %w", dir, err)
	}
	defer func() { _ = book.UnlockFile(lock) }()
	c := &Credentials{Dir: dir}
	if err := c.load(mchID, now); err != nil {
		return nil, fmt.Errorf("simulator credentials in %s: %w", dir, err)
	}
	c.CAPEM = pemOf("CERTIFICATE", c.authority.cert.Raw)
	return c, nil
}

// NewCredentials makes certificates that are in no file.
func NewCredentials(mchID string, now time.Time) (*Credentials, error) {
	a, err := newAuthority(now)
	if err != nil {
		return nil, err
	}
	c := &Credentials{authority: a, CAPEM: pemOf("CERTIFICATE", a.cert.Raw)}
	if c.server, err = a.server(now); err != nil {
		return nil, err
	}
	c.client, err = a.client(mchID, now)
	return c, err
}

func (c *Credentials) load(mchID string, now time.Time) (err error) {
	if c.authority, err = c.loadAuthority(now); err != nil {
		return err
	}
	c.server, err = c.leaf(serverCertFile, serverKeyFile, x509.ExtKeyUsageServerAuth, "", now)
	if err != nil {
		return err
	}
	c.client, err = c.leaf(ClientCertFile, ClientKeyFile, x509.ExtKeyUsageClientAuth, mchID, now)
	if err != nil {
		return err
	}
	return c.writeP12(mchID)
}

func (c *Credentials) loadAuthority(now time.Time) (*authority, error) {
	if pair, err := tls.LoadX509KeyPair(c.Path(CAFile), c.Path(caKeyFile)); err == nil {
		key, ok := pair.PrivateKey.(crypto.Signer)
		if ok && pair.Leaf.IsCA && now.Add(leafLife).Before(pair.Leaf.NotAfter) && !now.Before(pair.Leaf.NotBefore) {
			return &authority{pair.Leaf, key}, nil
		}
	}
	a, err := newAuthority(now)
	if err != nil {
		return nil, err
	}
	return a, c.write(CAFile, caKeyFile, a.cert.Raw, a.key)
}

// leaf reads one certificate with its key, or makes a new pair.
func (c *Credentials) leaf(certFile, keyFile string, use x509.ExtKeyUsage, mchID string, now time.Time) (*tls.Certificate, error) {
	if pair, err := tls.LoadX509KeyPair(c.Path(certFile), c.Path(keyFile)); err == nil {
		if c.authority.usable(&pair, use, now) == nil && (mchID == "" || pair.Leaf.Subject.CommonName == mchID) {
			return &pair, nil
		}
	}
	var pair *tls.Certificate
	var err error
	if use == x509.ExtKeyUsageServerAuth {
		pair, err = c.authority.server(now)
	} else {
		pair, err = c.authority.client(mchID, now)
	}
	if err != nil {
		return nil, err
	}
	return pair, c.write(certFile, keyFile, pair.Leaf.Raw, pair.PrivateKey)
}

// write puts a certificate and its key into their files.
func (c *Credentials) write(certFile, keyFile string, cert []byte, key crypto.PrivateKey) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(
		replaceFile(c.Path(keyFile), pemOf("PRIVATE KEY", der)),
		replaceFile(c.Path(certFile), pemOf("CERTIFICATE", cert)),
	)
}

// writeP12 writes the client's pair in the form that most clients of WeChat Pay
// read, with today's algorithms: OpenSSL 3 refuses the old ones.
func (c *Credentials) writeP12(mchID string) error {
	if old, err := os.ReadFile(c.Path(ClientP12File)); err == nil {
		if _, cert, _, err := pkcs12.DecodeChain(old, mchID); err == nil && cert.Equal(c.client.Leaf) {
			return nil
		}
	}
	p12, err := pkcs12.Modern.Encode(c.client.PrivateKey, c.client.Leaf, []*x509.Certificate{c.authority.cert}, mchID)
	if err != nil {
		return err
	}
	return replaceFile(c.Path(ClientP12File), p12)
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}
