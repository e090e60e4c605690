package bridge

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"

	"facetill/device/wire"
)

// Options sets what a Handler is told about its surroundings.
type Options struct {
	// Hosts are names and addresses, without port, that a caller may use for
	// this server, besides the loopback ones.
	Hosts []string
	// SDK and Version are what /v1/health says; they may be empty.
	SDK, Version string
}

// Handler serves caller to those who have token. An empty token is refused by
// panic: it is a mistake of the program that would open the device to all.
func Handler(caller wire.Caller, token string, o Options) http.Handler {
	if token == "" {
		panic("bridge: a handler needs a token")
	}
	s := &server{caller: caller, token: token, o: o}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/call", s.call)
	mux.HandleFunc("GET /v1/health", s.health)
	return s.guard(mux)
}

type server struct {
	caller wire.Caller
	token  string
	o      Options
	lane   Lane
}

// guard lets through only callers who name this machine and know the token.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if !s.ours(r.Host) {
			w.Header().Set(headerKind, string(wire.KindRefused))
			http.Error(w, "this Host is not served; call the bridge by its address, or list the name in its hosts", http.StatusForbidden)
			return
		}
		given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if subtle.ConstantTimeCompare([]byte(given), []byte(s.token)) != 1 {
			w.Header().Set(headerKind, string(wire.KindRefused))
			http.Error(w, "the token is missing or wrong", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ours says whether a Host header names this server.
func (s *server) ours(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	if ip := net.ParseIP(name); ip != nil && ip.IsLoopback() || name == "localhost" {
		return true
	}
	for _, h := range s.o.Hosts {
		if strings.EqualFold(h, name) {
			return true
		}
	}
	return false
}

func (s *server) call(w http.ResponseWriter, r *http.Request) {
	req, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxRequest))
	if err != nil {
		status := http.StatusBadRequest
		if _, long := errors.AsType[*http.MaxBytesError](err); long {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, "the request could not be read", status)
		return
	}
	cmd, err := wire.CommandOf(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	leave, ok := s.lane.Enter(cmd)
	if !ok {
		writeError(w, &wire.CallError{Kind: wire.KindBusy, Cmd: cmd})
		return
	}
	resp, err := s.run(r, req, leave)
	if err != nil {
		writeError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(resp)
}

// run makes the call and leaves the lane when the call is really over, which
// may be after the caller has hung up.
func (s *server) run(r *http.Request, req []byte, leave func()) ([]byte, error) {
	defer leave()
	return s.caller.Call(r.Context(), req)
}

func (s *server) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(Health{SDK: s.o.SDK, Version: s.o.Version, Busy: s.lane.Busy()})
}
