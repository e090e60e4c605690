package config

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// home makes for the test a user of its own with nothing in it, and a working
// directory without a configuration.
func home(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "AppData", "XDG_STATE_HOME", "LocalAppData"} {
		t.Setenv(name, dir)
	}
	t.Setenv("FACETILL_CONFIG", "")
	t.Chdir(t.TempDir())
	return dir
}

func TestFindOrder(t *testing.T) {
	home(t)
	userDir, err := os.UserConfigDir()
	if err != nil {
		t.Fatal(err)
	}
	wd, _ := os.Getwd()
	if err := os.MkdirAll(filepath.Join(userDir, "facetill"), 0o700); err != nil {
		t.Fatal(err)
	}
	check := func(what, flag, want string) {
		t.Helper()
		got, err := Find(flag, os.Getenv)
		same, _ := filepath.EvalSymlinks(got)
		wanted, _ := filepath.EvalSymlinks(want)
		if err != nil || same != wanted {
			t.Errorf("%s: got %s, %v, want %s", what, got, err, want)
		}
	}
	if _, err := Find("", os.Getenv); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "config init") {
		t.Errorf("nothing anywhere: %v", err)
	}
	check("user's folder", "", put(t, filepath.Join(userDir, "facetill"), FileName, ""))
	check("working directory", "", put(t, wd, FileName, ""))
	env := put(t, t.TempDir(), "env.toml", "")
	t.Setenv("FACETILL_CONFIG", env)
	check("environment", "", env)
	flag := put(t, wd, "flag.toml", "")
	check("flag", "flag.toml", flag)

	for _, bad := range []string{"gone.toml", "."} {
		if _, err := Find(bad, os.Getenv); err == nil || errors.Is(err, ErrNotFound) {
			t.Errorf("--config %s: %v; a file that was named must not be passed over", bad, err)
		}
	}
}

// The same call from another folder must reach the same journal and secrets.
func TestPathsStartAtTheFile(t *testing.T) {
	home(t)
	dir := shop(t)
	put(t, dir, FileName, edit(t, Example, "#url = \"facetill.db\"", "url = \"data/till.db\"", "#ca_file = \"ca.pem\"", "ca_file = \"./ca.pem\""))
	t.Chdir(filepath.Dir(dir))
	c, err := Open(Options{File: filepath.Join(filepath.Base(dir), FileName)})
	if err != nil {
		t.Fatal(err)
	}
	real, _ := filepath.EvalSymlinks(dir)
	for got, want := range map[string]string{
		c.Journal.URL: "data/till.db", c.WeChat.CAFile: "ca.pem", c.Merchant.KeyFile: "apiclient_key.pem", c.Log.File: "facetill.log",
	} {
		if got != filepath.Join(dir, want) && got != filepath.Join(real, want) {
			t.Errorf("%s is not under the folder of the configuration, %s", got, dir)
		}
	}
}

func TestSimWithoutAFile(t *testing.T) {
	home(t)
	state, err := StateDir(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("without --sim: %v", err)
	}
	c, err := Open(Options{Sim: true})
	if err != nil {
		t.Fatal(err)
	}
	if !c.Simulated() || c.WeChat.Adapter != AdapterSim || c.Device.Adapter != AdapterSim ||
		c.Journal.URL != filepath.Join(state, "sim.db") || c.WeChat.Book != filepath.Join(state, "sim.book") ||
		c.Log.File != filepath.Join(state, "sim.log") || len(c.Merchant.APIKey.Reveal()) != apiKeyLength ||
		c.Store.ID == "" || c.Terminal.DeviceID == "" || c.Terminal.Lane == "" || c.WeChat.APIURL != "" {
		t.Errorf("the built-in configuration is incomplete: %+v", c)
	}
	// It must pass the checks that a file has to pass.
	bad := &Invalid{}
	k := &checker{c: c, src: decode("", defaults(), bad), getenv: noEnv}
	k.table(func(string) bool { return true })
	k.all()
	if err := bad.orNil(); err != nil {
		t.Error(err)
	}
}

func TestSimBesideAFile(t *testing.T) {
	home(t)
	dir := t.TempDir() // without any secret
	file := put(t, dir, FileName, edit(t, Example, "#confirm_window = \"45s\"", "confirm_window = \"30s\""))
	c, err := Open(Options{File: file, Sim: true})
	if err != nil {
		t.Fatal(err)
	}
	if !c.Simulated() || c.Merchant.MchID != SimMchID || c.Device.Adapter != AdapterSim || c.Device.Library != "" {
		t.Error("something real is left under --sim")
	}
	if c.Journal.URL != filepath.Join(dir, "sim.db") || c.WeChat.Book != filepath.Join(dir, "sim.book") {
		t.Errorf("journal %s and book %s are not beside the file", c.Journal.URL, c.WeChat.Book)
	}
	if c.Store.ID != "SH-0001" || c.Flow.ConfirmWindow.String() != "30s" {
		t.Error("the shop's own settings are lost under --sim")
	}
	put(t, dir, FileName, edit(t, Example, "#bell = true", "bel = true"))
	if _, err := Open(Options{File: file, Sim: true}); len(problems(t, err)) != 1 {
		t.Errorf("an unknown key under --sim: %v", err)
	}
}

func TestSimulatedAdapterForcesItsJournal(t *testing.T) {
	sim := "[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"sim\"\n"
	dir := t.TempDir()
	c, err := loadIn(t, dir, sim)
	if err != nil || c.Journal.URL != filepath.Join(dir, "sim.db") || c.WeChat.Book != filepath.Join(dir, "sim.book") {
		t.Errorf("without a journal: %v", err)
	}
	for url, says := range map[string]string{
		"sim-lane2.db":             "",
		"training/Sim.db":          "",
		"postgres://u@h/sim_shop":  "",
		"facetill.db":              "journal of real sales",
		"sim/facetill.db":          "journal of real sales",
		"postgres://u@h/facetill":  "journal of real sales",
		"postgres://u@sim.host/tx": "journal of real sales",
	} {
		_, err := loadIn(t, dir, sim+"[journal]\nurl = \""+url+"\"\n")
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%s: %v, want %q", url, err, says)
		}
	}
	_, err = loadIn(t, dir, "[wechat]\nadapter = \"sim\"\napi_url = \"https://API.mch.weixin.qq.com\"\n[device]\nadapter = \"none\"\n")
	if err == nil || !strings.Contains(err.Error(), "names a real host") {
		t.Errorf("the simulated adapter with WeChat's host: %v", err)
	}
	c, err = loadIn(t, dir, "[wechat]\nadapter = \"sim\"\napi_url = \"https://127.0.0.1:8443\"\n[device]\nadapter = \"none\"\n")
	if err != nil || !c.Simulated() || c.WeChat.Book != "" || c.WeChat.BackupURL != "" || c.WeChat.FaceURL != c.WeChat.APIURL {
		t.Errorf("the simulator as a server: %v, %+v", err, c)
	}
}

func TestStateDir(t *testing.T) {
	root, err := filepath.Abs(string(filepath.Separator))
	if err != nil {
		t.Fatal(err)
	}
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	for _, c := range []struct {
		goos string
		env  map[string]string
		want string
	}{
		{"linux", map[string]string{"XDG_STATE_HOME": at("s"), "HOME": at("h")}, at("s", "facetill")},
		{"linux", map[string]string{"XDG_STATE_HOME": "relative", "HOME": at("h")}, at("h", ".local", "state", "facetill")},
		{"darwin", map[string]string{"XDG_STATE_HOME": at("s"), "HOME": at("h")}, at("h", "Library", "Application Support", "facetill")},
		{"windows", map[string]string{"LocalAppData": at("l")}, at("l", "facetill")},
		{"windows", map[string]string{"USERPROFILE": at("u")}, at("u", "AppData", "Local", "facetill")},
		{"linux", nil, ""},
	} {
		got, err := stateDir(c.goos, func(name string) string { return c.env[name] })
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s with %v: %s, %v, want %s", c.goos, c.env, got, err, c.want)
		}
	}
}

func TestInit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", FileName)
	if err := Init(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o, want 600", info.Mode().Perm())
	}
	put(t, filepath.Dir(path), FileName, "mine")
	if err := Init(path); err == nil || !strings.Contains(err.Error(), "never overwritten") {
		t.Errorf("a second init: %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "mine" {
		t.Error("a second init changed the file")
	}
}

// A machine that lends its terminal needs no merchant, and what it has of a
// device is checked as ever.
func TestDeviceOnly(t *testing.T) {
	dir := t.TempDir()
	for text, key := range map[string]string{
		"[device]\nlibrary = '/opt/wxpayface/libWxpayFaceSDK.so'\n": "",
		"[device]\nadapter = \"sim\"\n":                             "",
		"[device]\nlibrary = 'libWxpayFaceSDK.so'\n":                "device.library",
		"[device]\nadapter = \"sdk\"\n":                             "device.library",
	} {
		c, err := Open(Options{File: put(t, dir, FileName, text), Getenv: noEnv, DeviceOnly: true})
		if key == "" {
			if err != nil || c.Merchant.MchID != "" {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if p := problems(t, err); len(p) != 1 || p[0].Field != key {
			t.Errorf("%q: %v", text, p)
		}
	}
	if _, err := loadIn(t, dir, "[device]\nlibrary = '/opt/x.so'\n"); err == nil {
		t.Error("a till without a merchant passed")
	}
}
