package sale

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/text"
)

// OnCode is a payment code.
func OnCode(c *page.Context, code string) tea.Cmd {
	if codeDoubted(c) {
		return nil
	}
	switch c.At() {
	case page.KindAmount:
		fee, fault := c.Fee()
		switch {
		case fault.Kind == input.FaultEmpty:
			c.Warn(c.Words.CodeNeedsAmount)
		case fault.Kind != input.FaultNone:
			c.Warn(FaultText(c.Words, fault))
		default:
			return BeginCode(c, fee, code)
		}
		return nil
	case page.KindCode:
		return BeginCode(c, c.Base.(*Code).Fee, code)
	case page.KindSale:
		return scanned(c, code)
	case page.KindResult:
		if c.Sale.Money() == text.MoneyNotCharged {
			return BeginCode(c, c.Sale.Req.TotalFee, code)
		}
		c.Warn(c.Words.CodeNeedsAmount)
		return nil
	}
	c.Warn(c.Words.CodeNotNow)
	return nil
}

// Unlike says why a scan cannot be charged; "" when it can.
func Unlike(c *page.Context, k input.Kind) string {
	if c.Press.Stalled && k != input.Code {
		return c.Words.KeysStalled
	}
	switch k {
	case input.Code:
		return ""
	case input.Alipay:
		return c.Words.CodeAlipay
	case input.UnionPay:
		return c.Words.CodeUnionPay
	case input.Goods:
		return c.Words.CodeGoods
	case input.Link:
		return c.Words.CodeLink
	case input.Cut:
		return c.Words.CodeCut
	case input.Held:
		return c.Words.KeysHeld
	case input.Quick:
		return c.Words.KeysQuick
	case input.Pasted:
		return c.Words.KeysPasted
	case input.Stalled:
		return c.Words.KeysStalled
	case input.Mixed:
		return c.Words.KeysMixed
	case input.Joined:
		return joined(c)
	}
	return c.Words.CodeWrong
}

// joined says that a code and what was typed came together, and what is to be done.
func joined(c *page.Context) string {
	switch p := c.At(); {
	case p == page.KindAmount && Standing(c) == 0, p == page.KindResult, p == page.KindClaims:
		return c.Words.KeysJoinedAmount
	}
	return c.Words.KeysJoined
}

// codeDoubted says what stands before a code is charged with it, once.
func codeDoubted(c *page.Context) bool {
	fee := Standing(c)
	if fee == 0 || c.Doubts.Code.IsZero() {
		return false
	}
	doubted := c.Now.Sub(c.Doubts.Code) < page.DoubtFor
	c.Doubts.Code = time.Time{}
	if doubted {
		c.Warn(fmt.Sprintf(c.Words.StandsScan, c.Words.Yuan(fee)))
	}
	return doubted
}

// Standing is the amount that Enter or a code would charge on the page in hand.
func Standing(c *page.Context) flow.Fen {
	switch c.At() {
	case page.KindAmount:
		fee, _ := c.Fee()
		return fee
	case page.KindCode:
		return c.Base.(*Code).Fee
	case page.KindStopped:
		return c.Base.(*Stopped).Req.TotalFee
	case page.KindSale:
		if s := c.Sale; s.Req.Method == flow.MethodFace && s.BeforeSubmission() { // a code takes over
			return s.Req.TotalFee
		}
	case page.KindResult:
		return c.KeptFee()
	}
	return 0
}
