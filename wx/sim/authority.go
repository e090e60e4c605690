package sim

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"time"
)

// Hosts are the names that the simulator's certificate covers beside localhost:
// payment, its backup, and the face service.
var Hosts = []string{"api.mch.weixin.qq.com", "api2.mch.weixin.qq.com", "payapp.weixin.qq.com"}

// How long certificates live, and how much of it must be left when they are used
// again. Apple's clients accept no server certificate of more than 825 days.
const (
	authorityLife = 10 * 365 * 24 * time.Hour
	leafLife      = 800 * 24 * time.Hour
	leafLeft      = 30 * 24 * time.Hour
	backdated     = 24 * time.Hour // clocks of test machines are wrong
)

// authority is the certificate that signs the two others.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// signed says whether a client certificate is this authority's.
func (a *authority) signed(chain []*x509.Certificate) error {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: pool, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	return err
}

func newAuthority(now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	t, err := template("facetill simulator CA, trust it for tests only", now, authorityLife)
	if err != nil {
		return nil, err
	}
	t.IsCA, t.BasicConstraintsValid = true, true
	t.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &authority{cert, key}, err
}

// server signs a certificate for the hosts, client one for the merchant.
func (a *authority) server(now time.Time) (*tls.Certificate, error) {
	return a.sign(Hosts[0], now, func(t *x509.Certificate) {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		t.DNSNames = append(append(t.DNSNames, Hosts...), "localhost")
		t.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	})
}

func (a *authority) client(mchID string, now time.Time) (*tls.Certificate, error) {
	return a.sign(mchID, now, func(t *x509.Certificate) {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	})
}

func (a *authority) sign(name string, now time.Time, purpose func(*x509.Certificate)) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	t, err := template(name, now, leafLife)
	if err != nil {
		return nil, err
	}
	t.KeyUsage = x509.KeyUsageDigitalSignature
	purpose(t)
	der, err := x509.CreateCertificate(rand.Reader, t, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}

func template(name string, now time.Time, life time.Duration) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name, Organization: []string{"facetill simulator"}},
		NotBefore:    now.Add(-backdated),
		NotAfter:     now.Add(life),
	}, nil
}

// usable says whether a certificate read from a file is this authority's and
// lives long enough to be used again.
func (a *authority) usable(c *tls.Certificate, use x509.ExtKeyUsage, now time.Time) error {
	if now.Before(c.Leaf.NotBefore) || now.Add(leafLeft).After(c.Leaf.NotAfter) {
		return errors.New("out of date")
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	_, err := c.Leaf.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{use}})
	if err != nil || use != x509.ExtKeyUsageServerAuth {
		return err
	}
	for _, host := range append([]string{"localhost", "127.0.0.1"}, Hosts...) {
		if err := c.Leaf.VerifyHostname(host); err != nil {
			return err
		}
	}
	return nil
}
