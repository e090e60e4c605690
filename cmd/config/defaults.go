package config

import (
	"path/filepath"
	"time"

	"facetill/flow/secret"
)

// The simulated merchant, as the simulator knows it. The key is no secret: it
// signs play money only.
const (
	SimAppID  = "wx5174600000000000"
	SimMchID  = "1900017460"
	SimAPIKey = "SIMULATOR-ONLY-not-a-real-APIkey"
)

// The names of what the simulators keep, beside each other.
const (
	simJournal = "sim.db"
	simBook    = "sim.book"
	simLog     = "sim.log"
	witnessDir = "witness" // of any journal, in the state folder
)

// defaults is what holds for every key that the file does not set. Defaults
// that depend on other keys are filled in by fill.
func defaults() *Config {
	return &Config{
		Merchant: Merchant{SignType: "HMAC-SHA256"},
		WeChat: WeChat{
			Adapter: AdapterWeChat,
			Timeout: Duration{10 * time.Second},
		},
		Device: defaultDevice(),
		Flow: Flow{
			ConfirmWindow: Duration{45 * time.Second},
			ReverseAfter:  Duration{15 * time.Second},
			ScanTimeout:   Duration{60 * time.Second},
			RefScope:      "device",
			RefReplay:     Duration{30 * time.Minute},

			CredentialLife: Duration{10 * time.Minute},
		},
		UI:  UI{Theme: "auto", IdleAfter: Duration{5 * time.Minute}, Bell: true},
		Log: Log{File: "facetill.log", Level: "info"},
	}
}

func defaultDevice() Device {
	return Device{
		Adapter:      AdapterSDK,
		Dialect:      "windows",
		FaceCodeType: "1",
		FaceLimit:    1000_00,
	}
}

// simulate replaces everything that is real: the merchant, both adapters and
// the journal. The shop's store, till, timings and screen stay.
func simulate(c *Config) {
	limit := c.Device.FaceLimit
	c.Merchant = Merchant{SignType: "HMAC-SHA256"}
	c.WeChat = WeChat{Adapter: AdapterSim, Timeout: Duration{10 * time.Second}}
	c.Device = defaultDevice()
	c.Device.Adapter = AdapterSim
	c.Device.FaceLimit = limit
	c.Journal = Journal{URL: simJournal, Witness: c.Journal.Witness}
	c.Log.File = simLog
}

// fill sets the defaults that follow from other keys.
func fill(c *Config) {
	w := &c.WeChat
	if w.Adapter == AdapterSim {
		fillSim(c)
	}
	switch {
	case w.APIURL != "":
		// Other hosts were asked for, so nothing of ours may reach WeChat's
		// own hosts unless the file names them.
		setDefault(&w.FaceURL, w.APIURL)
	case w.Adapter == AdapterWeChat:
		w.APIURL = "https://api.mch.weixin.qq.com"
		setDefault(&w.BackupURL, "https://api2.mch.weixin.qq.com")
		setDefault(&w.FaceURL, "https://payapp.weixin.qq.com")
	}
	setDefault(&w.Body, c.Store.Name)
	setDefault(&c.Terminal.Lane, c.Terminal.DeviceID)
	if c.Simulated() {
		setDefault(&c.Journal.URL, simJournal)
	}
	setDefault(&c.Journal.URL, "facetill.db")
}

// fillSim completes a configuration for the simulator, which needs no account.
func fillSim(c *Config) {
	m := &c.Merchant
	setDefault(&m.AppID, SimAppID)
	setDefault(&m.MchID, SimMchID)
	if m.APIKeyFile == "" && m.APIKeyEnv == "" && m.InlineAPIKey.IsZero() {
		m.APIKey = secret.New(SimAPIKey)
	}
	setDefault(&c.Store.ID, "SIM-1")
	setDefault(&c.Store.Name, "模拟门店")
	setDefault(&c.Terminal.DeviceID, "SIM-TILL-1")
}

func setDefault(s *string, value string) {
	if *s == "" {
		*s = value
	}
}

// Sim is the configuration of `--sim` without a file: built-in simulators, with
// journal, book of orders and log in stateDir (see [StateDir]).
func Sim(stateDir string) *Config {
	c := defaults()
	c.Dir = stateDir
	simulate(c)
	fill(c)
	c.Journal.Witness = filepath.Join(stateDir, witnessDir)
	resolve(c)
	return c
}

// resolve makes every path absolute, from the folder of the file.
func resolve(c *Config) {
	m := &c.Merchant
	for _, p := range []*string{
		&m.APIKeyFile, &m.CertFile, &m.KeyFile, &m.P12File, &c.WeChat.CAFile, &c.Device.HostExe,
		&c.Device.Bridge.TokenFile, &c.Device.Bridge.CAFile, &c.Journal.PasswordFile, &c.Journal.Witness, &c.Log.File,
	} {
		*p = under(c.Dir, *p)
	}
	if c.WeChat.Adapter == AdapterSim && c.WeChat.APIURL == "" {
		c.WeChat.Book = filepath.Join(c.Dir, simBook)
	}
	if !isURL(c.Journal.URL) {
		c.Journal.URL = under(c.Dir, c.Journal.URL)
		if c.WeChat.Book != "" {
			c.WeChat.Book = filepath.Join(filepath.Dir(c.Journal.URL), simBook)
		}
	}
}

func under(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
