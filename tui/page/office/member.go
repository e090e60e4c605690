package office

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// memberFor is how long a recognised member is kept: whoever stands there two
// minutes later is somebody else.
const memberFor = 2 * time.Minute

// Member waits for the camera to recognise somebody. Esc ends that.
type Member struct {
	page.Still
	began time.Time
	Stop  context.CancelFunc
}

// MemberKey looks for the member of the next face sale.
var MemberKey = page.Panel{Key: "f5", Label: func(w *text.Words) string { return w.DoMember },
	For: func(c *page.Context) bool {
		return c.Opt().Members && c.At() == page.KindAmount && !c.Lists().CameraGone()
	},
	Make: func(c *page.Context) page.Page { return &Member{} }}

func (p *Member) Kind() page.Kind              { return "member" }
func (p *Member) Title(c *page.Context) string { return c.Words.MemberTitle }

func (p *Member) look(c *page.Context) tea.Cmd {
	p.began = c.Now()
	till := c.Opt().Till
	var ctx context.Context
	ctx, p.Stop = context.WithTimeout(c.Ctx(), c.Opt().ScanTimeout)
	return c.Job(func(context.Context) tea.Msg {
		who, err := till.Recognise(ctx)
		return page.MemberMsg{Of: p, Member: who, Err: err}
	})
}

// Waits: the camera's answer comes to this panel.
func (p *Member) Waits() bool { return true }

// Closes ends the camera with the panel.
func (p *Member) Closes() { p.Stop() }

func (p *Member) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	if _, is := msg.(page.Entered); is {
		return p.look(c)
	}
	got, is := msg.(page.MemberMsg)
	if !is || got.Of != p {
		return nil
	}
	p.Stop()
	cmd := c.Close()
	switch {
	case got.Err != nil:
		c.Warn(c.Words.MemberFailed + c.Words.Because(got.Err))
	case got.Member.OpenID.IsZero():
		c.Say(c.Words.MemberNobody)
	default:
		c.Next().Member = page.Recognised{Member: got.Member, Until: c.Now().Add(memberFor)}
	}
	return cmd
}

func (p *Member) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	b.Wrap(c.Words.MemberTitle, c.Theme.Strong)
	b.Blank()
	c.SayOr(&b, c.Words.SayCapture, c.Theme.Strong)
	b.Live(func() string {
		left := c.Opt().ScanTimeout - c.Now().Sub(p.began)
		return c.Centered(c.Theme.Moving.Muted.Paint(fmt.Sprintf(c.Words.Left, max(0, int(left/time.Second)))))
	})
	return b
}
