package wiring

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"facetill/cmd/config"
	"facetill/device"
	"facetill/device/sim"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/journal/sqlite"
	"facetill/flow/till"
	"facetill/flow/trace"
)

// Till is a wired till: every port behind the flow's interfaces.
type Till struct {
	Config  *config.Config
	ID      flow.Identity
	Rules   flow.Rules
	Ports   flow.Ports
	Runner  *flow.Runner
	App     *till.Till
	Auth    flow.AuthInfoSource
	Journal *sqlite.Journal // the same as Ports.Journal; nil before it is open
	Device  *device.Device  // the same as Ports.Device; nil without one
	Log     *Log
	Trace   *trace.Trace // of its calls; nil where nobody hears
	Press   *flow.Press  // when the sale of this process was asked for; nil where it makes none or several

	terminal *sim.Terminal // whose customers a person in training plays; nil where anything is real or elsewhere
	closers  []func() error
}

// Needs are the parts a command uses: what it does not need is not opened.
type Needs struct {
	Create bool // till and pay make a journal where there is none
	// Read is another journal's file, of which the command only tells: nothing else is
	// opened, and nobody is asked.
	Read string
	// NoJournal is for commands that sell nothing: the terminal is theirs as it is
	// a till's, whether there is a journal yet or not.
	NoJournal bool
	Gateway   bool
	Device    bool
	// Press is the amount of a sale that is asked for: the moment is noted as soon
	// as the journal is open, because the rest may take a while (money rule 5.3).
	Press flow.Fen
	// Pressed is what has to wait until then: reading stdin. Nil for nothing.
	Pressed func() error
	// Money is for what sells, reverses, claims or closes: a copy of a journal is
	// refused (money rule 5.9). The rest only reads it, and calls it one.
	Money bool
	// Aware is for commands that have their own words about a copy.
	Aware bool
	// Talk is told of a new journal, of one that is a copy, and of a log that cannot be
	// written: the latter behind the screen that lies over it, if one does.
	Talk   io.Writer
	Screen bool
	Hear   []trace.Hearer // of each call to the terminal and to WeChat
}

// Join makes runner and till of the ports that are open. Opening the journal or the
// gateway does it, too.
func (t *Till) Join() {
	t.Runner = flow.NewRunner(t.Ports, t.ID, t.Rules)
	p := till.Ports{Ports: t.Ports, Cashier: t.Config.Terminal.Cashier, DayStarts: t.Config.Store.DayStarts.Duration(), Warn: func(what string, err error) { t.Log.Warn(what, "error", err) }}
	if t.Journal != nil {
		p.Stops, p.InPlace, p.Copied, p.Ledger = t.Journal, t.Journal.InPlace, t.Journal.Copied, t.Journal
	}
	if t.Device != nil {
		p.Recognise = t.recognise
	}
	t.people(&p)
	t.App = till.New(p, t.ID, t.Runner)
}

// recognise asks the camera who stands there.
func (t *Till) recognise(ctx context.Context) (till.Member, error) {
	who, err := t.Device.Recognise(ctx, t.ID.Merchant)
	if errors.Is(err, device.ErrNobody) {
		return till.Member{}, nil
	}
	return till.Member{Nickname: who.Nickname, OpenID: who.OpenID}, err
}

// Open wires what a command needs. Its errors are of type *Problem, or what
// Needs.Pressed returned.
func Open(ctx context.Context, cfg *config.Config, n Needs) (*Till, error) {
	t := New(cfg)
	t.Trace = trace.New(t.Ports.Clock, n.Hear...)
	if err := t.open(ctx, n); err != nil {
		t.Close()
		return nil, err
	}
	t.Ports = withCrashPoints(t.Ports)
	t.Join()
	return t, nil
}

// New returns a till with nothing opened but its log and its clocks.
func New(cfg *config.Config) *Till {
	t := &Till{Config: cfg, ID: identity(cfg), Rules: rules(cfg), Log: newLog(cfg.Log)}
	t.OnClose(t.Log.Close)
	t.Ports.Clock = machineClock()
	t.Ports.WeChat = clock.NewWeChat(t.Ports.Clock)
	return t
}

func (t *Till) open(ctx context.Context, n Needs) error {
	if n.Screen {
		t.OnClose(func() error { t.Log.Tell(n.Talk); return nil })
	} else {
		t.Log.Tell(n.Talk)
	}
	if n.Read != "" {
		return t.readJournal(ctx, n)
	}
	if n.Device && t.Config.Device.Adapter != config.AdapterNone { // before a journal is made
		if _, err := checkedDevice(t.Config); err != nil {
			return err
		}
	}
	if n.NoJournal { // its folder has the terminal's lock and the simulators' book
		_ = os.MkdirAll(filepath.Dir(t.Config.Journal.URL), 0o700)
	} else {
		if err := t.OpenJournal(ctx, n.Create); err != nil {
			return err
		}
		if err := t.copied(n); err != nil {
			return err
		}
		if t.Journal.Created() {
			fmt.Fprintf(n.Talk, "facetill: new journal %s\n", t.Journal.Path())
		}
		if n.Press > 0 {
			p, err := t.Journal.Press(ctx, t.ID.Lane, n.Press)
			if err != nil {
				return notOpened(err)
			}
			t.Press = &p
		}
	}
	if n.Pressed != nil {
		if err := n.Pressed(); err != nil {
			return err
		}
	}
	if n.Gateway {
		if err := t.OpenGateway(ctx); err != nil {
			return err
		}
	}
	if n.Device {
		return t.OpenDevice()
	}
	return nil
}

// OnClose has something done when the till is closed.
func (t *Till) OnClose(f func() error) { t.closers = append(t.closers, f) }

// closeWithin bounds the tidying up at the end of a process: what was durable
// before is durable without it, and a stopped pay has 2 s in all (money rule 5.8).
const closeWithin = 400 * time.Millisecond

// Close lets go of everything, the last opened first.
func (t *Till) Close() {
	closers := t.closers
	t.closers = nil
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := len(closers) - 1; i >= 0; i-- {
			if err := closers[i](); err != nil {
				t.Log.Warn("close", "error", err)
			}
		}
	}()
	select {
	case <-done:
	case <-time.After(closeWithin):
	}
}

func identity(c *config.Config) flow.Identity {
	m, t := c.Merchant, c.Terminal
	id := flow.Identity{
		WeChat:   placeOf(c),
		Merchant: flow.Merchant{AppID: m.AppID, MchID: m.MchID, SubAppID: m.SubAppID, SubMchID: m.SubMchID},
		StoreID:  c.Store.ID, DeviceID: t.DeviceID, Lane: t.Lane, Simulated: c.Simulated(), FaceFamily: flow.FamilyMicropay,
	}
	id.Terms = flow.Terms{LimitPay: c.Store.LimitPay, Receipt: yes(c.Store.Receipt), ProfitSharing: yes(c.Store.ProfitSharing)}
	if c.Device.FaceCodeType == "0" {
		id.FaceFamily = flow.FamilyFacepay
	}
	// Fingerprints of payers must be the same in all tills of a merchant, and
	// nobody without the merchant's key must be able to try openids against them.
	key := sha256.Sum256([]byte("facetill openid tag\x00" + m.APIKey.Reveal()))
	id.TagKey = key[:]
	return id
}

// yes is how WeChat writes a switch; what is off is not sent.
func yes(on bool) string {
	if on {
		return "Y"
	}
	return ""
}

func rules(c *config.Config) flow.Rules {
	f := c.Flow
	return flow.Rules{ConfirmWindow: f.ConfirmWindow.Duration, ReverseAfter: f.ReverseAfter.Duration,
		ScanTimeout: f.ScanTimeout.Duration, RefReplay: f.RefReplay.Duration, CredentialLife: f.CredentialLife.Duration,
		RefScopeStore: f.RefScope == "store", FaceLimit: flow.Fen(c.Device.FaceLimit), AdultsOnly: c.Store.AdultsOnly}
}
