package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// ofDevice begins the codes of a camera that does not do its part at all. Other
// ails, a credential that could not be renewed for one, leave it able to sell
// with what it has.
const ofDevice = "DEVICE_"

// cameraGone: a face sale is not tried, it goes to the scanner. The till tries
// the camera by itself, and faces are offered again as soon as it is back.
func (m *model) cameraGone() bool { return strings.HasPrefix(m.camera, ofDevice) }

// cameraFailed says that the sale in hand ended with the camera: its end is the
// first that is heard of it, so the till is soon asked how it is.
func (m *model) cameraFailed() bool {
	s := m.sale
	return s != nil && s.over && s.a.State == flow.NotSent && strings.HasPrefix(s.a.Code, ofDevice)
}

// codeInstead goes on from a result to the scanner, because the camera is gone.
func (m *model) codeInstead() tea.Cmd {
	fee := m.keptFee()
	m.toAmount(0)
	m.code = m.codeFor(fee)
	return m.refresh()
}

// codeWhy is why no face pays this; "" where it was simply chosen.
func (m *model) codeWhy() string {
	switch c := m.code; {
	case !c.noCamera:
		return c.why
	case m.cameraGone():
		return m.w.Camera(m.camera)
	}
	return m.w.CameraBack
}

// faceAgain: the camera came back while a code was awaited for want of it.
func (m *model) faceAgain() bool {
	return m.code.noCamera && len(m.code.typed) == 0 && m.byFace(m.code.fee)
}
