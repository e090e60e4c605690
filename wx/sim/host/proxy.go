package host

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"facetill/wx/sim/certificates"
)

// sniffFor is how long a new connection may take to say what it speaks.
const sniffFor = 30 * time.Second

// acceptAgain is how long to wait when the system has no connection to give.
const acceptAgain = 50 * time.Millisecond

// tlsHandshake is the first byte of every TLS connection. No method of HTTP
// begins with it.
const tlsHandshake = 0x16

// accept hands each connection to whoever serves what it speaks, and closes
// those unread that the control endpoint asked for.
func (r *Running) accept(ctx context.Context, secure, plain func(net.Conn)) error {
	for {
		conn, err := r.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil { // too many open files and the like pass
			if !pause(ctx, acceptAgain) {
				return err
			}
			continue
		}
		if r.Server.RefuseConnection() {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0) // a reset, not a polite end
			}
			conn.Close()
			continue
		}
		go sniff(ctx, conn, secure, plain)
	}
}

func sniff(ctx context.Context, conn net.Conn, secure, plain func(net.Conn)) {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	_ = conn.SetReadDeadline(time.Now().Add(sniffFor))
	reader := bufio.NewReader(conn)
	first, err := reader.Peek(1)
	if err != nil {
		conn.Close()
		return
	}
	_ = conn.SetReadDeadline(time.Time{})
	if first[0] == tlsHandshake {
		secure(&readConn{conn, reader})
	} else {
		plain(&readConn{conn, reader})
	}
}

// readConn is a connection of which a part was already read.
type readConn struct {
	net.Conn
	reader *bufio.Reader
}

func (c *readConn) Read(p []byte) (int, error) { return c.reader.Read(p) }

// handover is a net.Listener whose connections come from elsewhere.
type handover struct {
	addr  net.Addr
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func newHandover(addr net.Addr) *handover {
	return &handover{addr: addr, conns: make(chan net.Conn), done: make(chan struct{})}
}

func (h *handover) give(c net.Conn) {
	select {
	case h.conns <- c:
	case <-h.done:
		c.Close()
	}
}

func (h *handover) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

func (h *handover) Close() error {
	h.once.Do(func() { close(h.done) })
	return nil
}

func (h *handover) Addr() net.Addr { return h.addr }

// connectProxy is what HTTPS_PROXY points at. It leads nowhere but here.
type connectProxy struct {
	to       func(net.Conn)
	listener net.Addr
}

func (p *connectProxy) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodConnect {
		http.Error(w, "this port speaks https, and CONNECT for HTTPS_PROXY; use https://", http.StatusBadRequest)
		return
	}
	if !p.known(req.Host) {
		http.Error(w, "the simulator connects to "+certificates.Hosts[0]+", "+certificates.Hosts[1]+" and "+certificates.Hosts[2]+" alone", http.StatusForbidden)
		return
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_ = conn.SetDeadline(time.Time{})
	if _, err := conn.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n")); err != nil {
		conn.Close()
		return
	}
	p.to(&readConn{conn, buffered.Reader})
}

// known reports whether a CONNECT target is one of the hosts or this very port.
func (p *connectProxy) known(target string) bool {
	host, port, err := net.SplitHostPort(target)
	if err != nil {
		return false
	}
	if port == "443" && slices.Contains(certificates.Hosts, host) {
		return true
	}
	_, own, _ := net.SplitHostPort(p.listener.String())
	return port == own && (host == "localhost" || net.ParseIP(host).IsLoopback())
}
