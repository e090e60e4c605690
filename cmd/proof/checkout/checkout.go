package checkout

import (
	"context"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/ledger"
	"facetill/flow/till"
	"facetill/tui"
)

// most are the customers of a world at most.
const most = 5

// amounts are what baskets come to: few, so that customers of one amount meet, and one of
// a single key.
var amounts = []string{"12.80", "12.80", "5"}

// Wanted are the paths that some hundred worlds must have reached.
var Wanted = []string{"face", "code", "goods handed over", "PAID was shown", "a slow fact of PAID", "NOT CHARGED was read", "STILL CHECKING was read",
	"till killed", "killed between typed and paid", "found at restart", "a second customer of the same amount",
	"the same customer", "another customer", "stopped by 5.3", "goods given", "given back",
	"typed into a running sale", "code while the camera waits", "label scanned", "scanned before it was typed",
	"Esc cancels", "Esc ends the window", "cancelled without a result", "the screen is left",
	"paid", "refused", "reversed", "not_sent", "cancelled", "unclaimed", "suspended"}

// checkout is one world with a cashier at its screen.
type checkout struct {
	w      *world.World
	course *course
	life   *world.Till // nil while it is down
	told   *inTurn
	opt    tui.Options

	customers []*customer
	serving   *customer
	payer     map[flow.OutTradeNo]*customer // for whom an attempt was opened

	paid    flow.OutTradeNo // what this screen said it of last
	running bool            // the sale of the customer in hand has begun: the next result is about it
	typist  typist
	meant   flow.Method      // of what the cashier's last act asks for; "" where it has begun, or nothing is asked for
	asked   flow.SaleRequest // the last one
	named   []flow.OutTradeNo
	word    *word // about a charge that was found, by the press in hand
	ended   map[flow.OutTradeNo]flow.Attempt
	telling map[flow.OutTradeNo]bool // of which PAID stood its second, and the till was told
}

// typist is how the cashier types.
type typist interface {
	Gap() time.Duration
	Types(text string) []hands.Timed
}

// Play plays the world of a seed. It returns the rule that was broken.
func Play(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	s := newCheckout(seed, st, tell)
	return s.w, s.run()
}

// run plays it, and leaves nothing that stands for ever.
func (s *checkout) run() *seeds.Violation {
	v := s.w.Run(s.play)
	if s.course.v != nil {
		s.course.closes()
	}
	return v
}

func newCheckout(seed uint64, st *world.Stats, tell bool) *checkout {
	w := world.New(seed, st)
	w.Tell = tell
	s := &checkout{w: w, payer: map[flow.OutTradeNo]*customer{}, ended: map[flow.OutTradeNo]flow.Attempt{}, telling: map[flow.OutTradeNo]bool{}, typist: hands.NewTypist(w.Rng)}
	s.course = &course{Alone: world.Alone{W: w}, s: s}
	w.Course = s.course
	s.opt = tui.Options{Language: "en", Theme: "mono", FaceEnabled: true, Width: 80, Height: 24, StoreName: "Store", Lane: "L1",
		Cashier: "7", Simulated: true, Display: s.displayed}
	return s
}

func (s *checkout) play() {
	w := s.w
	w.Platform()
	for range 1 + w.Rng.IntN(most) {
		s.arrive()
		for !s.serving.done {
			if _, alive := w.Life(func() bool { s.attend(); return true }); !alive {
				s.killed()
			}
		}
	}
	if s.life != nil {
		s.down()
	}
	life := w.Up(time.Minute)
	w.Rest(life, func() *world.Till { w.Die(); return w.Up(time.Minute) })
	s.atRest()
}

// attend is the cashier at a till, until the customer in hand is served or the till is
// left.
func (s *checkout) attend() {
	if s.life == nil {
		s.up()
	}
	for c := s.serving; !c.done; {
		s.acts(c)
		if s.course.v.Left() {
			s.w.Stats.Mark("the screen is left")
			s.lastLook()
			s.down()
			return
		}
	}
}

// up starts the till where it is down: what is open is driven beside the screen.
func (s *checkout) up() {
	w := s.w
	again := w.Lives > 0
	if s.life = nil; !again {
		s.life = w.Boot()
	} else {
		s.life = w.Up(s.pause())
	}
	if rate := w.Fault.Crash / float64(w.Lives); w.Rng.Float64() < rate && !w.Fault.Healed {
		w.CrashAt = 1 + w.Rng.IntN(100)
	}
	if busy, unclaimed := w.Judge.Left(); again && (len(busy) > 0 || unclaimed) {
		w.Stats.Mark("found at restart")
	}
	life := s.life
	book, _ := s.w.Disk.Process("").(ledger.Book)
	s.opt.Till = &behind{till.New(till.Ports{Ports: life.Ports, Ledger: book, Cashier: "7"}, life.Identity, life.Runner), s}
	s.course.opens(s.opt)
	s.course.v.Beside(func() { _ = life.Recovery.Run(context.Background(), nil) })
	s.pass(time.Duration(1000+w.Rng.IntN(3000)) * time.Millisecond)
}

// pause is how long the till is down. Behind a long one the customer has gone.
func (s *checkout) pause() time.Duration {
	if s.w.Rng.IntN(6) == 0 {
		s.serving.goes()
		return time.Duration(3+s.w.Rng.IntN(40)) * time.Minute
	}
	return time.Duration(5+s.w.Rng.IntN(60)) * time.Second
}

// killed is the power gone in the midst of something.
func (s *checkout) killed() {
	s.w.Stats.Mark("till killed")
	if s.meant != "" || s.running && s.course.v.Page() == "sale" {
		s.w.Stats.Mark("killed between typed and paid")
	}
	s.lastLook()
	s.down()
}

// down is the end of a till's process.
func (s *checkout) down() {
	s.course.closes()
	s.life, s.paid, s.running, s.meant, s.word, s.named = nil, "", false, "", nil, nil
	s.w.Die()
}

// pass lets time pass at the screen and in the world.
func (s *checkout) pass(d time.Duration) { s.course.v.Run(s.course.v.Now().Add(d)) }
