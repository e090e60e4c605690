package till

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/ledger"
	"facetill/flow/secret"
)

// Ports are what a till stands on beside the flow's ports. Of those the journal and
// the clocks are always needed, the rest by what sells, asks or reverses.
type Ports struct {
	flow.Ports
	// Stops is what the journal remembers of stopped sales. Nil remembers nothing.
	Stops Stops
	// InPlace returns why the journal's place no longer leads to the journal that is
	// open (money rule 5.9). Nil for one that cannot be lost.
	InPlace func() error
	// Copied returns why the journal is a copy, which drives and moves nothing (money
	// rule 5.9). Nil for one that is at home.
	Copied func() error
	// CheckPIN reports whether a PIN is the till's one manager's. Nil where none is set.
	CheckPIN func(pin string) bool
	// Cashiers are who may sign in. Nil where nobody has to.
	Cashiers []Cashier
	// People remembers them, and how many PINs were wrong. Nil remembers nothing: it may
	// be so where there are no Cashiers.
	People People
	// Recognise shows the camera until it has recognised somebody; a zero Member is
	// nobody. Nil without a camera.
	Recognise func(ctx context.Context) (Member, error)
	// Warn notes what went wrong behind everybody's back. Nil notes nothing.
	Warn func(what string, err error)
	// Ledger is what closes count. Nil takes the journal's own; where that has none no day
	// can be added up (ledger.ErrNone).
	Ledger ledger.Book
	// DayStarts is how long after midnight in China the shop's day begins.
	DayStarts time.Duration
	// Cashier is whose sales those are that name nobody, where nobody is signed in.
	Cashier string
}

// Member is a customer whom the camera has recognised.
type Member struct {
	Nickname string
	OpenID   secret.Secret
}

func (p *Ports) isCopy() bool { return p.Copied != nil && p.Copied() != nil }

func (p *Ports) warn(what string, err error) {
	if p.Warn != nil {
		p.Warn(what, err)
	}
}

// Till is a shop's till with its parts in place. Its methods may be called from
// anywhere at the same time.
type Till struct {
	*Lists       // what it reads, and by what it sells
	*Staff       // who stands there
	ports        Ports
	telling      sync.WaitGroup // results on their way to the face screen
	background   background
	contradicted contradicted

	mu    sync.Mutex
	shown map[flow.OutTradeNo]flow.Attempt // PAID is on the screen, and nothing durable says so yet
	lost  error                            // a charge cannot be told of: the journal is not in its place
	ails  string                           // the camera: a device's code, "" when it is ready
}

// New returns the till that sells as id, by the steps of r.
func New(p Ports, id flow.Identity, r *flow.Runner) *Till {
	if p.Random == nil {
		p.Random = rand.Reader
	}
	if p.Ledger == nil {
		p.Ledger = ledger.None{}
		if own, is := p.Journal.(ledger.Book); is {
			p.Ledger = own
		}
	}
	books := day.Books{Journal: p.Journal, Ledger: p.Ledger, Clock: p.Clock, WeChat: p.WeChat, Calendar: day.Calendar{Starts: p.DayStarts}, ID: id}
	lists := &Lists{p.Journal, p.Clock, id, books, r}
	return &Till{Lists: lists, Staff: &Staff{lists, p}, ports: p, shown: map[flow.OutTradeNo]flow.Attempt{}}
}

// Recognise shows the camera until a member is recognised. A zero Member is nobody:
// that is no error, and neither is the end of ctx.
func (t *Till) Recognise(ctx context.Context) (Member, error) {
	who, err := t.ports.Recognise(ctx)
	if ctx.Err() != nil {
		return Member{}, nil
	}
	return who, err
}

// Camera returns the code of what ails the camera, "" where it is ready or there is
// none. It reads memory alone.
func (t *Till) Camera() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ails
}

// CameraIs hears of the camera: the code of what ails it, "" when all is well.
func (t *Till) CameraIs(code string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ails = code
}
