package sale

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Code waits for a payment code: from the scanner, or typed by hand where
// the scanner is slow or broken. The digits are counted on the screen, not shown.
type Code struct {
	page.Still
	Fee      flow.Fen
	Typed    []rune
	NoFace   string // why a face does not pay this
	noCamera bool   // it is, or was, for want of a camera
}

// maxCode is longer than any wallet's code.
const maxCode = 24

// Add takes a character. One that is no digit counts, too: what was typed is then
// no code.
func (p *Code) Add(r rune) (took bool) {
	if len(p.Typed) >= maxCode {
		return false
	}
	p.Typed = append(p.Typed, r)
	return true
}

func (p *Code) Back() {
	if n := len(p.Typed); n > 0 {
		p.Typed = p.Typed[:n-1]
	}
}

func (p *Code) Kind() page.Kind              { return page.KindCode }
func (p *Code) Title(c *page.Context) string { return c.Words.CodeTitle + " " + text.WithSign(p.Fee) }

// Notes are what its end may say.
func (*Code) Notes(w *text.Words) []string { return []string{w.HelpWords} }

func (p *Code) Keys(c *page.Context) []page.Binding {
	keys := []page.Binding{{Cap: c.Words.StepCode, Label: c.Words.DoCode, Next: true}}
	switch {
	case p.faceAgain(c):
		keys[0].Label, keys[0].Next = c.Words.DoScan, false
		keys = append([]page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoFace, Next: true, Do: func() tea.Cmd { return beginFace(c, p.Fee) }}}, keys...)
	case len(p.Typed) > 0:
		keys = []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoSendCode, Next: true, Do: func() tea.Cmd { return p.send(c) }}}
	}
	return append(keys, page.Binding{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Do: func() tea.Cmd { return back(c, p.Fee) }})
}

// Sum is the amount that a code will be charged with.
func (p *Code) Sum(c *page.Context, b *draw.Block) {
	b.Wrap(p.Title(c), c.Theme.Strong)
	b.Blank()
}

// back goes to the amount page with an amount.
func back(c *page.Context, fee flow.Fen) tea.Cmd {
	c.ToAmount(fee)
	return nil
}

func (p *Code) send(c *page.Context) tea.Cmd {
	text := string(p.Typed)
	clear(p.Typed)
	p.Typed = nil
	kind := input.KindOf(text)
	if why := Unlike(c, kind); why != "" {
		c.Warn(why)
		return nil
	}
	return BeginCode(c, p.Fee, input.Payload(text))
}

// BeginCode charges a payment code.
func BeginCode(c *page.Context, fee flow.Fen, text string) tea.Cmd {
	return Begin(c, flow.SaleRequest{TotalFee: fee, Method: flow.MethodCode, AuthCode: secret.New(text)})
}

func (p *Code) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	b.Spare(func() { b.Center(c.Theme.Muted.Render(c.Words.CodeTitle)) })
	b.Blank()
	b.Big(page.NumberOf(p.Fee), c.Paint(c.Theme.Digits))
	b.Blank()
	if why := p.Why(c); why != "" {
		c.SayOr(&b, why, c.Theme.Care)
	} else {
		c.SayOr(&b, c.Words.CodeHint, c.Theme.Strong)
	}
	b.Spare(func() { b.Wrap(c.Words.CodeHintCustomer, c.Theme.Muted) })
	b.Blank()
	if n := len(p.Typed); n > 0 {
		b.Center(c.Theme.Accent.Render(strings.Repeat("*", n) + " " + fmt.Sprintf(c.Words.CodeDigits, n)))
	}
	return b
}

// codeFor waits for the code, and says why a face does not pay this.
func codeFor(c *page.Context, fee flow.Fen) *Code {
	p := &Code{Fee: fee}
	switch {
	case overLimit(c, fee):
		p.NoFace = fmt.Sprintf(c.Words.OverFaceLimit, c.Words.Yuan(c.Opt().FaceLimit))
	case c.Opt().FaceEnabled:
		p.noCamera = c.Lists().CameraGone()
	}
	return p
}

// Why is why no face pays this; "" where it was simply chosen.
func (p *Code) Why(c *page.Context) string {
	switch {
	case !p.noCamera:
		return p.NoFace
	case c.Lists().CameraGone():
		return c.Words.Camera(c.Lists().Camera)
	}
	return c.Words.CameraBack
}

// faceAgain: the camera came back while a code was awaited for want of it.
func (p *Code) faceAgain(c *page.Context) bool {
	return p.noCamera && len(p.Typed) == 0 && byFace(c, p.Fee)
}

// OnCode is a payment code.
func OnCode(c *page.Context, code string) tea.Cmd {
	if page.CodeDoubted(c, Standing(c)) {
		return nil
	}
	switch c.At() {
	case page.KindAmount:
		fee, fault := c.Next().Fee()
		switch {
		case fault.Kind == input.FaultEmpty:
			c.Warn(c.Words.CodeNeedsAmount)
		case fault.Kind != input.FaultNone:
			c.Warn(page.FaultText(c.Words, fault))
		default:
			return BeginCode(c, fee, code)
		}
		return nil
	case page.KindCode:
		return BeginCode(c, c.Base().(*Code).Fee, code)
	case page.KindSale:
		return scanned(c, code)
	case page.KindResult:
		if c.Sale().Forbidden() {
			c.Warn(c.Words.CodeUnused)
			return nil
		}
		if c.Sale().Money() == text.MoneyNotCharged {
			return BeginCode(c, c.Sale().Req.TotalFee, code)
		}
		c.Warn(c.Words.CodeNeedsAmount)
		return nil
	}
	c.Warn(c.Words.CodeNotNow)
	return nil
}

// Unlike says why a scan cannot be charged; "" when it can.
func Unlike(c *page.Context, k input.Kind) string {
	if c.Stalled() && k != input.Code {
		return c.Words.KeysStalled
	}
	w := c.Words
	why, known := map[input.Kind]string{input.Code: "", input.Alipay: w.CodeAlipay, input.UnionPay: w.CodeUnionPay, input.Goods: w.CodeGoods,
		input.Link: w.CodeLink, input.Cut: w.CodeCut, input.Held: w.KeysHeld, input.Quick: w.KeysQuick, input.Pasted: w.KeysPasted,
		input.Stalled: w.KeysStalled, input.Mixed: w.KeysMixed, input.Joined: joined(c)}[k]
	if !known {
		return w.CodeWrong
	}
	return why
}

// joined tells of a code and keys that came together, and what is to be done.
func joined(c *page.Context) string {
	switch p := c.At(); {
	case p == page.KindAmount && Standing(c) == 0, p == page.KindResult, p == page.KindClaims:
		return c.Words.KeysJoinedAmount
	}
	return c.Words.KeysJoined
}

// Standing is the amount that Enter or a code would charge on the page in hand.
func Standing(c *page.Context) flow.Fen {
	switch c.At() {
	case page.KindAmount:
		fee, _ := c.Next().Fee()
		return fee
	case page.KindCode:
		return c.Base().(*Code).Fee
	case page.KindStopped:
		return c.Base().(*Stopped).Req.TotalFee
	case page.KindSale:
		if s := c.Sale(); s.Req.Method == flow.MethodFace && s.BeforeSubmission() { // a code takes over
			return s.Req.TotalFee
		}
	case page.KindResult:
		return c.Sale().KeptFee()
	}
	return 0
}
