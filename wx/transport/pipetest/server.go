package pipetest

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

// Server counts who dials and what is asked.
type Server struct {
	Dials, Requests atomic.Int64
	// Answer writes the answer to a request; nil never answers.
	Answer func(w io.Writer, r *http.Request)
}

// Dial returns the client's end of a new connection, whatever the address.
func (s *Server) Dial(context.Context, string, string) (net.Conn, error) {
	s.Dials.Add(1)
	near, far := net.Pipe()
	go s.serve(far)
	return near, nil
}

func (s *Server) serve(conn net.Conn) {
	defer conn.Close()
	br := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(br)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		s.Requests.Add(1)
		if s.Answer != nil {
			s.Answer(conn, r)
		}
	}
}
