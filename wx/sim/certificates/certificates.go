package certificates

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

	"facetill/flow/sharedfile"
)

// Files in the folder of a set. The client's are named as the merchant platform
// names them.
const (
	CAFile         = "ca.pem"
	ClientCertFile = "apiclient_cert.pem"
	ClientKeyFile  = "apiclient_key.pem"
	ClientP12File  = "apiclient_cert.p12"

	caKeyFile      = "ca_key.pem"
	serverCertFile = "server_cert.pem"
	serverKeyFile  = "server_key.pem"
)

// Set is the certificates of a simulator: an authority, a server certificate for
// the real host names, and a merchant's client certificate.
type Set struct {
	Dir   string // the folder they lie in; empty: in no file
	CAPEM []byte // what a client has to trust

	authority *authority
	server    *tls.Certificate
	client    *tls.Certificate
}

// Client is the merchant's certificate for Go's TLS client.
func (s *Set) Client() tls.Certificate { return *s.client }

// Path is the full path of one of the folder's files.
func (s *Set) Path(file string) string { return filepath.Join(s.Dir, file) }

// Load reads the set in dir and makes what is missing, out of date or another
// authority's. Files are readable by their owner alone. The p12 file's password is
// mchID, as at the real merchant platform.
//
// A folder that somebody shares with a running simulator keeps its authority,
// so clients that trust it go on working.
func Load(dir, mchID string, now time.Time) (*Set, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("simulator credentials: %w; name a folder that can be written", err)
	}
	// Two processes that start at once must not mix their authorities.
	lock, err := os.OpenFile(filepath.Join(dir, ".lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("simulator credentials: %w; name a folder that can be written", err)
	}
	defer lock.Close()
	if err := sharedfile.WaitLock(lock); err != nil {
		return nil, fmt.Errorf("simulator credentials: lock %s: %w", dir, err)
	}
	defer func() { _ = sharedfile.Unlock(lock) }()
	s := &Set{Dir: dir}
	if err := s.load(mchID, now); err != nil {
		return nil, fmt.Errorf("simulator credentials in %s: %w", dir, err)
	}
	s.CAPEM = pemOf("CERTIFICATE", s.authority.cert.Raw)
	return s, nil
}

// New makes a set that is in no file.
func New(mchID string, now time.Time) (*Set, error) {
	a, err := newAuthority(now)
	if err != nil {
		return nil, err
	}
	s := &Set{authority: a, CAPEM: pemOf("CERTIFICATE", a.cert.Raw)}
	if s.server, err = a.sign(x509.ExtKeyUsageServerAuth, "", now); err != nil {
		return nil, err
	}
	s.client, err = a.sign(x509.ExtKeyUsageClientAuth, mchID, now)
	return s, err
}

// ServerConfig lets every client certificate through the handshake: the answer
// to a wrong one is a page, as nginx sends it. [Set.Signed] judges it.
func (s *Set) ServerConfig() *tls.Config {
	cas := x509.NewCertPool()
	cas.AddCert(s.authority.cert)
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{*s.server},
		ClientAuth:   tls.RequestClientCert,
		ClientCAs:    cas,
	}
}

// Signed reports whether a client certificate is one of this authority's.
func (s *Set) Signed(client *x509.Certificate) bool {
	return s.authority.signed(client, x509.ExtKeyUsageClientAuth, time.Time{})
}

func (s *Set) load(mchID string, now time.Time) (err error) {
	if s.authority, err = s.loadAuthority(now); err != nil {
		return err
	}
	if s.server, err = s.leaf(serverCertFile, serverKeyFile, x509.ExtKeyUsageServerAuth, mchID, now); err != nil {
		return err
	}
	if s.client, err = s.leaf(ClientCertFile, ClientKeyFile, x509.ExtKeyUsageClientAuth, mchID, now); err != nil {
		return err
	}
	return s.writeP12(mchID)
}

func (s *Set) loadAuthority(now time.Time) (*authority, error) {
	if pair, err := tls.LoadX509KeyPair(s.Path(CAFile), s.Path(caKeyFile)); err == nil {
		key, ok := pair.PrivateKey.(crypto.Signer)
		if ok && pair.Leaf.IsCA && now.Add(leafLife).Before(pair.Leaf.NotAfter) && !now.Before(pair.Leaf.NotBefore) {
			return &authority{pair.Leaf, key}, nil
		}
	}
	a, err := newAuthority(now)
	if err != nil {
		return nil, err
	}
	return a, s.write(CAFile, caKeyFile, a.cert.Raw, a.key)
}

// leaf reads one certificate with its key, or makes a new pair.
func (s *Set) leaf(certFile, keyFile string, use x509.ExtKeyUsage, mchID string, now time.Time) (*tls.Certificate, error) {
	if pair, err := tls.LoadX509KeyPair(s.Path(certFile), s.Path(keyFile)); err == nil && s.authority.usable(&pair, use, mchID, now) {
		return &pair, nil
	}
	pair, err := s.authority.sign(use, mchID, now)
	if err != nil {
		return nil, err
	}
	return pair, s.write(certFile, keyFile, pair.Leaf.Raw, pair.PrivateKey)
}

// write puts a certificate and its key into their files.
func (s *Set) write(certFile, keyFile string, cert []byte, key crypto.PrivateKey) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(
		sharedfile.Replace(s.Path(keyFile), pemOf("PRIVATE KEY", der)),
		sharedfile.Replace(s.Path(certFile), pemOf("CERTIFICATE", cert)),
	)
}

// writeP12 writes the client's pair in the form that most clients of WeChat Pay
// read, with today's algorithms: OpenSSL 3 refuses the old ones.
func (s *Set) writeP12(mchID string) error {
	if old, err := os.ReadFile(s.Path(ClientP12File)); err == nil {
		if _, cert, _, err := pkcs12.DecodeChain(old, mchID); err == nil && cert.Equal(s.client.Leaf) {
			return nil
		}
	}
	p12, err := pkcs12.Modern.Encode(s.client.PrivateKey, s.client.Leaf, []*x509.Certificate{s.authority.cert}, mchID)
	if err != nil {
		return err
	}
	return sharedfile.Replace(s.Path(ClientP12File), p12)
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}
