package bridge

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"facetill/device/wire"
	"facetill/flow/field"
)

const (
	// mostGuests is how many connections may be open on which no request had the
	// token yet. One more ends the oldest of them, so that whoever has the token
	// always gets in.
	mostGuests = 64
	// readLimit is for the header of a request, and once more for its body.
	readLimit = 10 * time.Second
	// refusedLimit is how long a refused caller may go on sending, so that it
	// hears why it was refused.
	refusedLimit = time.Second
	// writeLimit is for an answer; the time before it begins is not counted.
	writeLimit = 30 * time.Second
)

// NewHTTP returns a server of s that holds no caller longer than its request
// takes: deadlines on header, body and answer, and a cap on the connections of
// callers without a token. Failures are told on out, one line a minute.
func NewHTTP(s *Server, out io.Writer) *http.Server {
	rare := &rarely{out: out}
	crowd := &crowd{rare: rare, guests: map[net.Conn]*guestOf{}}
	return &http.Server{
		Handler:           s,
		ReadHeaderTimeout: readLimit, // no read or write timeout: a customer may take a minute
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(rare, "", 0),
		ConnContext:       crowd.enter,
		ConnState: func(conn net.Conn, state http.ConnState) {
			if state == http.StateClosed || state == http.StateHijacked {
				crowd.forget(conn)
			}
		},
	}
}

// crowd knows the connections of a server, and who of them has shown the token.
type crowd struct {
	rare   *rarely
	mu     sync.Mutex
	next   int
	guests map[net.Conn]*guestOf // without the token
}

// guestOf is one connection as the handler sees it.
type guestOf struct {
	crowd *crowd
	conn  net.Conn
	nth   int
}

type guestKey struct{}

// enter counts a new connection, and ends the oldest that has not shown a token
// where there are too many.
func (c *crowd) enter(ctx context.Context, conn net.Conn) context.Context {
	c.mu.Lock()
	c.next++
	g := &guestOf{c, conn, c.next}
	c.guests[conn] = g
	var oldest *guestOf
	if len(c.guests) > mostGuests {
		oldest = slices.MinFunc(slices.Collect(maps.Values(c.guests)), func(a, b *guestOf) int { return cmp.Compare(a.nth, b.nth) })
		delete(c.guests, oldest.conn)
	}
	c.mu.Unlock()
	if oldest != nil {
		c.rare.say("more than %d connections without a token; the oldest was closed", mostGuests)
		_ = bare(oldest.conn).Close()
	}
	return context.WithValue(ctx, guestKey{}, g)
}

// bare is the connection below TLS, whose own Close may wait to say goodbye.
func bare(conn net.Conn) net.Conn {
	if secure, is := conn.(interface{ NetConn() net.Conn }); is {
		return secure.NetConn()
	}
	return conn
}

func (c *crowd) forget(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.guests, conn)
}

// known notes that the caller of a request has the token: its connection is
// never closed for the sake of another.
func known(r *http.Request) {
	if g, is := r.Context().Value(guestKey{}).(*guestOf); is {
		g.crowd.forget(g.conn)
	}
}

// refuse sends a caller away and ends its connection: what it goes on sending
// is not waited for.
func refuse(w http.ResponseWriter, r *http.Request, text string, status int) {
	if g, is := r.Context().Value(guestKey{}).(*guestOf); is {
		g.crowd.rare.say("refused a call from %s: %s", r.RemoteAddr, text)
	}
	limit(w, refusedLimit)
	w.Header().Set(headerKind, string(wire.KindRefused))
	w.Header().Set("Connection", "close")
	http.Error(w, text, status)
}

// limit bounds what is read and written of a request from now on. What is no
// connection, as in a test, has no deadline.
func limit(w http.ResponseWriter, d time.Duration) { deadline(w, time.Now().Add(d)) }

// unlimited takes the deadlines away: what follows takes a customer's time.
func unlimited(w http.ResponseWriter) { deadline(w, time.Time{}) }

func deadline(w http.ResponseWriter, at time.Time) {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(at)
	_ = c.SetWriteDeadline(at)
}

// rarely is a log of failures: one line a minute, with how many were left out.
type rarely struct {
	out    io.Writer
	mu     sync.Mutex
	last   time.Time
	missed int
}

const rareEvery = time.Minute

func (l *rarely) say(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if !l.last.IsZero() && now.Sub(l.last) < rareEvery {
		l.missed++
		return
	}
	line := "bridge: " + field.Cut(field.Plain(fmt.Sprintf(format, args...)), maxErrorText)
	if l.missed > 0 {
		line += fmt.Sprintf(" (and %d failures more since the last line)", l.missed)
	}
	l.last, l.missed = now, 0
	_, _ = fmt.Fprintln(l.out, line)
}

// Write is for net/http's own lines.
func (l *rarely) Write(p []byte) (int, error) {
	l.say("%s", string(p))
	return len(p), nil
}
