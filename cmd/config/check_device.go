package config

import (
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"

	"facetill/flow/secret"
)

var (
	sdkVersion   = regexp.MustCompile(`^\d{1,5}(\.\d{1,5}){0,3}$`)
	windowsDrive = regexp.MustCompile(`^([A-Za-z]:[\\/]|\\\\)`)
)

// device checks the form of every key. Whether the SDK's version knows a
// field is refused by the device, which has that table.
func (k *checker) device() {
	d := &k.c.Device
	k.oneOf("device.adapter", d.Adapter, AdapterSDK, AdapterBridge, AdapterNone, AdapterSim)
	if d.Adapter == AdapterSim && k.c.WeChat.Adapter == AdapterWeChat {
		k.problem("device.adapter", "is \"sim\", and the gateway is real: a simulated face cannot be charged",
			"write \"sdk\" or \"bridge\" for the camera, \"none\" for a till that only scans, or start with --sim")
	}
	k.oneOf("device.dialect", d.Dialect, "windows", "android")
	k.oneOf("device.face_code_type", d.FaceCodeType, "1", "0")
	k.oneOf("device.perform_mode", d.PerformMode, "", "NORMAL_PRFORM", "LOW_PERFORM")
	if d.SDKVersion != "" && !sdkVersion.MatchString(d.SDKVersion) {
		k.problem("device.sdk_version", "is "+shown(d.SDKVersion), "write numbers and dots, like \"1.26\"")
	}
	if d.FaceLimit < 1 {
		k.problem("device.face_limit", "is nothing", "write the yuan that a face may pay, like \"1000.00\"")
	}
	k.number("device.screen_index", d.ScreenIndex, 0, 16)
	k.number("device.camera_rotation", d.CameraRotation, 0, 3)
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
	if d.Library != "" && !filepath.IsAbs(d.Library) && !windowsDrive.MatchString(d.Library) {
		k.problem("device.library", "is "+shown(d.Library)+", which is not absolute", "write the whole path, in single quotes")
	}
	if d.InProcess && d.HostExe != "" {
		k.problem("device.host_exe", "stands beside in_process", "keep one: host_exe is the program of the child process")
	}
	k.programs(d)
}

func (k *checker) deviceProxy(p *DeviceProxy) {
	k.number("device.proxy.type", p.Type, 0, 3)
	k.number("device.proxy.port", p.Port, 0, 65535)
	k.number("device.proxy.tcp_port", p.TCPPort, 0, 65535)
	if strings.ContainsFunc(p.IP, func(r rune) bool { return r <= ' ' || r > '~' }) {
		k.problem("device.proxy.ip", "is "+shown(p.IP), "write an IP address or a host name")
	}
	if (p.IP == "") != (p.Port == 0) {
		k.problem("device.proxy.ip", "and device.proxy.port belong together", "set both or none")
	}
	if p.PasswdEnv != "" {
		if passwd, ok := k.secretEnv("device.proxy.passwd_env", p.PasswdEnv); ok {
			p.Passwd = secret.New(passwd)
		}
	}
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
		u, err := url.Parse(b.URL)
		switch {
		case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "":
			k.problem("device.bridge.url", "is no address", "write it like \"https://10.0.0.7:8443\"")
		case u.Scheme == "http" && !loopback(u.Hostname()):
			k.problem("device.bridge.url", "is http to another machine, and face codes pass through it", "use https and ca_file")
		case u.Scheme == "https":
			k.required("device.bridge.ca_file", b.CAFile, "name a copy of the certificate that `facetill device serve` printed")
		}
	}
	if b.TokenFile != "" {
		if token, ok := k.secretFile("device.bridge.token_file", b.TokenFile); ok {
			b.Token = secret.New(token)
		}
	}
	k.file("device.bridge.ca_file", b.CAFile)
}

// loopback says whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
