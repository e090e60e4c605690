package page

import (
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/text"
)

// InHand is the attempt in the cashier's hands, and then its result.
type InHand struct {
	ID      int
	Req     flow.SaleRequest
	Run     till.Sale // nil until it is admitted
	Box     *Mailbox
	Attempt flow.Attempt
	Step    flow.Step

	Began time.Time
	Since map[flow.State]time.Time // when each state was first seen
	Until map[flow.State]time.Time // and when it was left
	Skew  time.Duration            // our clock less WeChat's
	Clock bool                     // Skew is known

	Stopping string        // who asked to cancel or to end the window
	Next     secret.Secret // a code to charge as soon as this one is surely dead
	Over     bool
	Ended    time.Time // when it left the cashier's hands
	Err      error
}

// Begin takes a sale in hand that is to be asked for: from here on no second one can
// begin. What was said, doubted or kept for the next one is over with it.
func (c *Context) Begin(r flow.SaleRequest, running Page) *InHand {
	c.s.LastID++
	c.s.leaveWalk()
	c.ToAmount(0)
	c.s.Break()
	c.Unsay()
	c.s.Member, c.s.Doubts = Recognised{}, Doubts{}
	c.s.Sale = &InHand{ID: c.s.LastID, Req: r, Box: NewMailbox(), Began: c.s.Now,
		Since: map[flow.State]time.Time{}, Until: map[flow.State]time.Time{}}
	c.s.Base = running
	return c.s.Sale
}

// FollowPaid makes durable that PAID was shown, once it was (money rule 5.3).
func (c *Context) FollowPaid(no flow.OutTradeNo) { c.s.Shown = Shown{No: no} }

// Listen waits for one update of a sale; it is to be asked again after each.
func (c *Context) Listen(id int, box *Mailbox) tea.Cmd {
	return func() tea.Msg {
		u, ok := c.s.Await(c.s.Ctx, box)
		if !ok {
			return nil
		}
		return UpdateMsg{ID: id, Box: box, Update: u}
	}
}

// Take follows an update. Updates of the journal may come late: an older one
// never replaces a newer one.
func (s *InHand) Take(u flow.Update, now time.Time) {
	if u.Attempt.State == "" || u.Attempt.Version < s.Attempt.Version {
		return
	}
	if u.Attempt.State != s.Attempt.State {
		s.Until[s.Attempt.State] = now
		s.Since[u.Attempt.State] = now
	}
	s.Attempt = u.Attempt
	if u.Step != nil {
		s.Step = u.Step
	}
	if !u.Now.IsZero() {
		s.Skew, s.Clock = now.Sub(u.Now), true
	}
}

// BeforeSubmission reports whether nothing was submitted, as far as is known here.
func (s *InHand) BeforeSubmission() bool {
	return s.Attempt.State == "" || s.Attempt.State == flow.Opened
}

// Local turns WeChat's time into ours.
func (s *InHand) Local(t time.Time) time.Time { return t.Add(s.Skew) }

// Money never says more than is proven: an error leaves what is open open.
func (s *InHand) Money() text.Money { return MoneyOf(s.Attempt, s.Err) }

// Forbidden reports whether nothing may be sold to the customer, by face or by code. It may
// be nil.
func (s *InHand) Forbidden() bool {
	return s != nil && s.Over && s.Attempt.Code == flow.CodeUnderage
}

// KeptFee is what the amount page begins with after this result. It may be nil.
func (s *InHand) KeptFee() flow.Fen {
	if s != nil && s.Money() == text.MoneyNotCharged && !s.Forbidden() {
		return s.Req.TotalFee
	}
	return 0
}

// NetworkDown reports whether not even a connection to WeChat was made, or its clock,
// which is asked before the charge, did not answer.
func (s *InHand) NetworkDown() bool {
	return s.Attempt.State == flow.NotSent && slices.Contains([]string{"NETWORK", "CONNECT", "DNS", "PROXY", "TLS"}, s.Attempt.Code)
}

// Unclaimed reports whether it turned out to be charged, and its page asks about the
// goods. It may be nil.
func (s *InHand) Unclaimed() bool {
	return s != nil && s.Over && s.Attempt.Unclaimed && s.Attempt.State == flow.Paid && s.Err == nil
}

// NoGoods reports whether a charge is not this till's to tell of, whatever its
// state says: it was taken over, or nobody who reads the journal would find that
// it was shown (money rules 5.6, 5.9).
func NoGoods(err error) bool { return errors.Is(err, flow.ErrFenced) || flow.Displaced(err) }

// MoneyOf is the word about an attempt, of the one table of outcomes.
func MoneyOf(a flow.Attempt, err error) text.Money {
	if NoGoods(err) {
		return text.MoneyChecking
	}
	return text.Say(a.Outcome()).Money
}
