package wxcall

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/flow/field"
	"facetill/wx"
)

// Call is one command while it runs.
type Call struct {
	*Command
	given    map[string]string // fields by name
	fee      string            // fen of the step that brought the order; "" where it does not say
	facepay  bool
	json, to string
}

// Error is how a call ends that did not do what it was asked for.
type Error struct {
	Code  codes.Exit
	Why   codes.Why // of the closed list where Code is 64 or 69, else WeChat's
	Text  string
	Hints []string
}

func (e *Error) Error() string { return e.Text }

// Moves reports whether the call moves money.
func (c *Call) Moves() bool { return c.moves }

// Counts reports whether the call moves money or tells what became of it.
func (c *Call) Counts() bool { return c.moves || c.tells }

// Do makes the call and returns its line, nil where nothing was sent. The error is an
// *Error, a *wiring.Problem, or nil where the call did what it was asked for.
func (c *Call) Do(ctx context.Context, t *wiring.Till, stdin io.Reader) (*Line, error) {
	g, simulated, err := t.Single(ctx)
	if err != nil {
		return nil, err
	}
	if c.moves && !simulated {
		return nil, c.real()
	}
	if err := c.prepare(t, g, stdin); err != nil {
		return nil, c.wrong(err)
	}
	line := c.line(simulated)
	if c.to != "" || c.api.Name == billAPI {
		return c.bill(ctx, g, line)
	}
	s := g.Single(ctx, c.uses(), c.fields())
	c.hold(&s)
	line.tell(c, s)
	return line, c.end(ctx, s)
}

// hold compares the amount of an order that is asked for with that of the step before: the
// request of a query has none, which its answer could be held against.
func (c *Call) hold(s *wx.Single) {
	if !c.tells || c.fee == "" || s.Fields == nil {
		return
	}
	got, signed := s.Fields.Get("total_fee"), slices.Contains(s.Verified, wx.ClaimSign)
	if signed && got == c.fee && s.Code != "WRONG_CURRENCY" {
		s.Verified = append(s.Verified, wx.ClaimAmount)
		return
	}
	s.Doubtful = append(s.Doubtful, wx.ClaimAmount)
	if s.Code == "" && got != "" {
		s.Code, s.Message = "WRONG_AMOUNT", "answer is about another amount than the step before"
	}
}

// prepare completes the fields and refuses what WeChat would, before anything is sent.
func (c *Call) prepare(t *wiring.Till, g *wx.Gateway, stdin io.Reader) error {
	dash, err := c.dashed()
	if err != nil {
		return err
	}
	for _, do := range []func() error{
		c.arguments,
		func() error { return c.readJSON(stdin) },
		func() error { return c.readStep(dash, stdin) },
		c.combine,
	} {
		if err := do(); err != nil {
			return err
		}
	}
	c.usual(func(name string) string {
		if name == "device_id" {
			return t.Config.Terminal.DeviceID
		}
		return g.Usual(name)
	})
	return g.CheckSingle(c.uses(), c.fields())
}

// real refuses to move real money.
func (c *Call) real() error {
	return &Error{Code: codes.ExitUsage, Why: codes.WhyReal,
		Text:  c.Name + " moves money, and what is configured is not shown to be a simulator: nothing was sent",
		Hints: []string{c.instead, "facetill wx " + c.Name + " --sim", "wechat.api_url and ca_file of facetill sim, and no other trust root"}}
}

// wrong is a call that was not made.
func (c *Call) wrong(err error) error {
	if _, is := errors.AsType[*Error](err); is {
		return err
	}
	why := codes.WhyField
	if e, is := errors.AsType[*field.Error](err); is {
		named := *e
		if named.Of = c.Name; e.Field == "auth_code" || e.Field == "face_code" {
			why = codes.WhyPayCode
		}
		err = &named
	}
	return &Error{Code: codes.ExitUsage, Why: why, Text: err.Error(), Hints: []string{"facetill help wx " + c.Name}}
}

// end is what the caller may do with it, nil where the call did what it was asked for.
func (c *Call) end(ctx context.Context, s wx.Single) error {
	if s.Code == "" {
		return nil
	}
	text := c.uses().Name + ": " + s.Code
	if s.Message != "" {
		text += ": " + s.Message
	}
	e := &Error{Code: codes.ExitFailed, Text: text}
	stopped := ctx.Err() != nil
	switch {
	case stopped && (s.Unsent || !c.moves && !c.tells):
		return &Error{Code: codes.ExitInterrupted, Text: "interrupted; nothing was submitted"}
	case c.moves && !s.Unsent, c.tells:
		e.Code, e.Why = codes.ExitOpen, codes.Why(s.Code)
		e.Hints = c.asks(s)
		return e
	}
	if c.Name == "authinfo" && !s.Unsent {
		e.Hints = []string{comesFirst["rawdata"]}
	}
	why, _ := codes.Closed(s.Code)
	if e.Why = why; !s.Unsent || why == codes.WhyDevice {
		e.Why = codes.WhyAnswer
	}
	return e
}

// asks is what to try where nobody knows.
func (c *Call) asks(s wx.Single) []string {
	of := "--out-trade-no " + field.Plain(cmp.Or(c.given["out_trade_no"], "OUT_TRADE_NO"))
	for _, name := range []string{"transaction_id", "out_refund_no", "refund_id"} {
		if v := c.given[name]; c.given["out_trade_no"] == "" && v != "" && (name == "transaction_id" || c.Name == "refundquery") {
			of = "--" + flagOf(name) + " " + field.Plain(v)
		}
	}
	if c.Name == "refund" || c.Name == "refundquery" {
		return []string{"facetill wx refundquery " + of}
	}
	ask, other := "facetill wx query "+of, "facetill wx query "+of+" --facepay"
	if c.facepay || c.api.Name == "facepay" {
		ask, other = other, ask
	}
	if s.Code == "ORDERNOTEXIST" && c.tells { // an order of the other family, or one that is still on its way
		return []string{other, ask}
	}
	return []string{ask}
}
