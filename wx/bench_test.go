package wx

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"sort"
	"testing"
	"time"
)

// BenchmarkCall is one signed call through the client, request and answer of
// micropay's size, against a bare net/http POST of a constant body to the same
// server, both over one warm connection; goal 1.35 x. The rounds alternate, the
// figure is the median of their ratios.
func BenchmarkCall(b *testing.B) {
	body := signed(b, f("result_code", "SUCCESS"), f("out_trade_no", "12345678"), f("trade_state", "SUCCESS"),
		f("openid", "oUpF8uN95-Ptaags6E_roPHg7AG0"), f("bank_type", "CCB_DEBIT"), f("total_fee", "608800"),
		f("cash_fee", "608000"), f("fee_type", "CNY"), f("transaction_id", "1008450740201411110005820873"),
		f("attach", "till=3"), f("time_end", "20261125102035"), f("device_info", "lane-3"), f("trade_type", "MICROPAY"))
	s := newServer(b, nil)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Write(body)
	})
	c := testClient(b, testConfig(b, s))
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	bare := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	defer bare.CloseIdleConnections()
	constant := bytes.Repeat([]byte("x"), 1024)
	ours := func() {
		if a := query(c, b.Context(), request{}); a.fields == nil {
			b.Fatalf("%+v", a)
		}
	}
	reference := func() {
		resp, err := bare.Post(s.URL+"/pay/orderquery", "text/xml", bytes.NewReader(constant))
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	ours()
	reference()
	const perRound = 20
	var ratios []float64
	for b.Loop() {
		start := time.Now()
		for range perRound {
			ours()
		}
		middle := time.Now()
		for range perRound {
			reference()
		}
		ratios = append(ratios, float64(middle.Sub(start))/float64(time.Since(middle)))
	}
	sort.Float64s(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "x-bare-post")
}
