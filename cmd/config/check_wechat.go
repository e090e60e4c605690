package config

import (
	"net/netip"
	"net/url"
	"strings"
)

func (k *checker) wechat() {
	w := &k.c.WeChat
	if w.Adapter == AdapterSim {
		k.notReal("wechat.api_url", w.APIURL)
		k.notReal("wechat.backup_url", w.BackupURL)
		k.notReal("wechat.face_url", w.FaceURL)
	}
	k.file("wechat.ca_file", w.CAFile)
	k.table(func(key string) bool { // a store's name may be a byte longer than a body
		return key == "wechat.body" && w.Body == k.c.Store.Name && len(w.Body) > 127
	})
	k.clientIP()
	k.proxy()
}

// notReal refuses WeChat's own hosts under the simulated adapter.
func (k *checker) notReal(key, text string) {
	u, _ := address(text)
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	for _, domain := range []string{"qq.com", "wechatpay.cn", "tenpay.com"} {
		k.refuse(host == domain || strings.HasSuffix(host, "."+domain), key, "names a real host, and the adapter is \"sim\"",
			"set adapter = \"wechat\", or write the address that `facetill sim` printed")
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
		k.fromEnv("wechat.proxy_passwd_env", w.ProxyPasswdEnv, &w.ProxyPasswd)
	}
	if w.Proxy == "" {
		return
	}
	u, ok := address(w.Proxy)
	if !ok || u.Scheme != "http" {
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
	u, _ := address(w.Proxy)
	if !w.ProxyPasswd.IsZero() {
		u.User = url.UserPassword(u.User.Username(), w.ProxyPasswd.Reveal())
	}
	return u
}
