package wx

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"facetill/flow/field"
	"facetill/flow/secret"
)

// CertFiles is where the merchant's client certificate lies: a PEM pair
// (apiclient_cert.pem, apiclient_key.pem) or a p12 (apiclient_cert.p12).
type CertFiles struct {
	CertFile, KeyFile string
	P12File           string
	P12Password       secret.Secret // WeChat sets the mch_id
}

// CertError is what is wrong with the client certificate and what to try. It
// never holds the password or a part of the key.
type CertError struct {
	Code    string // CERT_MISSING, CERT_PASSWORD, CERT_BROKEN, CERT_MISMATCH, CERT_EXPIRED, CERT_NOT_YET
	File    string
	Problem string
	Try     string
}

func (e *CertError) Error() string {
	name := "client certificate "
	if e.File != "" {
		name += e.File + " "
	}
	return name + e.Problem + "; " + e.Try
}

var errNoCert = &CertError{"CERT_MISSING", "", "is not configured", "set cert_file and key_file, or p12_file; nothing can be reversed without it"}

// Certificate is the merchant's client certificate with its key, decoded once.
type Certificate struct {
	pair tls.Certificate
	file string
}

// LoadCertificate reads and matches certificate and key. It does not look at
// the dates, which is for CheckAt at the moment of use. Errors are *CertError.
func LoadCertificate(f CertFiles) (*Certificate, error) {
	switch {
	case f.P12File != "" && f.CertFile != "":
		return nil, &CertError{"CERT_MISSING", f.P12File, "is set beside cert_file", "keep one of p12_file and cert_file"}
	case f.P12File != "":
		return loadP12(f.P12File, f.P12Password.Reveal())
	case f.CertFile != "" && f.KeyFile != "":
		return loadPEM(f.CertFile, f.KeyFile)
	case f.CertFile != "" || f.KeyFile != "":
		return nil, &CertError{"CERT_MISSING", f.CertFile + f.KeyFile, "has no other half", "set cert_file and key_file together"}
	}
	return nil, errNoCert
}

// Leaf returns the certificate itself.
func (c *Certificate) Leaf() *x509.Certificate { return c.pair.Leaf }

// CheckAt returns a *CertError where the certificate is not in date at t.
func (c *Certificate) CheckAt(t time.Time) error {
	leaf := c.pair.Leaf
	const day = "2006-01-02"
	if t.Before(leaf.NotBefore) {
		return &CertError{"CERT_NOT_YET", c.file, "is valid from " + leaf.NotBefore.Format(day) + " only", "check the clock of this machine"}
	}
	if t.After(leaf.NotAfter) {
		return &CertError{"CERT_EXPIRED", c.file, "expired on " + leaf.NotAfter.Format(day), "get a new one from the merchant platform"}
	}
	return nil
}

func readFile(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		problem := "cannot be read"
		if errors.Is(err, os.ErrNotExist) {
			problem = "does not exist"
		} else if pe, is := errors.AsType[*os.PathError](err); is {
			problem = "cannot be read: " + pe.Err.Error()
		}
		return nil, &CertError{"CERT_MISSING", name, problem, "check the path and its permissions"}
	}
	return text, nil
}

// readPEM is readFile for a text, which an editor of Windows may have marked.
func readPEM(name string) ([]byte, error) {
	text, err := readFile(name)
	return field.Unmarked(text), err
}

func loadPEM(certFile, keyFile string) (*Certificate, error) {
	certText, err := readPEM(certFile)
	if err != nil {
		return nil, err
	}
	keyText, err := readPEM(keyFile)
	if err != nil {
		return nil, err
	}
	if !hasBlock(certText, "CERTIFICATE") && hasBlock(keyText, "CERTIFICATE") && hasBlock(certText, "PRIVATE KEY") {
		return nil, &CertError{"CERT_BROKEN", certFile, "holds the key, and " + keyFile + " the certificate", "swap cert_file and key_file"}
	}
	if !hasBlock(certText, "CERTIFICATE") {
		return nil, &CertError{"CERT_BROKEN", certFile, "holds no certificate", "it has to begin with -----BEGIN CERTIFICATE-----"}
	}
	if !hasBlock(keyText, "PRIVATE KEY") {
		return nil, &CertError{"CERT_BROKEN", keyFile, "holds no unencrypted private key", "it has to begin with -----BEGIN PRIVATE KEY-----"}
	}
	pair, err := tls.X509KeyPair(certText, keyText)
	if err != nil {
		if strings.HasPrefix(err.Error(), "tls: private key") { // each is sound, and they are of two pairs
			return nil, mismatch(keyFile, certFile)
		}
		return nil, &CertError{"CERT_BROKEN", certFile, "cannot be decoded with its key", "download both files again"}
	}
	return &Certificate{pair, certFile}, nil
}

// NewCertificate takes a pair that was decoded elsewhere: a simulator's in the
// same process. The error is a *CertError.
func NewCertificate(pair tls.Certificate) (*Certificate, error) {
	if pair.Leaf == nil && len(pair.Certificate) > 0 {
		pair.Leaf, _ = x509.ParseCertificate(pair.Certificate[0])
	}
	if pair.Leaf == nil || pair.PrivateKey == nil {
		return nil, &CertError{"CERT_BROKEN", "in memory", "is no certificate with its key", "load it from files"}
	}
	return &Certificate{pair, "in memory"}, nil
}

// hasBlock reports whether there is a PEM block whose type ends in kind (RSA PRIVATE KEY, EC
// PRIVATE KEY); encrypted keys do not count.
func hasBlock(text []byte, kind string) bool {
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			return false
		}
		if block.Type != "ENCRYPTED PRIVATE KEY" && block.Headers["DEK-Info"] == "" && strings.HasSuffix(block.Type, kind) {
			return true
		}
		text = rest
	}
}

func mismatch(keyFile, certFile string) error {
	return &CertError{"CERT_MISMATCH", keyFile, "is not the key of " + certFile, "take both from the same download"}
}

// loadP12 reads a PKCS#12 file with WeChat's old ciphers (RC2, 3DES) as well as
// the AES ones that OpenSSL writes today.
func loadP12(file, password string) (*Certificate, error) {
	raw, err := readFile(file)
	if err != nil {
		return nil, err
	}
	key, leaf, chain, err := pkcs12.DecodeChain(raw, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) { // the whole file's seal; what is inside has the same one
		return nil, &CertError{"CERT_PASSWORD", file, "does not open with this password", "WeChat's files open with the mch_id; set p12_password_env where yours differs"}
	}
	if err != nil {
		return nil, &CertError{"CERT_BROKEN", file, "is not a p12 with one certificate and its key", "download it again"}
	}
	pair := tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}
	for _, c := range chain {
		pair.Certificate = append(pair.Certificate, c.Raw)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, &CertError{"CERT_BROKEN", file, "holds a key that cannot sign", "download it again"}
	}
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(leaf.PublicKey) {
		return nil, mismatch(file, file)
	}
	return &Certificate{pair, file}, nil
}

// loadRoots returns what a server's certificate has to be signed by: the system's roots
// with those of caFile and text added, and nil for the system's alone. What is added is
// looked at now; the system's take 10 ms to read, and are read with the first handshake.
func loadRoots(caFile string, text []byte) (func() *x509.CertPool, error) {
	var added [][]byte
	if caFile != "" {
		file, err := os.ReadFile(caFile)
		if err != nil {
			return nil, fmt.Errorf("ca_file: %w; check the path", err)
		}
		if added = append(added, field.Unmarked(file)); !x509.NewCertPool().AppendCertsFromPEM(added[0]) {
			return nil, fmt.Errorf("ca_file %s holds no certificate; it has to be pem", caFile)
		}
	}
	if text != nil {
		if added = append(added, text); !x509.NewCertPool().AppendCertsFromPEM(text) {
			return nil, errors.New("the extra trust root is no pem certificate")
		}
	}
	if added == nil {
		return nil, nil
	}
	return sync.OnceValue(func() *x509.CertPool {
		roots, err := x509.SystemCertPool()
		if err != nil {
			roots = x509.NewCertPool()
		}
		for _, pem := range added {
			roots.AppendCertsFromPEM(pem)
		}
		return roots
	}), nil
}

// onlyRoots returns text's roots, and no others.
func onlyRoots(text []byte) (func() *x509.CertPool, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, errors.New("the only trust root is no pem certificate")
	}
	return func() *x509.CertPool { return roots }, nil
}
