package host

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/wire"
)

// handler is what [New] returns.
type handler struct {
	sim   *sim.Server
	token string // of the control endpoint; "" keeps it shut
	// certificates judge those of clients; nil knows none.
	certificates *certificates.Set
}

// New returns the payment host and the face host in one, without the control
// endpoint: POST on the documented paths, HEAD with a Date header on any path.
// Answers that the scenario delays or spoils are delayed and spoilt on the real
// connection.
func New(s *sim.Server) http.Handler { return &handler{sim: s} }

func (h *handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if strings.HasPrefix(req.URL.Path, controlPrefix) {
		h.control(w, req)
		return
	}
	if req.Method == http.MethodHead {
		setDate(w, h.sim.Now())
		w.WriteHeader(http.StatusOK)
		return
	}
	body := bodies.Get().(*bytes.Buffer)
	body.Reset()
	// One byte more than a message may have: Decode then says so.
	if _, err := body.ReadFrom(io.LimitReader(req.Body, wire.MaxBody+1)); err != nil {
		panic(http.ErrAbortHandler) // the request broke off: it never arrived
	}
	r := h.sim.Handle(sim.Request{Method: req.Method, Path: req.URL.Path, Body: body.Bytes(), Cert: h.certOf(req)})
	bodies.Put(body) // a decoded message shares no storage with it
	h.send(w, req, r)
}

// bodies are the memory of requests, used again for the next.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// send does on the connection what the reply says.
func (h *handler) send(w http.ResponseWriter, req *http.Request, r sim.Reply) {
	if r.Delay > 0 && !pause(req.Context(), r.Delay) {
		return
	}
	if r.Fault == sim.Lose || r.Fault == sim.Refuse {
		panic(http.ErrAbortHandler) // closes the connection without a byte
	}
	setDate(w, r.Date)
	header := w.Header()
	header.Set("Content-Type", r.ContentType)
	if r.Location != "" {
		header.Set("Location", r.Location)
	}
	switch {
	case r.Length > 0:
		header.Set("Content-Length", strconv.Itoa(r.Length))
	case r.Fault != sim.Endless:
		header.Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
	w.WriteHeader(r.Status)
	_, err := w.Write(r.Body)
	switch r.Fault {
	case sim.Cut:
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case sim.Endless:
		for err == nil && req.Context().Err() == nil {
			_, err = w.Write(r.Body)
		}
		panic(http.ErrAbortHandler) // returning would give it an end
	}
}

// setDate overrides net/http's own Date: the clock that a client judges ages by
// is the simulator's.
func setDate(w http.ResponseWriter, t time.Time) {
	w.Header().Set("Date", t.UTC().Format(http.TimeFormat))
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

// certOf returns what certificate a request came with.
func (h *handler) certOf(req *http.Request) sim.Cert {
	switch {
	case req.TLS == nil || len(req.TLS.PeerCertificates) == 0:
		return sim.NoCert
	case h.certificates != nil && h.certificates.Signed(req.TLS.PeerCertificates[0]):
		return sim.GoodCert
	}
	return sim.BadCert
}
