package config

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"facetill/flow/secret"
)

func (k *checker) wechat() {
	w := &k.c.WeChat
	k.oneOf("wechat.adapter", w.Adapter, AdapterWeChat, AdapterSim)
	k.between("wechat.timeout", w.Timeout, 8*time.Second, 20*time.Second)
	k.https("wechat.api_url", w.APIURL)
	k.https("wechat.backup_url", w.BackupURL)
	if w.FaceURL != w.APIURL {
		k.https("wechat.face_url", w.FaceURL)
	}
	if w.Adapter == AdapterSim {
		k.notReal("wechat.api_url", w.APIURL)
		k.notReal("wechat.backup_url", w.BackupURL)
		k.notReal("wechat.face_url", w.FaceURL)
	}
	k.file("wechat.ca_file", w.CAFile)
	k.clientIP()
	if w.Body != k.c.Store.Name || len(w.Body) > 127 {
		k.text("wechat.body", w.Body, 127)
	}
	k.proxy()
}

// https checks the address of a host: its path may be the start of all paths.
func (k *checker) https(key, address string) {
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		k.problem(key, "is no address", "write it like \"https://api.mch.weixin.qq.com\"")
	case u.Scheme != "https":
		k.problem(key, "is not https", "write it like \"https://api.mch.weixin.qq.com\"")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		k.problem(key, "has more than a host and a path", "leave out user, ? and #")
	case strings.HasSuffix(u.Path, "/"):
		k.problem(key, "ends with a slash", "leave the slash out")
	}
}

// notReal refuses WeChat's own hosts under the simulated adapter.
func (k *checker) notReal(key, address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	for _, domain := range []string{"qq.com", "wechatpay.cn", "tenpay.com"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			k.problem(key, "names a real host, and the adapter is \"sim\"",
				"set adapter = \"wechat\", or write the address that `facetill sim` printed")
		}
	}
}

// clientIP checks spbill_create_ip: v4 or v6, but facepay (face_code_type
// "0") has room for 16 characters only.
func (k *checker) clientIP() {
	ip := k.c.WeChat.ClientIP
	if ip == "" {
		return
	}
	addr, err := netip.ParseAddr(ip)
	switch {
	case err != nil || addr.Zone() != "":
		k.problem("wechat.client_ip", "is "+shown(ip), "write this machine's IP address, or leave it out")
	case k.c.Device.FaceCodeType == "0" && len(ip) > 16:
		k.problem("wechat.client_ip", "is longer than the 16 characters that face_code_type \"0\" allows", "write an IPv4 address")
	}
}

// proxy checks the proxy towards WeChat. A password must not stand in the
// file, so it comes from the environment.
func (k *checker) proxy() {
	w := &k.c.WeChat
	if w.ProxyPasswdEnv != "" {
		k.required("wechat.proxy", w.Proxy, "write the proxy, or leave proxy_passwd_env out")
		if passwd, ok := k.secretEnv("wechat.proxy_passwd_env", w.ProxyPasswdEnv); ok {
			w.ProxyPasswd = secret.New(passwd)
		}
	}
	if w.Proxy == "" {
		return
	}
	u, err := url.Parse(w.Proxy)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" {
		k.problem("wechat.proxy", "is no proxy address", "write it like \"http://proxy.example:3128\"")
		return
	}
	if _, has := u.User.Password(); has {
		k.problem("wechat.proxy", "has a password in it", "keep the user, and name a variable in proxy_passwd_env")
	}
}

// ProxyURL is the proxy with its password, nil for a direct connection.
func (w *WeChat) ProxyURL() *url.URL {
	if w.Proxy == "" {
		return nil
	}
	u, err := url.Parse(w.Proxy)
	if err != nil {
		return nil // refused when the file was checked
	}
	if !w.ProxyPasswd.IsZero() {
		u.User = url.UserPassword(u.User.Username(), w.ProxyPasswd.Reveal())
	}
	return u
}
