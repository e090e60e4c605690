package config

import (
	"cmp"
	"path/filepath"

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
	c := &Config{}
	for _, k := range c.keys() {
		k.setFirst()
	}
	return c
}

// simulate replaces everything that is real: the merchant, both adapters and
// the journal. The shop's store, till, timings and screen stay.
func simulate(c *Config) {
	of, limit := defaults(), c.Device.FaceLimit
	c.Merchant, c.WeChat, c.Device = of.Merchant, of.WeChat, of.Device
	c.WeChat.Adapter, c.Device.Adapter, c.Device.FaceLimit = AdapterSim, AdapterSim, limit
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
		w.FaceURL = cmp.Or(w.FaceURL, w.APIURL)
	case w.Adapter == AdapterWeChat:
		w.APIURL = "https://api.mch.weixin.qq.com"
		w.BackupURL = cmp.Or(w.BackupURL, "https://api2.mch.weixin.qq.com")
		w.FaceURL = cmp.Or(w.FaceURL, "https://payapp.weixin.qq.com")
	}
	w.Body = cmp.Or(w.Body, c.Store.Name)
	c.Terminal.Lane = cmp.Or(c.Terminal.Lane, c.Terminal.DeviceID)
	if c.Journal.URL == "" && c.Simulated() {
		c.Journal.URL = simJournal
	}
	c.Journal.URL = cmp.Or(c.Journal.URL, "facetill.db")
}

// fillSim completes a configuration for the simulator, which needs no account.
func fillSim(c *Config) {
	m := &c.Merchant
	m.AppID = cmp.Or(m.AppID, SimAppID)
	m.MchID = cmp.Or(m.MchID, SimMchID)
	if m.APIKeyFile == "" && m.APIKeyEnv == "" && m.InlineAPIKey.IsZero() {
		m.APIKey = secret.New(SimAPIKey)
	}
	c.Store.ID = cmp.Or(c.Store.ID, "SIM-1")
	c.Store.Name = cmp.Or(c.Store.Name, "模拟门店")
	c.Terminal.DeviceID = cmp.Or(c.Terminal.DeviceID, "SIM-TILL-1")
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
	for _, k := range c.keys() {
		if k.rule == "path" {
			k.value.SetString(under(c.Dir, k.value.String()))
		}
	}
	beside := c.Dir
	if !isURL(c.Journal.URL) {
		c.Journal.URL = under(c.Dir, c.Journal.URL)
		beside = filepath.Dir(c.Journal.URL)
	}
	if c.WeChat.Adapter == AdapterSim && c.WeChat.APIURL == "" {
		c.WeChat.Book = filepath.Join(beside, simBook)
	}
}

func under(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
