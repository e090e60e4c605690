package bridge

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"time"
)

// Listen opens an address for Serve. A client that fell silent is noticed after 9 s.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	l := net.ListenConfig{KeepAliveConfig: keepAlive}
	return l.Listen(ctx, "tcp", addr)
}

// Serve offers s over HTTPS until ctx ends, then stops a scan that is under way,
// and closes ln. What the server has to say of broken connections goes to out.
func Serve(ctx context.Context, ln net.Listener, cert tls.Certificate, s *Server, out io.Writer) error {
	srv := NewHTTP(s, out)
	srv.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{cert}}
	srv.Protocols = new(http.Protocols)
	srv.Protocols.SetHTTP1(true) // a call and a connection end together
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		_ = ln.Close()
		// Before the scan is stopped: its answer ends the connection,
		// or the client's next call went out on it and would look like a crash.
		srv.SetKeepAlivesEnabled(false)
		s.Close()
		soon, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if srv.Shutdown(soon) != nil {
			_ = srv.Close()
		}
	})
	err := srv.ServeTLS(ln, "", "")
	if stop() { // ctx lives: the listener failed
		s.Close()
		_ = srv.Close()
		return err
	}
	<-done
	return nil
}
