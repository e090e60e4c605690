package e2e

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A refund for which the shop's balance is too low is refused, and nothing moved; topped up,
// the same one is sent again under its number, and goes back once.
func TestTopUpAndSendAgain(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	server := m.start("sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(m.home, "sim"), "-o", "json")
	server.until("serving")
	var serving map[string]any
	if err := json.Unmarshal([]byte(strings.SplitAfter(server.out.String(), "\n")[0]), &serving); err != nil {
		t.Fatal(err)
	}
	file := m.configured(serving, "")
	funds := func(body string) {
		t.Helper()
		ca, err := os.ReadFile(serving["ca_file"].(string))
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(ca)
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
		defer client.CloseIdleConnections()
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, serving["url"].(string)+"/_sim/funds", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Authorization", "Bearer "+serving["control_token"].(string))
		answer, err := client.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", body, answer.Status)
		}
	}
	says := func(code int, outcome string, args ...string) map[string]any {
		t.Helper()
		s := m.run(append(args, "--config", file, "-o", "json")...)
		r := s.result(t)
		if s.code != code || r["outcome"] != outcome {
			t.Fatalf("%v: exit %d, %v\n%s", args, s.code, r, s.err)
		}
		return r
	}
	says(0, "paid", "pay", "12.80", "--ref", "A", "--auth-code", "134567890123456701")
	funds(`{"fen":0}`)
	refused := says(3, "declined", "refund", "A", "--amount", "5", "--ref", "R", "--reason", "return", "--by", "Li")
	number, _ := refused["out_refund_no"].(string)
	if refused["err_code"] != "NOTENOUGH" || refused["refundable_fee"] != float64(1280) || number == "" {
		t.Errorf("%v", refused)
	}
	says(3, "declined", "refund", "A", "--send-again", number, "--by", "Li")
	funds(`{"fen":500}`)
	sent := says(0, "refunding", "refund", "A", "--send-again", number, "--by", "Wu")
	if sent["out_refund_no"] != number || sent["refund_fee"] != float64(500) || sent["by"] != "Wu" || sent["refundable_fee"] != float64(780) {
		t.Errorf("%v", sent)
	}
	again := says(0, "refunding", "refund", "A", "--amount", "5", "--ref", "R", "--reason", "return", "--by", "Li")
	if again["replayed"] != true || again["out_refund_no"] != number {
		t.Errorf("%v", again)
	}
	orders := bookOrders(t, filepath.Join(m.home, "sim", "sim.book"))
	if len(orders) != 1 || len(orders[0].Refunds) != 1 || orders[0].Refunds[0].RefundFee != 500 {
		t.Errorf("%+v", orders)
	}
	server.ends(os.Interrupt)
}
