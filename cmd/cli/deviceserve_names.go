package cli

import (
	"crypto/tls"
	"net"
	"os"
	"strings"

	"facetill/device/bridge"
)

// bridgeServer is a device that is ready to be served.
type bridgeServer struct {
	*bridge.Server
	cert tls.Certificate
}

// everywhere says whether a host to listen at is every network of the machine.
func everywhere(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}

// onlyHere says whether a host to listen at can be reached from this machine alone.
func onlyHere(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// outsideNames are the names by which other machines may know this one. The
// certificate that is made carries them for clients that look at names; a till
// pins it and does not.
func outsideNames(host string) []string {
	if onlyHere(host) {
		return nil
	}
	var names []string
	if name, err := os.Hostname(); err == nil {
		names = append(names, name)
	}
	if !everywhere(host) {
		return append(names, host)
	}
	addrs, _ := net.InterfaceAddrs() // without them the certificate has fewer names
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			names = append(names, n.IP.String())
		}
	}
	return names
}

// reachable is how a till is told to call a host to listen at.
func reachable(host string) string {
	if !everywhere(host) {
		return host
	}
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "127.0.0.1"
}
