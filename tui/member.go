package tui

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/draw"
)

// memberFor is how long a recognised member is kept: whoever stands there two
// minutes later is somebody else.
const memberFor = 2 * time.Minute

// recognised is the member of the next face sale.
type recognised struct {
	till.Member
	until time.Time
}

// memberPanel waits for the camera to recognise somebody. Esc ends that.
type memberPanel struct {
	plain
	began time.Time
	stop  context.CancelFunc
}

type memberMsg struct {
	of     *memberPanel
	member till.Member
	err    error
}

func (p *memberPanel) title(m *model) string { return m.w.MemberTitle }

func (p *memberPanel) open(m *model) tea.Cmd {
	p.began = m.now
	till := m.opt.Till
	var ctx context.Context
	ctx, p.stop = context.WithTimeout(m.ctx, m.opt.ScanTimeout)
	return m.job(func(context.Context) tea.Msg {
		who, err := till.Recognise(ctx)
		return memberMsg{p, who, err}
	})
}

func (p *memberPanel) keys(*model) []binding { return nil }

// waits: the camera's answer comes to this panel.
func (p *memberPanel) waits() bool { return true }

// closes ends the camera with the panel.
func (p *memberPanel) closes() { p.stop() }

func (p *memberPanel) hear(m *model, msg tea.Msg) tea.Cmd {
	got, is := msg.(memberMsg)
	if !is || got.of != p {
		return nil
	}
	p.stop()
	cmd := m.closePanel()
	switch {
	case got.err != nil:
		m.warn(m.w.MemberFailed + m.because(got.err))
	case got.member.OpenID.IsZero():
		m.say(m.w.MemberNobody)
	default:
		m.member = recognised{got.member, m.now.Add(memberFor)}
	}
	return cmd
}

func (p *memberPanel) body(m *model) (b draw.Block) {
	b = m.Block()
	b.Wrap(m.w.MemberTitle, m.Theme.Strong)
	b.Blank()
	m.sayOr(&b, m.w.SayCapture, m.Theme.Strong)
	b.Live(func() string {
		left := m.opt.ScanTimeout - m.now.Sub(p.began)
		return m.Centered(m.Theme.Moving.Muted.Paint(fmt.Sprintf(m.w.Left, max(0, int(left/time.Second)))))
	})
	return b
}

// memberStands says whether the next face sale is a member's.
func (m *model) memberStands() bool { return m.now.Before(m.member.until) }

// memberPays is the openid of the face sale that begins, if it is a member's.
// Every sale that begins forgets the member.
func (m *model) memberPays() secret.Secret {
	if m.memberStands() {
		return m.member.OpenID
	}
	return secret.Secret{}
}

func (m *model) forgetMember() tea.Cmd {
	m.member = recognised{}
	return nil
}
