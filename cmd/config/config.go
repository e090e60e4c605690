package config

import "facetill/flow/secret"

// Config is a checked configuration: every path absolute, every secret
// resolved, every default filled in.
type Config struct {
	Merchant Merchant `toml:"merchant"`
	Store    Store    `toml:"store"`
	Terminal Terminal `toml:"terminal"`
	WeChat   WeChat   `toml:"wechat"`
	Device   Device   `toml:"device"`
	Flow     Flow     `toml:"flow"`
	Journal  Journal  `toml:"journal"`
	Scanner  Scanner  `toml:"scanner"`
	UI       UI       `toml:"ui"`
	Log      Log      `toml:"log"`

	// File is the absolute path of the file that was read, "" for the
	// built-in simulators. Dir is the folder that paths are relative to.
	File string `toml:"-"`
	Dir  string `toml:"-"`
}

// Simulated says whether anything of a sale is not real. Such sales are kept
// in a journal of their own and marked wherever they are shown.
func (c *Config) Simulated() bool {
	return c.WeChat.Adapter == AdapterSim || c.Device.Adapter == AdapterSim
}

// Merchant is who is paid, and what proves it to WeChat.
type Merchant struct {
	AppID    string `toml:"app_id"`     // at most 32 characters
	MchID    string `toml:"mch_id"`     // digits, at most 32
	SubAppID string `toml:"sub_app_id"` // provider mode, may be empty there
	SubMchID string `toml:"sub_mch_id"` // provider mode

	APIKeyFile   string        `toml:"api_key_file"`
	APIKeyEnv    string        `toml:"api_key_env"`
	InlineAPIKey secret.Secret `toml:"api_key"`

	SignType string `toml:"sign_type"` // HMAC-SHA256 or MD5

	CertFile       string `toml:"cert_file"` // PEM pair
	KeyFile        string `toml:"key_file"`
	P12File        string `toml:"p12_file"` // or both in one file
	P12PasswordEnv string `toml:"p12_password_env"`

	// APIKey is the 32 characters of whichever of the three sources is set.
	APIKey secret.Secret `toml:"-"`
	// P12Password is mch_id unless p12_password_env names another.
	P12Password secret.Secret `toml:"-"`
}

// Store is where the sale happens, as WeChat and the customer's phone show it.
type Store struct {
	ID       string `toml:"id"`        // at most 32 characters, ASCII
	Name     string `toml:"name"`      // at most 128 bytes
	AreaCode string `toml:"area_code"` // six digits, GB/T 2260
	Address  string `toml:"address"`
}

// Terminal is this till.
type Terminal struct {
	DeviceID       string        `toml:"device_id"` // at most 32 characters, ASCII
	Lane           string        `toml:"lane"`      // travels in device_info; default device_id
	Cashier        string        `toml:"cashier"`
	ManagerPINHash secret.Secret `toml:"manager_pin_hash"` // argon2id, PHC string
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
	Adapter   string `toml:"adapter"`
	APIURL    string `toml:"api_url"`    // "" under sim: inside this process
	BackupURL string `toml:"backup_url"` // "" is none
	FaceURL   string `toml:"face_url"`
	CAFile    string `toml:"ca_file"` // an extra trust root, PEM

	Timeout  Duration `toml:"timeout"`   // a whole answer to one call
	ClientIP string   `toml:"client_ip"` // spbill_create_ip; "" is found out
	Body     string   `toml:"body"`      // at most 127 bytes; default the store's name

	Proxy          string `toml:"proxy"`
	ProxyPasswdEnv string `toml:"proxy_passwd_env"`

	ProxyPasswd secret.Secret `toml:"-"`
	// Book is the simulator's file of orders, "" for the real gateway.
	Book string `toml:"-"`
}

// Device is the face terminal. Field names are the SDK's.
type Device struct {
	Adapter   string `toml:"adapter"`
	Library   string `toml:"library"`    // absolute
	InProcess bool   `toml:"in_process"` // else in a child process
	HostExe   string `toml:"host_exe"`   // the child, "" is this program

	Dialect      string `toml:"dialect"`     // windows or android
	SDKVersion   string `toml:"sdk_version"` // such as 1.26; "" is not stated
	FaceCodeType string `toml:"face_code_type"`
	Aggregated   bool   `toml:"aggregated"` // shares its camera: init and release around each sale
	// KeepPage waits for the face page's own end after a sale that was not
	// paid, instead of release and init before the next face (money rule 6.2).
	KeepPage  bool `toml:"keep_page"`
	FaceLimit Yuan `toml:"face_limit"` // above it the till offers the barcode at once

	ScreenIndex      int    `toml:"screen_index"`    // 0 is not sent, 1 the main screen
	CameraRotation   int    `toml:"camera_rotation"` // 0 is not sent, 1 +90, 2 180, 3 -90
	DisableKeyboard  bool   `toml:"disable_keyboard"`
	UseWindowNofocus bool   `toml:"use_window_nofocus"`
	PerformMode      string `toml:"perform_mode"`
	AskFacePermit    bool   `toml:"ask_face_permit"`
	AskRetPage       bool   `toml:"ask_ret_page"`

	Proxy  DeviceProxy `toml:"proxy"`
	Bridge Bridge      `toml:"bridge"`
}

// DeviceProxy is the proxy that the face service itself uses.
type DeviceProxy struct {
	IP        string `toml:"ip"`
	Port      int    `toml:"port"`
	User      string `toml:"user"`
	PasswdEnv string `toml:"passwd_env"`
	Type      int    `toml:"type"`     // 0 none, 1 HttpTunnel, 2 Socks5, 3 Http
	TCPPort   int    `toml:"tcp_port"` // only if it differs from port

	Passwd secret.Secret `toml:"-"`
}

// Bridge is where the device answers when it hangs on another machine.
type Bridge struct {
	URL       string `toml:"url"`
	TokenFile string `toml:"token_file"`
	CAFile    string `toml:"ca_file"` // the one certificate to trust, PEM

	Token secret.Secret `toml:"-"`
}

// Flow is what the money rules leave to a shop.
type Flow struct {
	ConfirmWindow Duration `toml:"confirm_window"` // 30s to 60s after the intent
	ReverseAfter  Duration `toml:"reverse_after"`  // 15s to 60s after the pay request
	ScanTimeout   Duration `toml:"scan_timeout"`   // 10s to 180s for the customer's face
	RefScope      string   `toml:"ref_scope"`      // device or store
	RefReplay     Duration `toml:"ref_replay"`     // 1m to 24h
	// CredentialLife is how long a face code or scanned code is taken to be
	// chargeable, one of the fences of money rule 2.3. 5m to 1h.
	CredentialLife Duration `toml:"credential_life"`
}

// Journal is where sales are kept: a SQLite file, or PostgreSQL for a chain.
type Journal struct {
	URL          string `toml:"url"`
	Witness      string `toml:"witness"`       // the folder of the journal's witness; a file only
	PasswordFile string `toml:"password_file"` // PostgreSQL only
	PasswordEnv  string `toml:"password_env"`

	Password secret.Secret `toml:"-"`
}

// Scanner is what the barcode scanner is programmed to send around each scan.
type Scanner struct {
	Prefix string `toml:"prefix"`
	Suffix string `toml:"suffix"`
}

// UI is the cashier's screen.
type UI struct {
	Language  string   `toml:"language"`   // of text.Languages(), or "" for the locale
	Theme     string   `toml:"theme"`      // auto, dark, light, contrast or mono
	IdleAfter Duration `toml:"idle_after"` // 0s is never
	Bell      bool     `toml:"bell"`
}

// Log is the file for developers. Money is in the journal, not here.
type Log struct {
	File  string `toml:"file"` // "" is none
	Level string `toml:"level"`
}
