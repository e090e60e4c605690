package bridge

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"facetill/device/wire"
)

// Options sets what a Server is told about its surroundings.
type Options struct {
	// Hosts are names and addresses, without port, that a caller may use for
	// this server, besides the loopback ones.
	Hosts []string
	// Addresses lets callers use any IP address: a web page can make a name of
	// its own resolve to us, and never an address.
	Addresses bool
	// Simulated marks every answer: a till that charges for real refuses them.
	Simulated bool
	// SDK and Version are what /v1/health answers; they may be empty.
	SDK, Version string
}

// Server is the device's end of the contract, an http.Handler.
type Server struct {
	caller wire.Caller
	token  string
	o      Options
	slot   Slot
	routes http.Handler

	closing context.Context
	close   context.CancelFunc
	running sync.WaitGroup // scans that have not ended

	mu     sync.Mutex
	closed bool
	now    *scan // the scan that runs; nil when there is none
	last   *scan // the scan that may be asked about; nil when there is none
}

// Handler serves caller to those who have token. An empty token is refused by
// panic: it is a mistake of the program that would open the device to all.
func Handler(caller wire.Caller, token string, o Options) *Server {
	if token == "" {
		panic("bridge: a handler needs a token")
	}
	s := &Server{caller: caller, token: token, o: o}
	s.closing, s.close = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/call", s.call)
	mux.HandleFunc("GET /v1/answer", s.again)
	mux.HandleFunc("GET /v1/health", s.health)
	s.routes = s.guard(mux)
	return s
}

// ServeHTTP serves one request of the contract.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.routes.ServeHTTP(w, r) }

// Close stops a scan that is under way, waits until its call has ended, which
// takes stopGrace and what the caller needs to give it up, and lets none begin
// any more.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.close()
	s.running.Wait()
}

// guard lets through only callers who name this machine and know the token.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if s.o.Simulated {
			w.Header().Set(headerSimulated, "1")
		}
		if !s.ours(r.Host) {
			refuse(w, r, "this Host is not served; call the bridge by its address, or list the name in its hosts", http.StatusForbidden)
			return
		}
		scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare([]byte(given), []byte(s.token)) != 1 {
			refuse(w, r, "the token is missing or wrong; send it as \"Authorization: Bearer TOKEN\"", http.StatusUnauthorized)
			return
		}
		known(r)
		unlimited(w) // the last answer's deadline is not this one's
		next.ServeHTTP(w, r)
	})
}

// ours reports whether a Host header names this server.
func (s *Server) ours(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	if ip := net.ParseIP(name); ip != nil && (s.o.Addresses || ip.IsLoopback()) || strings.EqualFold(name, "localhost") {
		return true
	}
	return slices.ContainsFunc(s.o.Hosts, func(h string) bool { return strings.EqualFold(h, name) })
}

func (s *Server) call(w http.ResponseWriter, r *http.Request) {
	limit(w, readLimit)
	req, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxRequest))
	if err != nil {
		w.Header().Set("Connection", "close")
		status := http.StatusBadRequest
		if _, long := errors.AsType[*http.MaxBytesError](err); long {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, "the request could not be read", status)
		return
	}
	unlimited(w)
	cmd, err := wire.CommandOf(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	leave, ok := s.slot.Enter(cmd)
	if !ok {
		writeError(w, &wire.CallError{Kind: wire.KindBusy, Cmd: cmd})
		return
	}
	if cmd.Interactive() {
		s.await(w, r, s.begin(cmd, req, r.Header.Get(headerSession), leave))
		return
	}
	if cmd.Stops() {
		s.unwant(req)
	} else {
		s.forget(nil) // whoever goes on has the last answer
	}
	resp, err := s.run(r, req, leave)
	write(w, resp, err)
}

// run makes the call and leaves the slot when the call is really over, which
// may be after the caller has hung up.
func (s *Server) run(r *http.Request, req []byte, leave func()) ([]byte, error) {
	defer leave()
	return s.caller.Call(r.Context(), req)
}

// write puts what a call gave on the wire.
func write(w http.ResponseWriter, resp []byte, err error) {
	if err != nil {
		writeError(w, err)
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeLimit))
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(resp) // a client that lost it may ask again
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(Health{SDK: s.o.SDK, Version: s.o.Version, Busy: s.slot.Busy()})
}
