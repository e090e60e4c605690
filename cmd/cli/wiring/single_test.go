package wiring

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"facetill/cmd/config"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
)

// A simulator is shown by who signs for it, and WeChat's own hosts are none whatever is
// trusted.
func TestSingleIsASimulator(t *testing.T) {
	dir := t.TempDir()
	set, err := certificates.Load(dir, sim.DefaultMchID, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	server, err := os.ReadFile(set.Path("server_cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	ca, here := set.Path(certificates.CAFile), "https://127.0.0.1:8443"
	for name, c := range map[string]struct {
		ca, api, backup, face string
		want                  bool
	}{
		"facetill sim":           {ca, here, "", here, true},
		"with a mark":            {write("bom.pem", append([]byte("\xef\xbb\xbf"), set.CAPEM...)), here, "", here, true},
		"two simulators":         {write("two.pem", slices.Concat(set.CAPEM, set.CAPEM)), here, here, here, true},
		"no trust root":          {"", here, "", here, false},
		"another root beside it": {write("more.pem", slices.Concat(set.CAPEM, server)), here, "", here, false},
		"no authority":           {write("leaf.pem", server), here, "", here, false},
		"no certificate":         {write("none.pem", []byte("x")), here, "", here, false},
		"WeChat":                 {ca, "https://api.mch.weixin.qq.com", "", here, false},
		"WeChat by default":      {ca, "", "", here, false},
		"WeChat behind it":       {ca, here, "https://api2.mch.weixin.qq.com", here, false},
		"WeChat's face service":  {ca, here, "", "https://payapp.weixin.qq.com", false},
		"its own by default":     {ca, here, "", "", false},
		"another entry":          {ca, "https://apihk.mch.weixin.qq.com", "", here, false},
	} {
		cfg := config.Sim(dir)
		cfg.WeChat.Adapter = config.AdapterWeChat
		cfg.WeChat.CAFile, cfg.WeChat.APIURL, cfg.WeChat.BackupURL, cfg.WeChat.FaceURL = c.ca, c.api, c.backup, c.face
		till := New(cfg)
		_, simulated, err := till.Single(t.Context())
		if till.Close(); simulated != c.want || err != nil && name != "no certificate" {
			t.Errorf("%s: %t %v, want %t", name, simulated, err, c.want)
		}
	}
}
