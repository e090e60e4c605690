package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"facetill/wx/sim/book"
)

// Scenario is one numbered way in which a sale can go. Numbers 1 to 10, 70, 71 and 74 are
// acted by the simulated terminal and mean nothing here; the others by this package.
// A scenario starts by amount (total_fee 90000 + Number, that is 900.01 to
// 900.74 yuan), by a simulated code, by a [Rule] or by the control endpoint.
type Scenario struct {
	Number  int    `json:"number"`
	Name    string `json:"name"`
	Calls   string `json:"calls"` // which calls answer differently
	Chinese string `json:"zh"`
	English string `json:"en"`
	act     act
}

// act is what a scenario does.
type act struct {
	plan    []move        // what becomes of the order; none: charged at once
	absent  bool          // the order never comes to be
	code    string        // err_code of the answer; none: as the order stands
	wire    damage        // what happens to the answer on its way
	late    time.Duration // how much later it arrives
	queries int           // so many queries answer SYSTEMERROR first
	reverse reversal      // how the reverse is refused...
	times   int           // ...so many times
	part    bool          // half of it is refunded at once by somebody else
	back    giving        // what a refund meets
	coupon  int64         // fen that a coupon of the shop takes off
	named   bool          // a query names it, and promotion_detail says what it was
	odd     int64         // fen that a coupon takes off in the answer alone: cash_fee is all of it
}

// move is one step of a plan, that much after the pay request.
type move struct {
	after time.Duration
	state book.TradeState
}

// damage is what happens to an answer between here and the client.
type damage uint8

const (
	intact damage = iota
	lost
	refused
	twice
	cutShort
	wrongSign
	withDTD
	endless
	badGateway
	redirected
	notUTF8
	otherAmount
	otherNumber
	unsigned
	returnFail
	returnSystemError
)

// reversal is how a reverse is refused.
type reversal uint8

const (
	reverseWorks      reversal = iota
	reverseFails               // FAIL, recall N
	reverseRecall              // FAIL, recall Y
	reverseLies                // SUCCESS, recall N, and nothing was done
	reverseUserPaying          // USERPAYING until 100 s after the pay request
	reverseExpired             // REVERSE_EXPIRE
	reverseLost                // it works, the answer is lost
)

// giving is what a refund meets.
type giving struct {
	code  string        // err_code of the answer...
	des   string        // with these words
	times int           // ...so many times; 0: each time
	done  bool          // and it is accepted all the same
	lost  bool          // it is accepted, the answer is lost
	after time.Duration // how long it stays PROCESSING
	final string        // how it ends when not in SUCCESS
}

// stops reports whether the refund is not accepted.
func (g *giving) stops() bool { return g.code != "" && !g.done }

// told is what the caller hears in place of an answer.
func (g *giving) told(ans answer) answer {
	if g.code != "" {
		return refuse(g.code, g.des)
	}
	if g.lost {
		ans.damage = lost
	}
	return ans
}

// reversePayingFor is how long scenario 45 holds off the reverse.
const reversePayingFor = 100 * time.Second

// charges reports whether the scenario's plan charges at once: for a call that is
// not a payment it decides whether the call is carried out before its answer is
// damaged.
func (a *act) charges() bool {
	return !a.absent && (len(a.plan) == 0 || a.plan[0].state == book.Success)
}

// nothing is the act of a plain sale: one that no scenario acts.
var nothing act

// actOf is what a scenario does; no scenario does nothing. The result is only
// read.
func (s *Scenario) actOf() *act {
	if s == nil {
		return &nothing
	}
	return &s.act
}

// Scenarios returns the documented table by number.
func Scenarios() []Scenario { return slices.Clone(table) }

// Amount is the total_fee in fen that starts the scenario by amount.
func (s *Scenario) Amount() int64 { return scenarioBase + int64(s.Number) }

const (
	scenarioBase = 90000
	firstGateway = 11
	lastGateway  = 69
	firstCoupons = 72
	lastCoupons  = 73
	lastScenario = 74
)

// scenarioByNumber returns the gateway's scenario of a number, or nil: for 0, a
// number that is not in the table and one that the terminal acts.
func scenarioByNumber(n int) *Scenario {
	if !gatewayActs(n) {
		return nil
	}
	return &table[n-1]
}

// gatewayActs reports whether a scenario is acted here.
func gatewayActs(n int) bool {
	return n >= firstGateway && n <= lastGateway || n >= firstCoupons && n <= lastCoupons
}

// scenarioByAmount returns the scenario that an amount in fen stands for.
func scenarioByAmount(fee int64) *Scenario {
	if fee <= scenarioBase || fee > scenarioBase+lastScenario {
		return nil
	}
	return scenarioByNumber(int(fee - scenarioBase))
}

// Table is the documented table, as a page of Markdown has it.
func Table() string {
	var text strings.Builder
	text.WriteString("| amount | number | name | calls | 中文 | English |\n| --- | --- | --- | --- | --- | --- |\n")
	for i := range table {
		s := &table[i]
		fmt.Fprintf(&text, "| %s | %d | %s | %s | %s | %s |\n", book.Yuan(s.Amount()), s.Number, s.Name, s.Calls, s.Chinese, s.English)
	}
	return text.String()
}
