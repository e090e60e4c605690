package wx

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/wx/transport/pipetest"
)

// TestWarmPayCostsNoConnection is the figure for a shop with minutes between
// customers, exact in virtual time: 60 ms of round trip, TLS 1.3, 90 s without a
// sale. With the connection kept warm while the camera runs a payment takes one
// round trip; without, a new connection makes it three.
func TestWarmPayCostsNoConnection(t *testing.T) {
	for _, warm := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			g := slowGateway(t)
			defer g.Close()
			first := timePay(t, g, "1") // opens the connection
			usual := timePay(t, g, "2")
			if usual != roundTrip || first < 2*roundTrip {
				t.Errorf("first payment %v, usual one %v", first, usual)
			}
			time.Sleep(80 * time.Second)
			stop := func() {}
			if warm {
				stop = g.KeepWarm(t.Context())
			}
			time.Sleep(10 * time.Second) // the capture
			idle := timePay(t, g, "3")
			ratio := float64(idle) / float64(usual)
			if warm && ratio > 1.1 {
				t.Errorf("after 90 s: %v, %.2f times a usual payment; 1.1 is allowed", idle, ratio)
			}
			if !warm && ratio < 2.9 {
				t.Errorf("without KeepWarm %v is only %.2f times a usual payment: the test proves nothing", idle, ratio)
			}
			stop()
		})
	}
}

const roundTrip = 60 * time.Millisecond

func timePay(t *testing.T, g *Gateway, number string) time.Duration {
	p := payRequest()
	p.Attempt.OutTradeNo = flow.OutTradeNo("1234567" + number)
	p.Attempt.IntentAt = time.Time{}
	start := time.Now()
	if a := g.Pay(t.Context(), p); a.Kind != flow.AnswerPaid {
		t.Errorf("payment %s: %s %s %s", number, a.Kind, a.Code, a.Message)
	}
	return time.Since(start)
}

// slowGateway talks TLS 1.3 to a server behind a line of 60 ms.
func slowGateway(t *testing.T) *Gateway {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"main"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secure := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	answers := map[string][]byte{}
	for _, n := range []string{"1", "2", "3"} {
		answers["1234567"+n] = signed(t, success("out_trade_no", "1234567"+n)...)
	}
	ln := distant{pipetest.NewCable()}
	srv := &http.Server{ErrorLog: quiet(t), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			return
		}
		body, _ := io.ReadAll(r.Body)
		m := decode(t, body)
		w.Write(answers[m.Get("out_trade_no")])
	})}
	go srv.Serve(tls.NewListener(ln, secure))
	t.Cleanup(func() { srv.Close() })
	return testGateway(t, Config{Merchant: testMerchant, Key: testKey(t), ClientIP: "127.0.0.1", Cert: testCert(t),
		MainURL: "https://main", FaceURL: "https://main", Dial: ln.dial,
		CAPEM: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})})
}

// distant is a listener behind pipes that take half a round trip each way. A dial
// takes a round trip, as with TCP.
type distant struct{ *pipetest.Cable }

func (d distant) Accept() (net.Conn, error) {
	c, err := d.Cable.Accept()
	if err != nil {
		return nil, err
	}
	return newSlow(c), nil
}

func (d distant) dial(ctx context.Context, kind, addr string) (net.Conn, error) {
	time.Sleep(roundTrip)
	c, err := d.Dial(ctx, kind, addr)
	if err != nil {
		return nil, err
	}
	return newSlow(c), nil
}

// slow delivers what is written half a round trip later, in order.
type slow struct {
	net.Conn
	line chan parcel
	over chan struct{}
}

type parcel struct {
	at   time.Time
	data []byte
}

func newSlow(c net.Conn) *slow {
	s := &slow{c, make(chan parcel, 1024), make(chan struct{})}
	go func() {
		for {
			select {
			case p := <-s.line:
				select {
				case <-time.After(time.Until(p.at)):
				case <-s.over:
					return
				}
				if _, err := s.Conn.Write(p.data); err != nil {
					return
				}
			case <-s.over:
				return
			}
		}
	}()
	return s
}

func (s *slow) Write(p []byte) (int, error) {
	select {
	case <-s.over:
		return 0, net.ErrClosed
	case s.line <- parcel{time.Now().Add(roundTrip / 2), append([]byte(nil), p...)}:
		return len(p), nil
	}
}

func (s *slow) Close() error {
	select {
	case <-s.over:
	default:
		close(s.over)
	}
	return s.Conn.Close()
}

func (s *slow) SetWriteDeadline(time.Time) error { return nil }
