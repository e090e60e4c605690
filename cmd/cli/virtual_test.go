package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/trace"
	"facetill/wx"
	wxsim "facetill/wx/sim"
	"facetill/wx/sim/certificates"
	simhost "facetill/wx/sim/host"
	"facetill/wx/transport/pipetest"
	"facetill/wx/wire"
)

// desk is the whole till in virtual time: bytes of a keyboard in, a screen out,
// the real journal's file, runner, device adapter and WeChat client behind it,
// and HTTP over pipes to the simulator.
type desk struct {
	t      *testing.T
	dir    string
	keys   *io.PipeWriter
	screen *paper
	server *wxsim.Server
	cert   *wx.Certificate
	wired  *wiring.Till
	end    chan error
	stop   context.CancelCauseFunc
}

// paper is what was drawn, and may be read meanwhile.
type paper struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (p *paper) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.Write(b)
}

// take returns what was drawn since the last call, without colours.
func (p *paper) take() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := ansi.Strip(p.b.String())
	p.b.Reset()
	return text
}

// atDesk runs a test with an open till, and tidies up in virtual time.
func atDesk(t *testing.T, test func(d *desk)) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{t: t, dir: dir}
		var err error
		if d.server, err = wxsim.New(wxsim.Config{SkipCert: true, Merchants: merchants(config.Sim(dir))}); err != nil {
			t.Fatal(err)
		}
		credentials, err := certificates.New(config.Sim(dir).Merchant.MchID, time.Now().Add(-time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if d.cert, err = wx.NewCertificate(credentials.Client()); err != nil {
			t.Fatal(err)
		}
		d.open()
		test(d)
		d.leave()
	})
}

func merchants(c *config.Config) []wxsim.Merchant {
	m := c.Merchant
	return []wxsim.Merchant{{AppID: m.AppID, MchID: m.MchID, APIKey: m.APIKey.Reveal()}}
}

// open starts a till over the journal's file, as a process does.
func (d *desk) open() {
	d.t.Helper()
	ctx, stop := context.WithCancelCause(d.t.Context())
	d.stop = stop
	cfg := config.Sim(d.dir)
	cfg.UI.Language, cfg.UI.Theme = "en", "mono"
	wired := wiring.New(cfg)
	d.wired = wired
	if err := wired.OpenJournal(ctx, true); err != nil {
		d.t.Fatal(err)
	}
	d.gateway(wired)
	if err := wired.OpenDevice(); err != nil {
		d.t.Fatal(err)
	}
	wired.Join()
	in, keys := io.Pipe()
	d.keys, d.screen, d.end = keys, &paper{}, make(chan error, 1)
	g := &global{s: &stdio{in: in, out: d.screen, err: io.Discard, getenv: func(string) string { return "" }, width: 80, height: 24}}
	go func() {
		err := showTill(ctx, g, wired, &trace.Recent{})
		wired.Close()
		d.end <- err
	}()
	synctest.Wait()
}

// gateway is the real client over pipes.
func (d *desk) gateway(wired *wiring.Till) {
	d.t.Helper()
	key, err := wire.NewKey(wired.Config.Merchant.APIKey.Reveal())
	if err != nil {
		d.t.Fatal(err)
	}
	network := pipetest.NewCable()
	server := &http.Server{Handler: simhost.New(d.server)}
	go func() { _ = server.Serve(network) }()
	const url = "http://wechat.example"
	gateway, err := wx.New(wx.Config{Merchant: wired.ID.Merchant, Key: key, MainURL: url, FaceURL: url, Cert: d.cert, ClientIP: "127.0.0.1",
		Body: wired.Config.WeChat.Body, Store: wx.Store{ID: wired.Config.Store.ID, Name: wired.Config.Store.Name}, Clock: wired.Ports.Clock, WeChat: wired.Ports.WeChat, Trace: wired.Trace, Dial: network.Dial})
	if err != nil {
		d.t.Fatal(err)
	}
	wired.Ports.Gateway, wired.Auth = gateway, gateway
	wired.OnClose(gateway.Close)
	wired.OnClose(server.Close)
}

// leave ends the till and waits until nothing of it is left in virtual time.
func (d *desk) leave() {
	d.stop(errors.New("the test is over"))
	_ = d.keys.Close()
	if err := <-d.end; err != nil {
		if e := endingOf(fromCommand, err); e.code != codes.ExitOpen && e.code != codes.ExitInterrupted {
			d.t.Errorf("the till ended with %v", err)
		}
	}
	time.Sleep(2 * time.Minute)
}

// types sends keys as a person does.
func (d *desk) types(text string) {
	for _, key := range strings.Split(text, "") {
		time.Sleep(200 * time.Millisecond)
		if _, err := io.WriteString(d.keys, key); err != nil {
			d.t.Fatal(err)
		}
	}
	synctest.Wait()
}

// sees waits until the screen has said something, at most so long.
func (d *desk) sees(text string, within time.Duration) {
	d.t.Helper()
	said := ""
	for range int(within / (100 * time.Millisecond)) {
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		if said += d.screen.take(); strings.Contains(said, text) {
			return
		}
	}
	d.t.Fatalf("in %v the screen never said %q; it said %s", within, text, said)
}

// last is the newest attempt of the journal.
func (d *desk) last() flow.Attempt {
	d.t.Helper()
	list, err := d.wired.Ports.Journal.List(d.t.Context(), flow.Filter{Limit: 1})
	if err != nil || len(list) != 1 {
		d.t.Fatalf("%v, %v", list, err)
	}
	return list[0]
}

// From keys to the journal: an amount, Enter, PAID, and told a second later.
func TestVirtualSale(t *testing.T) {
	atDesk(t, func(d *desk) {
		d.types("12.80+3.5")
		d.types("\r")
		d.sees("PAID", 30*time.Second)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		a := d.last()
		if a.State != flow.Paid || a.TotalFee != 1630 || !a.Shown || a.Method != flow.MethodFace {
			d.t.Errorf("%+v", a)
		}
	})
}

// The password never comes: the window ends by itself, the screen says so, and
// the reversal, which fails at first, is proven in the background while the next
// customer pays.
func TestVirtualReversal(t *testing.T) {
	atDesk(t, func(d *desk) {
		d.types("900.34\r")
		d.sees("password", 30*time.Second)
		d.sees("STILL CHECKING", 60*time.Second)
		first := d.last()
		if first.DecidedAt.IsZero() || first.ReverseReason != "window" {
			d.t.Errorf("the window ended with %s %q", first.State, first.ReverseReason)
		}
		time.Sleep(2 * time.Second)
		d.types("\r")
		time.Sleep(time.Second)
		d.types("5.00")
		d.types("\r")
		d.sees("PAID", 30*time.Second)
		time.Sleep(10 * time.Minute)
		a, _, err := d.wired.Ports.Journal.Read(d.t.Context(), first.OutTradeNo)
		if err != nil || a.State != flow.Reversed {
			d.t.Errorf("%s, %v", a.State, err)
		}
	})
}

// Esc while the camera waits: nothing was charged, and the journal says so.
func TestVirtualEsc(t *testing.T) {
	atDesk(t, func(d *desk) {
		d.types("900.03\r") // walks away
		d.sees("look at the camera", 10*time.Second)
		d.types("\x1b")
		d.sees("nothing was charged", 30*time.Second)
		if a := d.last(); a.State != flow.Cancelled {
			d.t.Errorf("%s", a.State)
		}
	})
}
