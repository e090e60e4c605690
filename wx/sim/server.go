package sim

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// The public test merchant. The key is a secret of nothing and says so itself.
const (
	DefaultAppID  = "wx5174600000000000"
	DefaultMchID  = "1900017460"
	DefaultAPIKey = "SIMULATOR-ONLY-not-a-real-APIkey"
)

// Merchant is an account that may call.
type Merchant struct{ AppID, MchID, APIKey string }

// UnknownReverse is what a reverse does to a number that never arrived. What the
// real thing does is not documented, so a client must stand all of them.
type UnknownReverse uint8

const (
	// ReverseBlocks, the default, answers SUCCESS with recall N and refuses a pay
	// request that arrives later, while queries go on to say ORDERNOTEXIST. It is
	// the safe one: it charges nobody and proves nothing to the client.
	ReverseBlocks UnknownReverse = iota
	// ReverseCloses does the same and lets queries say REVOKED.
	ReverseCloses
	// ReverseForgets answers SUCCESS with recall N and charges a later arrival.
	ReverseForgets
	// ReverseRecalls answers recall Y for ever.
	ReverseRecalls
)

// Config is what a Server is made of. The zero value is a server in memory for
// the default merchant.
type Config struct {
	// Now is the clock; nil is time.Now. Whatever settles later is computed from
	// it when somebody asks.
	Now func() time.Time
	// Merchants may call; none is the default merchant.
	Merchants []Merchant
	// BookPath is a file that several processes may share; empty is memory.
	BookPath string
	// MaxOrders bounds the book, the oldest go first; 0 is half a million.
	MaxOrders int
	// Rules start scenarios beside amounts and simulated codes.
	Rules []Rule
	// Speed divides the times after which customers and banks settle; 0 is 1.
	// What the network does to an answer is not made faster.
	Speed float64
	// UnknownReverse: see the type.
	UnknownReverse UnknownReverse
	// IgnoreExpire charges whatever time_expire says. Whether the real thing
	// honours it for these payments is not confirmed; by default it does here.
	IgnoreExpire bool
	// ReverseFor is how long what was charged can be reversed; 0 is seven days, as at
	// WeChat. Of what was not charged NOTPAY proves nothing any earlier, so that has
	// its seven days whatever this is.
	ReverseFor time.Duration
	// RefundAfter is how long a refund stays PROCESSING; 0: done at once.
	RefundAfter time.Duration
	// Funds is what each merchant has, in fen, to give back from; nil has no end.
	// [Server.SetFunds] changes it. Sales do not add to it.
	Funds *int64
	// Unsettled makes each a merchant of the old money flow, whose refunds come out
	// of these takings unless they name the balance.
	Unsettled *int64
	// LooseGap accepts two parts of an order less than a minute apart and remarks
	// it in the order's notes; by default the second is refused.
	LooseGap bool
	// EarlyBills has bills at any time and not from 10:00 of the next day.
	EarlyBills bool
	// Bills are what is wrong with bills, and what they have of other shops and
	// channels. [Server.PlantBill] adds to it.
	Bills []BillFault
	// SkipCert serves the /secapi paths without client certificate, for tests
	// without TLS.
	SkipCert bool
	// Seed makes nonces and transaction_ids differ between servers that do not
	// share a book; they are otherwise deterministic. Whoever serves chooses one.
	Seed uint64
}

// Server is the simulated WeChat Pay, for many goroutines.
type Server struct {
	cfg      Config
	accounts accounts

	mu     sync.Mutex // of all below
	book   *book.Book
	faults faults
	writer writer
}

// SetDefaults fills in what was left out: the clock, the speed, the merchant.
func (c *Config) SetDefaults() {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Speed == 0 {
		c.Speed = 1
	}
	if len(c.Merchants) == 0 {
		c.Merchants = []Merchant{{DefaultAppID, DefaultMchID, DefaultAPIKey}}
	}
}

// faults are those that the configuration has.
func (c *Config) faults() faults { return faults{rules: c.Rules, bills: slices.Clone(c.Bills)} }

// New makes a Server. Errors name the setting.
func New(c Config) (*Server, error) {
	c.SetDefaults()
	if c.Speed < 0 {
		return nil, errors.New("speed is negative; give how many times faster, such as 10")
	}
	s := &Server{cfg: c, accounts: accounts{}, faults: c.faults(), writer: writer{nonce: c.Seed}}
	for _, m := range c.Merchants {
		key, err := wire.NewKey(m.APIKey)
		if err != nil {
			return nil, fmt.Errorf("merchant %s: %w", m.MchID, err)
		}
		s.accounts[m.MchID] = &merchant{m.MchID, m.AppID, key}
	}
	for i := range c.Rules {
		if err := c.Rules[i].check(); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
	}
	for i := range c.Bills {
		if err := c.Bills[i].check(); err != nil {
			return nil, fmt.Errorf("bill %d: %w", i+1, err)
		}
	}
	first := c.Seed / 1000 % 1e6 * 1e3
	if c.BookPath == "" {
		s.book = book.New(c.MaxOrders, first)
		return s, nil
	}
	var err error
	s.book, err = book.Open(c.BookPath, c.MaxOrders, first, c.Now())
	return s, err
}

// Close closes the book's file. A server in memory needs no Close.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.book.Close()
}

// Orders returns copies of the orders in the book, oldest first.
func (s *Server) Orders() ([]book.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.book.Orders()
}

// Order returns a copy of one order of a merchant, and whether there is one. It
// shares its slices with the book, and does not read what other processes wrote
// since the last call.
func (s *Server) Order(mchID, outTradeNo string) (book.Order, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.book.Find(mchID, "", outTradeNo)
	if o == nil {
		return book.Order{}, false
	}
	return *o, true
}

// Reset empties the book and forgets the faults to come.
func (s *Server) Reset() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = s.cfg.faults()
	return s.book.Reset()
}

// Now returns the time on the server's clock.
func (s *Server) Now() time.Time { return s.cfg.Now() }

// after is a settle time in the future, made shorter by Speed.
func (s *Server) after(now time.Time, d time.Duration) time.Time {
	if s.cfg.Speed != 1 {
		d = time.Duration(float64(d) / s.cfg.Speed)
	}
	return now.Add(d)
}
