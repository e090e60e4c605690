package certificates

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"net"
	"slices"
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

// organization and commonName are how a simulator's authority is known.
const (
	organization = "facetill simulator"
	commonName   = "facetill simulator CA, trust it for tests only"
)

// AreSimulators reports whether every certificate of a PEM file is the authority of a
// simulator, and there is one. Who trusts these alone reaches nothing else.
func AreSimulators(text []byte) bool {
	found := false
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return found
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil || !cert.IsCA || cert.Subject.CommonName != commonName || !slices.Equal(cert.Subject.Organization, []string{organization}) {
			return false
		}
		found = true
	}
}

func newAuthority(now time.Time) (*authority, error) {
	pair, err := issue(&x509.Certificate{
		Subject:  pkix.Name{CommonName: commonName},
		NotAfter: now.Add(authorityLife),
		IsCA:     true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}, nil, now)
	if err != nil {
		return nil, err
	}
	return &authority{pair.Leaf, pair.PrivateKey.(crypto.Signer)}, nil
}

// sign makes a certificate: the server's for the hosts, or the client's of a
// merchant.
func (a *authority) sign(use x509.ExtKeyUsage, mchID string, now time.Time) (*tls.Certificate, error) {
	t := &x509.Certificate{
		Subject:     pkix.Name{CommonName: mchID},
		NotAfter:    now.Add(leafLife),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{use},
	}
	if use == x509.ExtKeyUsageServerAuth {
		t.Subject.CommonName = Hosts[0]
		t.DNSNames = append([]string{"localhost"}, Hosts...)
		t.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	}
	return issue(t, a, now)
}

// issue makes a key and its certificate, signed by an authority; nil: by itself.
func issue(t *x509.Certificate, by *authority, now time.Time) (*tls.Certificate, error) {
	t.Subject.Organization = []string{organization}
	t.NotBefore = now.Add(-backdated)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if by == nil {
		by = &authority{t, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, by.cert, key.Public(), by.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}

// signed reports whether a certificate is this authority's for that use. A zero
// time is now.
func (a *authority) signed(c *x509.Certificate, use x509.ExtKeyUsage, at time.Time) bool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	_, err := c.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{use}})
	return err == nil
}

// usable reports whether a certificate that was read from a file can be used
// again: it is not another authority's, is not for others, and lives long enough.
func (a *authority) usable(c *tls.Certificate, use x509.ExtKeyUsage, mchID string, now time.Time) bool {
	if now.Before(c.Leaf.NotBefore) || now.Add(leafLeft).After(c.Leaf.NotAfter) || !a.signed(c.Leaf, use, now) {
		return false
	}
	if use == x509.ExtKeyUsageClientAuth {
		return c.Leaf.Subject.CommonName == mchID
	}
	return !slices.ContainsFunc(append([]string{"localhost", "127.0.0.1"}, Hosts...),
		func(host string) bool { return c.Leaf.VerifyHostname(host) != nil })
}
