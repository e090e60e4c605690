package wx

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"testing"

	"facetill/flow"
)

// TestBackupHost: the pay request goes to the backup host only while not one
// byte of it was written.
func TestBackupHost(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	hangup := func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }
	broken := func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(502) }
	for _, r := range []struct {
		name         string
		main         http.HandlerFunc // nil: refuses connections
		kind         flow.AnswerKind
		atMain, then int
	}{
		{"main works", paying(t), flow.AnswerPaid, 1, 0},
		{"main refuses the connection", nil, flow.AnswerPaid, 0, 1},
		{"main closes after the request", hangup, flow.AnswerLost, 1, 0},
		{"main answers 502", broken, flow.AnswerLost, 1, 0},
	} {
		main, backup := newServer(t, r.main), newServer(t, paying(t))
		cfg := testConfig(t, main)
		cfg.BackupURL = backup.URL
		cfg.CAPEM = append(cfg.CAPEM, backup.ca()...)
		if r.main == nil {
			cfg.MainURL = "https://" + closed.Addr().String()
		}
		g := testGateway(t, cfg)
		a := g.Pay(t.Context(), payRequest())
		_, atMain := main.counts()
		_, then := backup.counts()
		if a.Kind != r.kind || atMain != r.atMain || then != r.then {
			t.Errorf("%s: %s %s, %d and %d requests", r.name, a.Kind, a.Code, atMain, then)
		}
		if r.main != nil {
			continue
		}
		// Later calls go to the host that can be reached, once each.
		g.Reverse(t.Context(), payRequest().Attempt)
		if _, n := backup.counts(); n != 2 {
			t.Errorf("%s: the reverse did not go to the backup host", r.name)
		}
	}
}

func TestQueryBackup(t *testing.T) {
	system := signed(t, f("result_code", "FAIL"), f("err_code", "SYSTEMERROR"))
	for _, r := range []struct {
		name string
		main http.HandlerFunc
		try  flow.Try
		kind flow.AnswerKind
		then int
	}{
		{"no answer, backup allowed", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, flow.Try{Backup: true}, flow.AnswerPaid, 1},
		{"no answer, backup not allowed", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, flow.Try{}, flow.AnswerLost, 0},
		{"502, backup allowed", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(502) }, flow.Try{Backup: true}, flow.AnswerPaid, 1},
		{"an answer, whatever it says", func(w http.ResponseWriter, r *http.Request) { w.Write(system) }, flow.Try{Backup: true}, flow.AnswerLost, 0},
	} {
		main, backup := newServer(t, r.main), newServer(t, paying(t))
		cfg := testConfig(t, main)
		cfg.BackupURL = backup.URL
		cfg.CAPEM = append(cfg.CAPEM, backup.ca()...)
		a := testGateway(t, cfg).Query(t.Context(), payRequest().Attempt, r.try)
		_, atMain := main.counts()
		_, then := backup.counts()
		if a.Kind != r.kind || atMain != 1 || then != r.then {
			t.Errorf("%s: %s %s, %d and %d requests", r.name, a.Kind, a.Code, atMain, then)
		}
	}
}

// TestReverseKnowsARefusedCertificate in each of its shapes; what only looks
// like it is no certificate failure.
func TestReverseKnowsARefusedCertificate(t *testing.T) {
	reversed := signed(t, f("result_code", "SUCCESS"), f("recall", "N"))
	plain := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status); io.WriteString(w, body) }
	}
	refusing := func(version uint16) *tls.Config {
		return &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool(), MaxVersion: version}
	}
	rows := []struct {
		name   string
		handle http.HandlerFunc
		tls    *tls.Config
		edit   func(*Config)
		kind   flow.AnswerKind
	}{
		{"taken", plain(200, string(reversed)), &tls.Config{ClientAuth: tls.RequireAnyClientCert}, nil, flow.AnswerReversed},
		{"alert, TLS 1.2", plain(200, ""), refusing(tls.VersionTLS12), nil, flow.AnswerCertificate},
		{"alert, TLS 1.3", plain(200, ""), refusing(tls.VersionTLS13), nil, flow.AnswerCertificate},
		{"closed without a word", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, nil, flow.AnswerCertificate},
		{"400 page", plain(400, "400 No required SSL certificate was sent"), nil, nil, flow.AnswerCertificate},
		{"text", plain(200, "<xml><return_code>FAIL</return_code><return_msg>证书已过期</return_msg></xml>"), nil, nil, flow.AnswerCertificate},
		{"no certificate", plain(200, string(reversed)), nil, func(c *Config) { c.Cert = nil }, flow.AnswerCertificate},
		{"out of date", plain(200, string(reversed)), nil, func(c *Config) { c.Cert = certFor(t, someTime.AddDate(-2, 0, 0), someTime.AddDate(-1, 0, 0)) }, flow.AnswerCertificate},
		{"502", plain(502, "bad gateway"), nil, nil, flow.AnswerLost},
		{"server not trusted", plain(200, string(reversed)), nil, func(c *Config) { c.CAPEM = nil }, flow.AnswerLost},
		{"cut short", plain(200, "<xml>"), nil, nil, flow.AnswerLost},
		{"rejected", plain(200, "<xml><return_code>FAIL</return_code><return_msg>签名错误</return_msg></xml>"), nil, nil, flow.AnswerRejected},
	}
	for _, r := range rows {
		s := newTLSServer(t, r.handle, r.tls)
		cfg := testConfig(t, s)
		if r.edit != nil {
			r.edit(&cfg)
		}
		g := testGateway(t, cfg)
		if a := g.Reverse(t.Context(), payRequest().Attempt); a.Kind != r.kind {
			t.Errorf("%s: %s %s %s, want %s", r.name, a.Kind, a.Code, a.Message, r.kind)
		} else if a.Kind == flow.AnswerCertificate && g.health.Bad("main", g.cfg.Clock.Now().Mono) {
			t.Errorf("%s: the host is avoided for what the certificate did", r.name)
		}
	}
}
