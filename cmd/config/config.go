package config

import (
	"cmp"

	"facetill/flow/secret"
)

// Config is a checked configuration: every path absolute, every secret resolved,
// every default filled in. Its sections are the one table of keys: the tag toml
// names a key, default is its value where the file has none, and is names the rule
// (rules.go) that holds for it. Loading, checking, [Config.Show] and the tests of
// example.toml read these tags.
type Config struct {
	Merchant Merchant  `toml:"merchant"`
	Store    Store     `toml:"store"`
	Terminal Terminal  `toml:"terminal"`
	Cashiers []Cashier `toml:"cashiers"`
	WeChat   WeChat    `toml:"wechat"`
	Device   Device    `toml:"device"`
	Flow     Flow      `toml:"flow"`
	Journal  Journal   `toml:"journal"`
	Scanner  Scanner   `toml:"scanner"`
	UI       UI        `toml:"ui"`
	Log      Log       `toml:"log"`

	// File is the absolute path of the file that was read, "" for the
	// built-in simulators. Dir is the folder that paths are relative to.
	File string `toml:"-"`
	Dir  string `toml:"-"`
}

// Simulated reports whether anything of a sale is not real. Such sales are kept
// in a journal of their own and marked wherever they are shown.
func (c *Config) Simulated() bool {
	return c.WeChat.Adapter == AdapterSim || c.Device.Adapter == AdapterSim
}

// Source is the file that was read, for people.
func (c *Config) Source() string { return cmp.Or(c.File, "built-in simulators") }

// SecretEnv are the names of the environment variables that hold a secret.
func (c *Config) SecretEnv() []string {
	names := []string{"FACETILL_PIN"}
	for _, k := range c.keys() {
		if name := k.value.String(); k.rule == "env" && name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Merchant is who is paid, and what proves it to WeChat.
type Merchant struct {
	AppID    string `toml:"app_id" is:"id"`
	MchID    string `toml:"mch_id" is:"id digits"`
	SubAppID string `toml:"sub_app_id" is:"id"`        // provider mode, may be empty there
	SubMchID string `toml:"sub_mch_id" is:"id digits"` // provider mode

	APIKeyFile   string        `toml:"api_key_file" is:"path"`
	APIKeyEnv    string        `toml:"api_key_env" is:"env"`
	InlineAPIKey secret.Secret `toml:"api_key" is:"own"`

	SignType string `toml:"sign_type" default:"HMAC-SHA256" is:"one-of HMAC-SHA256 MD5"`

	CertFile       string `toml:"cert_file" is:"path"` // PEM pair
	KeyFile        string `toml:"key_file" is:"path"`
	P12File        string `toml:"p12_file" is:"path"` // or both in one file
	P12PasswordEnv string `toml:"p12_password_env" is:"env"`

	// APIKey is the 32 characters of whichever of the three sources is set.
	APIKey secret.Secret `toml:"-"`
	// P12Password is mch_id unless p12_password_env names another.
	P12Password secret.Secret `toml:"-"`
}

// Store is where the sale happens, as WeChat and the customer's phone show it.
type Store struct {
	ID       string `toml:"id" is:"id"`
	Name     string `toml:"name" is:"text 128"`
	AreaCode string `toml:"area_code" is:"own"` // GB/T 2260
	Address  string `toml:"address" is:"text 128"`
	// DayStarts is when the business day begins, in China: sales before it are of
	// the night's trade. Bills are of calendar days all the same. The default is midnight.
	DayStarts TimeOfDay `toml:"day_starts" is:"time 00:00 12:00"`
	// The shop's terms of every sale, by WeChat's names.
	LimitPay      string `toml:"limit_pay" is:"none or one-of no_credit"`
	Receipt       bool   `toml:"receipt"`        // needs electronic invoices at the merchant platform
	ProfitSharing bool   `toml:"profit_sharing"` // what comes in waits to be shared
	// AdultsOnly charges the face of whoever is an adult by the terminal, and no other.
	AdultsOnly bool `toml:"adults_only"`
}

// Terminal is this till.
type Terminal struct {
	DeviceID       string        `toml:"device_id" is:"id"`
	Lane           string        `toml:"lane" is:"id"` // travels in device_info; default device_id
	Cashier        string        `toml:"cashier" is:"text 32"`
	ManagerPINHash secret.Secret `toml:"manager_pin_hash" is:"own"` // argon2id, PHC string
}

// Cashier is a person who may sign in at this till.
type Cashier struct {
	Name    string        `toml:"name" is:"text 32"`
	Number  string        `toml:"number" is:"own"`
	PINHash secret.Secret `toml:"pin_hash" is:"own"` // argon2id, PHC string
	Manager bool          `toml:"manager"`           // approves what needs an approver
}

// The names of adapters.
const (
	AdapterWeChat = "wechat" // the real gateway
	AdapterSim    = "sim"    // a simulator, for [wechat] and [device]
	AdapterSDK    = "sdk"    // the face SDK's dynamic library
	AdapterBridge = "bridge" // a device behind another program or machine
	AdapterNone   = "none"   // no camera: this till only scans
)

// WeChat is the gateway.
type WeChat struct {
	Adapter   string `toml:"adapter" default:"wechat" is:"one-of wechat sim"`
	APIURL    string `toml:"api_url" is:"https"`    // "" under sim: inside this process
	BackupURL string `toml:"backup_url" is:"https"` // "" is none
	FaceURL   string `toml:"face_url" is:"https"`
	CAFile    string `toml:"ca_file" is:"path"` // an extra trust root, PEM

	Timeout  Duration `toml:"timeout" default:"10s" is:"span 8s 20s"` // a whole answer to one call
	ClientIP string   `toml:"client_ip" is:"own"`                     // spbill_create_ip; "" is found out
	Body     string   `toml:"body" is:"text 127"`                     // default the store's name

	Proxy          string `toml:"proxy" is:"own"`
	ProxyPasswdEnv string `toml:"proxy_passwd_env" is:"env"`

	ProxyPasswd secret.Secret `toml:"-"`
	// Book is the simulator's file of orders, "" for the real gateway.
	Book string `toml:"-"`
}

// Device is the face terminal. Field names are the SDK's.
type Device struct {
	Adapter   string `toml:"adapter" default:"sdk" is:"one-of sdk bridge none sim"`
	Library   string `toml:"library" is:"own"`   // absolute
	InProcess bool   `toml:"in_process"`         // else in a child process
	HostExe   string `toml:"host_exe" is:"path"` // the child, "" is this program

	Dialect      string `toml:"dialect" default:"windows" is:"one-of windows android"`
	SDKVersion   string `toml:"sdk_version" is:"own"` // such as 1.26; "" is not stated
	FaceCodeType string `toml:"face_code_type" default:"1" is:"one-of 1 0"`
	Aggregated   bool   `toml:"aggregated"` // shares its camera: init and release around each sale
	// KeepPage waits for the face page's own end after a sale that was not
	// paid, instead of release and init before the next face (money rule 6.2).
	KeepPage  bool `toml:"keep_page"`
	FaceLimit Yuan `toml:"face_limit" default:"1000.00" is:"own"` // above it the till offers the barcode at once

	ScreenIndex      int    `toml:"screen_index" is:"number 0 16"`   // 0 is not sent, 1 the main screen
	CameraRotation   int    `toml:"camera_rotation" is:"number 0 3"` // 0 is not sent, 1 +90, 2 180, 3 -90
	DisableKeyboard  bool   `toml:"disable_keyboard"`
	UseWindowNofocus bool   `toml:"use_window_nofocus"`
	PerformMode      string `toml:"perform_mode" is:"none or one-of NORMAL_PRFORM LOW_PERFORM"`
	AskFacePermit    bool   `toml:"ask_face_permit"`
	AskRetPage       bool   `toml:"ask_ret_page"`
	// FaceAuthType FACEPAY_DELAY charges later and needs a permission of the merchant's own.
	FaceAuthType          string `toml:"face_authtype" default:"FACEPAY" is:"one-of FACEPAY FACEPAY_DELAY"`
	IgnoreUpdatePayResult bool   `toml:"ignore_update_pay_result"`          // no result is told, the page ends by itself
	AuthMode              string `toml:"auth_mode" is:"none or one-of 0 1"` // of member recognition; "" is not sent
	AuthinfoAttach        string `toml:"authinfo_attach" is:"own"`          // JSON that goes with each request for a credential

	Proxy  DeviceProxy `toml:"proxy"`
	Bridge Bridge      `toml:"bridge"`
}

// DeviceProxy is the proxy that the face service itself uses.
type DeviceProxy struct {
	IP        string `toml:"ip" is:"own"`
	Port      int    `toml:"port" is:"number 0 65535"`
	User      string `toml:"user" is:"any"`
	PasswdEnv string `toml:"passwd_env" is:"env"`
	Type      int    `toml:"type" is:"number 0 3"`         // 0 none, 1 HttpTunnel, 2 Socks5, 3 Http
	TCPPort   int    `toml:"tcp_port" is:"number 0 65535"` // only if it differs from port

	Passwd secret.Secret `toml:"-"`
}

// Bridge is where the device answers when it hangs on another machine.
type Bridge struct {
	URL       string `toml:"url" is:"own"`
	TokenFile string `toml:"token_file" is:"path"`
	CAFile    string `toml:"ca_file" is:"path"` // the one certificate to trust, PEM

	Token secret.Secret `toml:"-"`
}

// Flow is what the money rules leave to a shop.
type Flow struct {
	ConfirmWindow Duration `toml:"confirm_window" default:"45s" is:"span 30s 60s"` // after the intent
	ReverseAfter  Duration `toml:"reverse_after" default:"15s" is:"span 15s 60s"`  // after the pay request
	ScanTimeout   Duration `toml:"scan_timeout" default:"60s" is:"span 10s 180s"`  // for the customer's face
	RefScope      string   `toml:"ref_scope" default:"device" is:"one-of device store"`
	RefReplay     Duration `toml:"ref_replay" default:"30m" is:"span 1m 24h"`
	// CredentialLife is how long a face code or scanned code is taken to be
	// chargeable, one of the fences of money rule 2.3.
	CredentialLife Duration `toml:"credential_life" default:"10m" is:"span 5m 1h"`
}

// Journal is where sales are kept: a SQLite file, or PostgreSQL for a chain.
type Journal struct {
	URL          string `toml:"url" is:"own"`
	Witness      string `toml:"witness" is:"path"`       // the folder of the journal's witness; a file only
	PasswordFile string `toml:"password_file" is:"path"` // PostgreSQL only
	PasswordEnv  string `toml:"password_env" is:"env"`

	Password secret.Secret `toml:"-"`
}

// Scanner is what the barcode scanner is programmed to send around each scan.
type Scanner struct {
	Prefix string `toml:"prefix" is:"mark"`
	Suffix string `toml:"suffix" is:"mark"`
}

// UI is the cashier's screen.
type UI struct {
	Language  string   `toml:"language" is:"none or language"` // "" is the locale's
	Theme     string   `toml:"theme" default:"auto" is:"theme"`
	IdleAfter Duration `toml:"idle_after" default:"5m" is:"none or span 10s 24h"` // 0s is never
	Bell      bool     `toml:"bell" default:"true"`
}

// Log is the file for developers. Money is in the journal, not here.
type Log struct {
	File    string   `toml:"file" default:"facetill.log" is:"path"` // "" is none
	Level   string   `toml:"level" default:"info" is:"one-of debug info warn error"`
	Format  string   `toml:"format" default:"text" is:"one-of text json"`
	MaxSize Size     `toml:"max_size" default:"10MB" is:"size 100KB 1GB"`
	MaxAge  Duration `toml:"max_age" default:"720h" is:"span 24h 2160h"`
}
