package sim

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"facetill/wx/sim/certificates"
	"facetill/wx/wire"
)

// ServeHTTP is the payment host and the face host in one: POST on the documented
// paths, HEAD with a Date header on any path, and /_sim/ for whoever has the
// token. Answers that the scenario delays or spoils are delayed and spoilt on
// the real connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	path := req.URL.Path
	if strings.HasPrefix(path, controlPrefix) {
		s.control(w, req)
		return
	}
	if req.Method == http.MethodHead {
		s.setDate(w, s.cfg.Now())
		w.WriteHeader(http.StatusOK)
		return
	}
	if r := routes[path]; r != nil && req.Method != http.MethodPost {
		bad := returnFailure(r, wordPost)
		bad.Date = s.cfg.Now()
		s.send(w, req, bad)
		return
	}
	room := rooms.Get().(*room)
	room.request.Reset()
	// One byte more than a message may have: Decode then says so.
	if _, err := room.request.ReadFrom(io.LimitReader(req.Body, wire.MaxBody+1)); err != nil {
		panic(http.ErrAbortHandler) // the request broke off: it never arrived
	}
	r := s.serve(path, room, certOf(req))
	s.send(w, req, r)
	rooms.Put(room)
}

// room is the memory of one request and its answer, used again for the next. A
// decoded message shares no storage with it.
type room struct {
	request bytes.Buffer
	answer  [usualAnswer]byte
}

var rooms = sync.Pool{New: func() any { return new(room) }}

// serve is Do for many goroutines: signatures are checked side by side, the
// book is used in turns.
func (s *Server) serve(path string, room *room, cert certState) Reply {
	r := routes[path]
	if r != nil && r.api.Cert && cert == certBad && !s.cfg.SkipCert {
		bad := page(http.StatusBadRequest, wordBadCert)
		bad.Date = s.cfg.Now()
		return bad
	}
	c, bad := s.check(path, room.request.Bytes(), cert == certGood)
	if bad != nil {
		return *bad
	}
	c.room = room.answer[:0]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.perform(c)
}

// send does on the connection what the reply says.
func (s *Server) send(w http.ResponseWriter, req *http.Request, r Reply) {
	if r.Delay > 0 && !pause(req.Context(), r.Delay) {
		return
	}
	if r.Fault == Lose || r.Fault == Refuse {
		panic(http.ErrAbortHandler) // closes the connection without a byte
	}
	s.setDate(w, r.Date)
	h := w.Header()
	if r.ContentType == typeXML {
		h["Content-Type"] = headerXML
	} else {
		h.Set("Content-Type", r.ContentType)
	}
	if r.Location != "" {
		h.Set("Location", r.Location)
	}
	switch {
	case r.Length > 0:
		h.Set("Content-Length", strconv.Itoa(r.Length))
	case r.Fault != Endless:
		h.Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
	w.WriteHeader(r.Status)
	_, err := w.Write(r.Body)
	switch r.Fault {
	case Cut:
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case Endless:
		for err == nil && req.Context().Err() == nil {
			_, err = w.Write(r.Body)
		}
		panic(http.ErrAbortHandler) // returning would give it an end
	}
}

// headerXML is shared by all answers; nobody changes it.
var headerXML = []string{typeXML}

// dateHeader is the Date header of one second.
type dateHeader struct {
	second int64
	value  []string
}

// setDate overrides net/http's own Date: the clock that a client judges ages by
// is this server's.
func (s *Server) setDate(w http.ResponseWriter, t time.Time) {
	d := s.date.Load()
	if d == nil || d.second != t.Unix() {
		d = &dateHeader{t.Unix(), []string{t.UTC().Format(http.TimeFormat)}}
		s.date.Store(d)
	}
	w.Header()["Date"] = d.value
}

// pause waits, and reports whether the client still does.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// certState is what came with the TLS connection.
type certState uint8

const (
	certNone certState = iota
	certBad
	certGood
)

// certOf returns whether a request came with a certificate of the authority that
// the listener was set up with. [Serve] lets any certificate through the
// handshake, so that the answer to a wrong one is a page and not a riddle.
func certOf(req *http.Request) certState {
	if req.TLS == nil || len(req.TLS.PeerCertificates) == 0 {
		return certNone
	}
	if len(req.TLS.VerifiedChains) > 0 {
		return certGood
	}
	if set, ok := req.Context().Value(certificatesKey{}).(*certificates.Set); ok && set.Signed(req.TLS.PeerCertificates[0]) {
		return certGood
	}
	return certBad
}

// certificatesKey is the context key under which Serve tells the connection which
// authority signs client certificates.
type certificatesKey struct{}
