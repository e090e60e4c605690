package wx

import (
	"testing"

	"facetill/flow"
)

func TestPlace(t *testing.T) {
	for address, want := range map[string]string{
		MainURL: flow.WeChatItself, BackupURL: flow.WeChatItself, "https://API.mch.weixin.qq.com:443/": flow.WeChatItself,
		"https://qq.com": flow.WeChatItself, "https://a.wechatpay.cn": flow.WeChatItself, "https://a.tenpay.com": flow.WeChatItself, "https://api.mch.weixin.qq.com.": flow.WeChatItself,
		"http://api.mch.weixin.qq.com:443": "http://api.mch.weixin.qq.com:443", "a b:c": "a b:c", "relative": "relative", "http://[": "http://[",
		"https://apihk.mch.weixin.qq.com":    flow.WeChatItself,
		"https://api.mch.weixin.qq.com:8443": "https://api.mch.weixin.qq.com:8443",
		"https://qq.com.example.org":         "https://qq.com.example.org:443",
		"https://myqq.com":                   "https://myqq.com:443",
		"https://127.0.0.1:8443":             "https://127.0.0.1:8443",
		"https://[::1]:8443":                 "https://[::1]:8443",
		"http://Sim.Local":                   "http://sim.local:80",
		"https://sim.local/a":                "https://sim.local:443",
	} {
		if got := Place(address); got != want {
			t.Errorf("%s is at %s, want %s", address, got, want)
		}
	}
}
