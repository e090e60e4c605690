package bridge

import (
	"context"
	"errors"
	"net/http"
	"time"

	"facetill/device/wire"
)

const (
	// ClientGrace is how long a scan goes on without its client: its Wi-Fi may
	// need some seconds, and it notices a silent connection after at most 9 s. Then the
	// camera is closed, because nobody could charge what it finds.
	ClientGrace = 20 * time.Second
	// AnswerLife is how long the answer of the last scan can be asked for again.
	AnswerLife = 60 * time.Second

	// stopGrace is how long a scan that is stopped here may take to end, with a
	// stop each stopEvery; then its call is given up.
	stopGrace = 3 * time.Second
	stopEvery = 300 * time.Millisecond
	// releaseLimit bounds freeing the camera after a scan without a client.
	releaseLimit = 5 * time.Second
)

// scan is an interactive command that runs, or that ended a moment ago. It lives
// on when its client's connection breaks.
type scan struct {
	cmd     wire.Command
	req     []byte
	session string // "": nobody can ask for it again
	number  string // out_trade_no

	ended chan struct{} // closed when resp and err are there
	resp  []byte
	err   error

	// Under the server's lock:
	clients  int         // requests that wait for the end
	absent   *time.Timer // runs while there is none
	unwanted bool        // a client has sent a stop for it
	stopped  bool        // it was stopped from here: nobody gets its answer

	gone context.Context // ends when its client has stayed away too long
}

// errStoppedHere is the answer of a scan that the bridge itself has stopped.
var errStoppedHere = errors.New("the bridge stopped the scan, because its client was gone or the bridge ends")

// begin starts an interactive command. It has the slot and leaves it at its
// end; the one before can be asked about no more.
func (s *Server) begin(cmd wire.Command, req []byte, session string, leave func()) *scan {
	sc := &scan{cmd: cmd, req: req, session: session, ended: make(chan struct{})}
	if f, err := wire.ReadFields(req); err == nil && cmd == wire.CmdCode {
		sc.number = f["out_trade_no"]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = nil
	if s.closed {
		leave()
		sc.err = &wire.CallError{Kind: wire.KindNotRunning, Cmd: cmd, Err: errors.New("the bridge ends")}
		close(sc.ended)
		return sc
	}
	s.now = sc
	if session != "" && sc.number != "" {
		s.last = sc
	}
	var gone context.CancelFunc
	sc.gone, gone = context.WithCancel(s.closing)
	sc.absent = time.AfterFunc(ClientGrace, gone)
	sc.absent.Stop() // it runs while no client waits
	sc.clients = 1
	s.running.Go(func() { s.watch(sc, leave) })
	return sc
}

// watch makes the call and ends it when its client stays away.
func (s *Server) watch(sc *scan, leave func()) {
	ctx, giveUp := context.WithCancel(context.Background())
	defer giveUp()
	called := make(chan struct{})
	go func() {
		defer close(called)
		sc.resp, sc.err = s.caller.Call(ctx, sc.req)
	}()
	select {
	case <-called:
	case <-sc.gone.Done():
		s.stop(sc, called)
		giveUp()
	}
	<-called
	s.finish(sc)
	leave()
	close(sc.ended)
}

// stop ends the scan at the terminal as a till would: again and again, because
// the first stop may come before the face screen is open.
func (s *Server) stop(sc *scan, called <-chan struct{}) {
	s.mu.Lock()
	sc.stopped = true
	s.mu.Unlock()
	s.forget(sc)
	cmd, req, err := wire.EncodeStop(sc.req, time.Now())
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopGrace)
	defer cancel()
	again := time.NewTicker(stopEvery)
	defer again.Stop()
	for {
		if leave, ok := s.slot.Enter(cmd); ok {
			_, _ = s.caller.Call(ctx, req) // what it answers does not matter: the scan's end does
			leave()
		}
		select {
		case <-called:
			return
		case <-ctx.Done():
			return
		case <-again.C:
		}
	}
}

// unwant notes a stop for the scan that runs, as whoever began it would send it:
// that client will not come back for the answer.
func (s *Server) unwant(stop []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sc := s.now
	if sc == nil {
		return
	}
	f, err := wire.ReadFields(stop)
	begun, bad := wire.ReadFields(sc.req)
	if err != nil || bad != nil || f["authinfo"] != begun["authinfo"] {
		return
	}
	sc.unwanted = true
	if sc.clients == 0 && !sc.stopped {
		sc.absent.Reset(0)
	}
}

// finish settles what is to be known of a scan whose call is over. A code that
// came although the scan was stopped from here is dropped. Its page is removed
// then, and so is the face screen of a scan that no stop has ended.
func (s *Server) finish(sc *scan) {
	s.mu.Lock()
	stopped := sc.stopped
	sc.absent.Stop()
	s.now = nil
	s.mu.Unlock()
	if !stopped {
		time.AfterFunc(AnswerLife, func() { s.forget(sc) })
		return
	}
	if a, err := wire.ReadAnswer(sc.cmd, sc.resp); sc.err != nil || err != nil || a.ReturnCode == wire.Success && sc.cmd == wire.CmdCode {
		s.release()
	}
	sc.resp, sc.err = nil, &wire.CallError{Kind: wire.KindTimeout, Cmd: sc.cmd, Err: errStoppedHere}
}

func (s *Server) release() {
	ctx, cancel := context.WithTimeout(context.Background(), releaseLimit)
	defer cancel()
	if req, err := wire.Encode(wire.Release{}, wire.SDK{}, time.Now()); err == nil {
		_, _ = s.caller.Call(ctx, req) // best effort: a till begins with release and init anyway
	}
}

// forget drops the answer that could be asked for again: that of sc, or any.
func (s *Server) forget(sc *scan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sc == nil || s.last == sc {
		s.last = nil
	}
}

// again writes the answer of the last scan once more, or waits for it.
func (s *Server) again(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	sc := s.attach(q.Get("session"), q.Get("out_trade_no"))
	if sc == nil {
		http.Error(w, "no such answer is kept: its scan never began, another command came after it, or its 60 s are over", http.StatusNotFound)
		return
	}
	s.await(w, r, sc)
}

// attach finds the scan that both names belong to and counts one client more.
func (s *Server) attach(session, number string) *scan {
	s.mu.Lock()
	defer s.mu.Unlock()
	sc := s.last
	if sc == nil || session == "" || sc.session != session || sc.number != number {
		return nil
	}
	sc.clients++
	sc.absent.Stop()
	return sc
}

// await writes the end of a scan. A client that goes away before it gets
// no answer at all, not even an empty one, and leaves the scan alone for as long
// as it could come back.
func (s *Server) await(w http.ResponseWriter, r *http.Request, sc *scan) {
	select {
	case <-sc.ended:
		s.detach(sc)
		write(w, sc.resp, sc.err)
	case <-r.Context().Done():
		s.detach(sc)
		panic(http.ErrAbortHandler) // net/http's way to send nothing
	}
}

// detach counts one client less; after the last one the grace begins.
func (s *Server) detach(sc *scan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sc.clients--; sc.clients > 0 || sc.stopped || sc.gone == nil {
		return
	}
	select {
	case <-sc.ended:
		return
	default:
	}
	grace := ClientGrace
	if s.last != sc || sc.unwanted { // it has no names to ask by, or nobody will
		grace = 0
	}
	sc.absent.Reset(grace)
}
