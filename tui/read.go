package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// Read is what one read of the terminal brought, and when it did. At is zero
// where the platform has no times of its own: then a key has the time at which
// it is processed.
type Read struct {
	At   time.Time
	Keys []tea.KeyMsg
}
