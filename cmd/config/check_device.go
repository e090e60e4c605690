package config

import (
	"encoding/json"
	"net"
	"path/filepath"
	"strings"
)

var (
	sdkVersion   = pattern(`^\d{1,5}(\.\d{1,5}){0,3}$`)
	windowsDrive = pattern(`^([A-Za-z]:[\\/]|\\\\)`)
)

// device checks what hangs on the adapter. Whether the SDK's version knows a
// field is refused by the device, which has that table.
func (k *checker) device() {
	d := &k.c.Device
	k.refuse(d.Adapter == AdapterSim && k.c.WeChat.Adapter == AdapterWeChat, "device.adapter", "is \"sim\", and the gateway is real: a simulated face cannot be charged",
		"write \"sdk\" or \"bridge\" for the camera, \"none\" for a till that only scans, or start with --sim")
	k.refuse(d.SDKVersion != "" && !sdkVersion().MatchString(d.SDKVersion), "device.sdk_version", "is "+shown(d.SDKVersion), "write numbers and dots, like \"1.26\"")
	k.refuse(d.FaceLimit < 1, "device.face_limit", "is nothing", "write the yuan that a face may pay, like \"1000.00\"")
	var attach map[string]any
	k.refuse(d.AuthinfoAttach != "" && (len(d.AuthinfoAttach) > 1024 || json.Unmarshal([]byte(d.AuthinfoAttach), &attach) != nil), "device.authinfo_attach", "is no JSON object of at most 1024 bytes",
		`write it like '{"shop":"7"}', in single quotes`)
	k.library(d)
	k.deviceProxy(&d.Proxy)
	k.bridge(d)
}

// library must be absolute: a library that is looked for could be another one.
// Both kinds of absolute path pass, so that a file can be checked elsewhere.
func (k *checker) library(d *Device) {
	if d.Adapter == AdapterSDK {
		k.required("device.library", d.Library, `write the absolute path of the face SDK, like 'C:\WxpayFace\WxpayFaceSDK.dll'`)
	}
	k.refuse(d.Library != "" && !filepath.IsAbs(d.Library) && !windowsDrive().MatchString(d.Library), "device.library", "is "+shown(d.Library)+", which is not absolute",
		"write the whole path, in single quotes")
	k.refuse(d.InProcess && d.HostExe != "", "device.host_exe", "stands beside in_process", "keep one: host_exe is the program of the child process")
	k.programs(d)
}

func (k *checker) deviceProxy(p *DeviceProxy) {
	k.refuse(strings.ContainsFunc(p.IP, unseen), "device.proxy.ip", "is "+shown(p.IP), "write an IP address or a host name")
	k.refuse((p.IP == "") != (p.Port == 0), "device.proxy.ip", "and device.proxy.port belong together", "set both or none")
	k.fromEnv("device.proxy.passwd_env", p.PasswdEnv, &p.Passwd)
}

// bridge carries face codes, so over a network it is https and has a token.
func (k *checker) bridge(d *Device) {
	b := &d.Bridge
	if d.Adapter != AdapterBridge {
		return
	}
	k.required("device.bridge.url", b.URL, "write the address that `facetill device serve` printed")
	k.required("device.bridge.token_file", b.TokenFile, "name the file with the token that `facetill device serve` wrote")
	if b.URL != "" {
		u, ok := address(b.URL)
		switch {
		case !ok || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "":
			k.problem("device.bridge.url", "is no address", "write it like \"https://10.0.0.7:8443\"")
		case u.Scheme == "http" && !Loopback(u.Hostname()):
			k.problem("device.bridge.url", "is http to another machine, and face codes pass through it", "use https and ca_file")
		case u.Scheme == "https":
			k.required("device.bridge.ca_file", b.CAFile, "name a copy of the certificate that `facetill device serve` printed")
		}
	}
	k.fromFile("device.bridge.token_file", b.TokenFile, &b.Token)
	k.file("device.bridge.ca_file", b.CAFile)
}

// Loopback reports whether a host can be reached from this machine alone.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
