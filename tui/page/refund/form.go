package refund

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/text"
)

// reasons are those of the list, as the words know them; the last one is typed.
var reasons = []string{"return", "price", "double", "cancelled", ownWords}

const (
	ownWords = "own"
	// What WeChat takes of a reason, in bytes and in characters of three of them.
	mostBytes, mostOwn = 80, 80
)

// Form is what a person fills in before money goes back: how much of it, why, a note of
// the shop's own, who, and the PIN where one is wanted.
type Form struct {
	page.Form
	card *Card
	step step
	wish flow.RefundRequest
}

// step is what a Form asks for now.
type step int

const (
	stepAmount step = iota
	stepReason
	stepRest
)

// newForm is about a part of a sale, or about all that is left of it. The press is of the
// sale as the card shows it now.
func newForm(c *page.Context, card *Card, part bool) *Form {
	p := &Form{card: card, step: stepReason, wish: flow.RefundRequest{OutTradeNo: card.a.OutTradeNo, By: c.Staff().By(),
		Press: refund.Press{Version: card.a.Version, Fee: card.rest(), All: !part}}}
	if part {
		p.step, p.wish.Press.Fee = stepAmount, 0
		p.Fields = []page.Asked{{Field: page.Field{Most: 60, Money: true}, Label: func(w *text.Words) string { return w.RefundAmount }}}
	}
	return p
}

func (p *Form) Kind() page.Kind { return "giveback" }
func (p *Form) Title(c *page.Context) string {
	return c.Words.RefundTitle + " " + text.WithSign(p.wish.Press.Fee)
}

// Notes are how an amount is typed.
func (p *Form) Notes(w *text.Words) (notes []string) {
	if p.step == stepAmount {
		notes = []string{w.HelpSums}
	}
	return notes
}

// Changed is the step and the field in hand.
func (p *Form) Changed() string { return fmt.Sprint(p.step, p.At, p.Busy) }

// Field is the one in hand; a reason is chosen, not typed.
func (p *Form) Field() *page.Field {
	if p.step == stepReason {
		return nil
	}
	return p.Form.Field()
}

// Keys go from step to step. The last Enter gives the money back.
func (p *Form) Keys(c *page.Context) (keys []page.Binding) {
	switch p.step {
	case stepAmount:
		return []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoNextField, Next: true, Do: func() tea.Cmd { p.amount(c); return nil }}}
	case stepReason:
		for i, of := range reasons {
			name := fmt.Sprint(i + 1)
			keys = append(keys, page.Binding{Name: name, Cap: name, Label: c.Words.RefundReasons[of], Do: func() tea.Cmd { p.reason(c, of); return nil }})
		}
		return keys
	}
	return p.EnterKey(c, func() tea.Cmd { return p.write(c, p.TakePIN()) })
}

// amount takes the amount of a part, where it is one and there is so much.
func (p *Form) amount(c *page.Context) {
	fee, fault := p.Fields[0].Fen()
	switch rest := p.card.rest(); {
	case fault.Kind != input.FaultNone:
		c.Warn(page.FaultText(c.Words, fault))
	case fee > rest:
		c.Warn(fmt.Sprintf(c.Words.RefundAbove, c.Words.Yuan(rest)))
	default:
		c.Unsay()
		p.wish.Press.Fee, p.step, p.Form = fee, stepReason, page.Form{}
	}
}

// reason takes one of the list; own words are typed.
func (p *Form) reason(c *page.Context, of string) {
	p.step, p.Form = stepRest, lastForm()
	if of == ownWords {
		p.Fields = append(p.Fields, page.Asked{Field: page.Field{Most: mostOwn, Bytes: mostBytes}, Label: func(w *text.Words) string { return w.RefundOwn }})
	} else {
		p.wish.Reason = c.Words.RefundReasons[of]
	}
	p.Fields = append(p.Fields, page.Asked{Field: page.Field{Most: page.MostReason}, Label: func(w *text.Words) string { return w.RefundNote }, May: true})
	p.askWho(c)
}

// lastForm is one whose last Enter gives money back.
func lastForm() page.Form {
	return page.Form{Arms: "refund", Does: func(w *text.Words) string { return w.DoRefund }}
}

// askWho asks for a name where nobody has one, and for the PIN where one is set.
func (p *Form) askWho(c *page.Context) {
	if p.wish.By == "" {
		p.Fields = append(p.Fields, page.AskName(c)...)
	}
	if c.Opt().ManagerPIN {
		p.Fields = append(p.Fields, page.AskPIN())
	}
}

// write begins it, or sends it again. What is confirmed counts from here.
func (p *Form) write(c *page.Context, pin string) tea.Cmd {
	behind, q := c.Opt().Till, p.filled(c.Words)
	q.Press.At = behind.Moment()
	p.wish = q
	do := behind.Refund
	if q.Press.Again != "" {
		do = behind.SendAgain
	}
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		a, e, err := do(ctx, q, pin)
		return page.RefundedMsg{Of: p, No: q.OutTradeNo, Attempt: a, Number: e.Number, Err: err}
	})
}

// named is the same wish, beside what was shown; a PIN is typed for it anew.
func (p *Form) named(c *page.Context, numbers []string, version int) stoppable {
	next := *p
	next.wish.Press.Version, next.Form, next.step = version, lastForm(), stepRest
	next.wish.Press.Beside = alsoNamed(p.wish.Press.Beside, numbers)
	if c.Opt().ManagerPIN {
		next.askWho(c)
	}
	return &next
}

func (p *Form) armed(c *page.Context, key string) string {
	return fmt.Sprintf(c.Words.ArmedBeside, key, c.Words.Yuan(p.wish.Press.Fee))
}

// filled is the wish with what was typed.
func (p *Form) filled(w *text.Words) flow.RefundRequest {
	q := p.wish
	for i := range p.Fields {
		value := p.Fields[i].Value()
		switch p.Fields[i].Label(w) {
		case w.RefundOwn:
			q.Reason = value
		case w.RefundNote:
			q.Note = value
		case w.ResolveBy:
			q.By = value
		}
	}
	return q
}

// Update hears how it ended.
func (p *Form) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.RefundedMsg)
	if !is || done.Of != page.Page(p) {
		return nil
	}
	p.Busy = false
	return p.ended(c, done)
}

// ended goes back to the card, which reads the sale anew, or asks what is meant. A PIN
// may be typed again, and a text that is not taken.
func (p *Form) ended(c *page.Context, done page.RefundedMsg) tea.Cmd {
	if stopped, is := errors.AsType[*flow.RefundStoppedError](done.Err); is {
		return tea.Batch(c.Close(), c.Show(newBeside(p, stopped.Entries, max(p.wish.Press.Version, done.Attempt.Version))))
	}
	if done.Err == nil {
		p.card.number, p.card.begun = done.Number, done.Number
		p.card.take(done.Attempt)
		return tea.Batch(c.Close(), c.Refresh())
	}
	if mayTypeAgain(done.Err) && len(p.Fields) > 0 {
		p.At = len(p.Fields) - 1
		c.Warn(c.Words.Failure(done.Err))
		return nil
	}
	cmd := c.Close()
	c.Warn(cmp.Or(meanwhile(c, done, p.wish.Press.Again), c.Words.Failure(done.Err)))
	return tea.Batch(cmd, c.Refresh())
}

func mayTypeAgain(err error) bool {
	wrong, is := errors.AsType[*field.Error](err)
	return errors.Is(err, till.ErrPIN) || is && (wrong.Field == "reason" || wrong.Field == "note" || wrong.Field == "name")
}

// View is the question, or the fields of the reply.
func (p *Form) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Spare(func() { b.Center(c.Theme.Muted.Render(page.Describe(c, p.card.a, c.Width))) })
	if p.step == stepAmount {
		p.viewAmount(c, &b)
		return b
	}
	b.Wrap(fmt.Sprintf("%s %s", c.Words.RefundAmount, p.wish.Press.Fee), c.Theme.Strong)
	b.Blank()
	if p.step == stepReason {
		c.SayOr(&b, c.Words.RefundWhy, c.Theme.Text)
		b.Blank()
		for i, of := range reasons {
			b.Add(c.Centered(c.Theme.Accent.Render(c.Fit(fmt.Sprintf("%d  %s", i+1, c.Words.RefundReasons[of]), reasonWidth))))
		}
		return b
	}
	if p.wish.Reason != "" {
		b.Wrap(c.Words.RefundOwn+": "+p.wish.Reason, c.Theme.Accent)
	}
	p.Show(c, &b)
	b.Blank()
	p.asks(c, &b)
	return b
}

const reasonWidth = 24

// viewAmount is what of the sale there is, and what of it is typed.
func (p *Form) viewAmount(c *page.Context, b *draw.Block) {
	b.Wrap(c.Words.RefundRest+" "+text.WithSign(p.card.rest()), c.Theme.Muted)
	b.Blank()
	b.Spare(func() { b.Center(c.Theme.Muted.Render(c.Words.RefundAmount)) })
	typed := p.Fields[0].Text
	if _, fault := p.Fields[0].Fen(); typed != "" && fault.Kind != input.FaultNone && fault.Kind != input.FaultEmpty {
		b.Wrap(text.Large(typed), c.Theme.Bad)
	} else {
		b.Big(page.Number(shown(typed)), c.Paint(c.Theme.Digits))
	}
	b.Blank()
	c.SayOr(b, c.Words.RefundSay, c.Theme.Text)
}

func shown(typed string) string {
	if typed == "" {
		return "0.00"
	}
	return typed
}

// asks says what the next Enter does.
func (p *Form) asks(c *page.Context, b *draw.Block) {
	if p.Busy {
		b.Wrap(c.Words.SayBegin, c.Theme.Text)
		return
	}
	if c.Armed() != p.Arms {
		c.SayOr(b, c.Words.RefundSay, c.Theme.Text)
		return
	}
	asks := c.Words.ArmedRefund
	if p.wish.Press.Again != "" {
		asks = c.Words.ArmedSend
	}
	b.Wrap(c.Hastily(fmt.Sprintf(asks, c.Words.KeyEnter, c.Words.Yuan(p.wish.Press.Fee))), c.Theme.Care)
}
