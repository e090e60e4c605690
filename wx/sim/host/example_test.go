package host_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"

	"facetill/wx/sim/host"
)

// A simulator on a port of this machine, and a client that trusts it: any client
// of WeChat Pay v2, in any language, runs against that address.
func Example() {
	ctx, cancel := context.WithCancel(context.Background())
	running, err := host.Serve(ctx, host.Options{})
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(running.Certificates.CAPEM)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	answer, err := client.Head(running.URL)
	if err != nil {
		panic(err)
	}
	fmt.Println(answer.Status)
	client.CloseIdleConnections()
	cancel()
	fmt.Println(running.Wait())
	// Output:
	// 200 OK
	// <nil>
}
