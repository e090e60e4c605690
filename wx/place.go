package wx

import (
	"net"
	"net/url"
	"strings"

	"facetill/flow"
)

// ownDomains are WeChat's.
var ownDomains = []string{"qq.com", "wechatpay.cn", "tenpay.com"}

// Place names the WeChat behind an address, as an attempt remembers it (money
// rule 1.9): one name for all of WeChat's own hosts, which know the same orders,
// else scheme, host and port.
func Place(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	for _, domain := range ownDomains {
		if u.Scheme == "https" && port == "443" && (host == domain || strings.HasSuffix(host, "."+domain)) {
			return flow.WeChatItself
		}
	}
	return u.Scheme + "://" + net.JoinHostPort(host, port)
}
