package wire

import "facetill/flow/secret"

// Init starts the face service's part of this process, with an optional HTTP
// or SOCKS proxy. It may be repeated at any time: on a live connection it
// answers at once.
type Init struct {
	ProxyIP       string // address; Android also takes a host name
	ProxyPort     string // digits
	ProxyUser     string
	ProxyPassword secret.Secret
	ProxyType     int64  // 0 none, 1 HttpTunnel, 2 Socks5, 3 Http
	ProxyTCPPort  string // only where the proxy's TCP port differs

	CameraRotation int64  // 1 = +90, 2 = 180, 3 = -90 degrees; ask WeChat Pay first
	PerformMode    string // PerformNormal or PerformLow
}

func (r Init) request() (Command, []parameter) {
	return CmdInit, []parameter{
		{name: "ip", text: r.ProxyIP, max: 255},
		{name: "port", text: r.ProxyPort, max: 5, form: digits, hint: "give the proxy's port number"},
		{name: "user", text: r.ProxyUser, max: 255},
		{name: "passwd", text: r.ProxyPassword.Reveal(), max: 255, secret: true},
		{name: "proxy_type", text: number(r.ProxyType), number: true, oneOf: []string{"1", "2", "3"}, hint: "1 is HttpTunnel, 2 Socks5, 3 Http"},
		{name: "tcp_port", text: r.ProxyTCPPort, max: 5, form: digits, hint: "give the proxy's port number"},
		{name: "camera_rotation", text: number(r.CameraRotation), number: true, oneOf: []string{"1", "2", "3"}, hint: "1 is +90, 2 is 180, 3 is -90 degrees"},
		{name: "perform_mode", text: r.PerformMode, oneOf: []string{PerformNormal, PerformLow}},
	}
}
