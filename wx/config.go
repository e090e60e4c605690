package wx

import (
	"cmp"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/secret"
	"facetill/flow/trace"
	"facetill/wx/transport"
	"facetill/wx/wire"
)

// The hosts of mainland merchants. There is no backup for the face service.
const (
	MainURL   = "https://api.mch.weixin.qq.com"
	BackupURL = "https://api2.mch.weixin.qq.com"
	FaceURL   = "https://payapp.weixin.qq.com"
)

// DefaultTimeout is how long a whole answer may take from the first byte of the
// request (money rule 3.1). WeChat tries several of the payer's cards, so
// answers of some seconds are usual.
const DefaultTimeout = 10 * time.Second

// Config is what a Gateway is made of.
type Config struct {
	// Merchant is used where a call brings none of its own; calls about an
	// attempt use the attempt's.
	Merchant flow.Merchant
	Key      *wire.Key
	SignType wire.SignType // HMAC-SHA256 when empty
	// Cert is needed by Pay too: no pay request leaves without the means to
	// reverse it (money rule 1.6). Nil refuses Pay, Reverse and Refund, and
	// CertProblem is why it is nil: what LoadCertificate returned. Queries
	// work all the same, so that open attempts can be looked after.
	Cert        *Certificate
	CertProblem error

	MainURL, BackupURL, FaceURL string   // https; empty Main and Face are WeChat's, an empty Backup is none
	CAFile                      string   // PEM, an extra trust root
	CAPEM                       []byte   // the same, from memory
	OnlyCA                      bool     // CAPEM is the only one: no server is taken that it has not signed
	Proxy                       *url.URL // http://host:port, with or without a user
	ProxyPassword               secret.Secret
	Timeout                     time.Duration // 0 is DefaultTimeout

	ClientIP string // spbill_create_ip; empty is found out
	Body     string // body where a sale names none; at most 127 bytes
	Store    Store  // scene_info
	Attach   string // JSON, of every authinfo

	// Clock is the machine's; WeChat is told every Date header by it and asked
	// whether send_by has passed. Nil WeChat: nobody keeps WeChat's time.
	Clock  clock.Clock
	WeChat *clock.WeChat

	// Trace hears of each call as it happens; nil: nobody watches.
	Trace *trace.Trace

	// Dial replaces the network, for simulators in the same process. With it
	// the URLs may be http. Direct replaces HTTP as well.
	Dial   transport.DialFunc
	Direct Direct
}

// Store is where the sale happens, as scene_info and the face service show it.
type Store struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"`
	AreaCode string `json:"area_code,omitempty"`
	Address  string `json:"address,omitempty"`
}

// check fills in defaults and reports everything that is wrong at once.
func (c *Config) check() error {
	var all []error
	need := func(ok bool, problem string) {
		if !ok {
			all = append(all, errors.New(problem))
		}
	}
	need(c.Merchant.AppID != "", "app_id is missing")
	need(c.Merchant.MchID != "", "mch_id is missing")
	need(c.Key != nil, "api key is missing")
	need(c.SignType == "" || c.SignType == wire.MD5 || c.SignType == wire.HMACSHA256, "sign_type is neither HMAC-SHA256 nor MD5")
	need(c.Timeout >= 0, "timeout is negative")
	need(c.Clock != nil || c.WeChat == nil, "a clock for WeChat's time needs the machine's clock")
	need(c.Proxy == nil || c.Proxy.Scheme == "http" && c.Proxy.Host != "", "proxy is not an http://host:port address")
	if c.Proxy != nil {
		_, inURL := c.Proxy.User.Password()
		need(!inURL, "proxy has its password in the url, where it would be printed; give it beside")
	}
	c.SignType = cmp.Or(c.SignType, wire.HMACSHA256)
	c.Timeout = cmp.Or(c.Timeout, DefaultTimeout)
	c.MainURL, c.FaceURL = cmp.Or(c.MainURL, MainURL), cmp.Or(c.FaceURL, FaceURL)
	c.Body = cmp.Or(c.Body, c.Store.Name, "刷脸支付")
	if c.Clock == nil {
		c.Clock = clock.NewMachine()
	}
	if c.Dial == nil {
		c.Dial = new(net.Dialer).DialContext
		for _, u := range []string{c.MainURL, c.BackupURL, c.FaceURL} {
			need(u == "" || len(u) > 8 && strings.HasPrefix(u, "https://"), "url "+u+" is not https; there is no pay without tls")
		}
	}
	if c.ClientIP == "" {
		c.ClientIP = localIP(net.Dial)
	}
	_, err := netip.ParseAddr(c.ClientIP)
	need(err == nil, "client_ip is not an ip address")
	if info := c.Store.sceneInfo(); len(info) > 256 {
		need(false, fmt.Sprintf("store id, name, area_code and address take %d bytes as scene_info, 256 are allowed; shorten the address", len(info)))
	}
	return errors.Join(all...)
}

// localIP is the address of the interface that routes to the world; no packet
// is sent to find it.
func localIP(dial func(network, address string) (net.Conn, error)) string {
	c, err := dial("udp4", "198.51.100.1:9")
	if err != nil {
		return "127.0.0.1"
	}
	defer c.Close()
	return c.LocalAddr().(*net.UDPAddr).IP.String()
}

// sceneInfo is the JSON of micropay's scene_info; empty without a store id,
// which it requires.
func (s Store) sceneInfo() string {
	if s.ID == "" {
		return ""
	}
	text, err := json.Marshal(map[string]Store{"store_info": s})
	if err != nil {
		panic(err) // strings alone cannot fail
	}
	return string(text)
}

// dialers returns the way to open connections without and with the client
// certificate.
func (c *Config) dialers() (plain, withCert *transport.Dialer, err error) {
	roots, err := loadRoots(c.CAFile, c.CAPEM)
	if c.OnlyCA {
		roots, err = onlyRoots(c.CAPEM)
	}
	if err != nil {
		return nil, nil, err
	}
	dialer := func() *transport.Dialer {
		d := &transport.Dialer{Dial: c.Dial, Roots: roots, Cache: tls.NewLRUClientSessionCache(8), Limit: connectLimit}
		if c.Proxy != nil {
			d.Proxy = c.Proxy.Host
			if c.Proxy.User != nil {
				d.ProxyAuthorization = c.proxyAuthorization
			}
		}
		return d
	}
	plain, withCert = dialer(), dialer()
	if c.Cert != nil {
		withCert.Cert = &c.Cert.pair
	}
	return plain, withCert, nil
}

// proxyAuthorization is the header's value, which no error ever holds.
func (c *Config) proxyAuthorization() string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(c.Proxy.User.Username()+":"+c.ProxyPassword.Reveal()))
}
