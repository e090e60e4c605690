package bridge

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"facetill/flow/field"
	"facetill/flow/sharedfile"
)

// certificateLife is how long a certificate that is made here is good for. The
// clients that pin it do not look at its dates, others may.
const certificateLife = 10 * 365 * 24 * time.Hour

// maxToken bounds a token's file, in bytes.
const maxToken = 4096

// Token reads the token in path, or makes one of 26 letters and digits there,
// readable by its owner alone.
func Token(path string) (string, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		token := rand.Text()
		return token, keep(path, []byte(token+"\n"))
	}
	if err != nil {
		return "", fmt.Errorf("token: %w", err)
	}
	if err := private(path); err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(text))
	if len(token) < 16 || len(token) > maxToken || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", fmt.Errorf("token: %s does not hold one line of 16 to %d printable ASCII characters; remove the file and start again, and one is made", path, maxToken)
	}
	return token, nil
}

// Certificate reads the certificate and key of a bridge, or makes a self-signed
// pair for these names and addresses where neither file exists. The key is
// readable by its owner alone.
func Certificate(certFile, keyFile string, names []string, now time.Time) (tls.Certificate, error) {
	_, certErr := os.Stat(certFile)
	_, keyErr := os.Stat(keyFile)
	if errors.Is(certErr, fs.ErrNotExist) && errors.Is(keyErr, fs.ErrNotExist) {
		if err := makeCertificate(certFile, keyFile, names, now); err != nil {
			return tls.Certificate{}, err
		}
	} else if err := private(keyFile); err != nil {
		return tls.Certificate{}, err
	}
	pair, err := loadPair(certFile, keyFile)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("certificate %s with key %s: %w; name a pair that belongs together, or remove both and one is made", certFile, keyFile, err)
	}
	return pair, nil
}

// loadPair is tls.LoadX509KeyPair for texts that an editor of Windows may have marked.
func loadPair(certFile, keyFile string) (tls.Certificate, error) {
	certText, err := os.ReadFile(certFile)
	if err != nil {
		return tls.Certificate{}, err
	}
	keyText, err := os.ReadFile(keyFile)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(field.Unmarked(certText), field.Unmarked(keyText))
}

// Fingerprint is the SHA-256 of a DER certificate as people compare it: AB:CD:...
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}

func makeCertificate(certFile, keyFile string, names []string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	t := &x509.Certificate{
		Subject:   pkix.Name{CommonName: "facetill device bridge"},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.Add(certificateLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else {
			t.DNSNames = append(t.DNSNames, n)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		return fmt.Errorf("make a certificate: %w", err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := keep(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})); err != nil {
		return err
	}
	return keep(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// keep writes a new file and the folder that it lies in.
func keep(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return sharedfile.Replace(path, text)
}

// private refuses a secret that other users may read. On Windows the mode says
// nothing about that.
func private(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s holds a secret and other users may read or write it; chmod 600 %s", path, path)
	}
	return nil
}
