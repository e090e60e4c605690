package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// leaveWithin is how long leaving waits for what is still running: a process
// that is told to end has to be gone within two seconds (money rule 5.8).
const leaveWithin = 1500 * time.Millisecond

// Run shows the till until the cashier leaves or ctx ends, and gives the
// terminal back as it was, also after a panic. It returns nil when it was left,
// the cause when ctx ended.
func Run(ctx context.Context, o Options) error {
	return run(ctx, o)
}

// run takes more program options for tests, which have no terminal.
func run(ctx context.Context, o Options, extra ...tea.ProgramOption) error {
	if o.Till == nil || o.Out == nil {
		return errors.New("the screen needs a till and a terminal")
	}
	inner, stop := context.WithCancel(ctx)
	defer stop()
	m := newModel(inner, o)
	opts := append([]tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithAltScreen(),
		// Signals are the command line's: they end ctx.
		tea.WithoutSignalHandler(),
		tea.WithFilter(m.stamp),
	}, extra...)
	_, err := tea.NewProgram(m, opts...).Run()
	stop()
	m.jobs.leave(leaveWithin)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return fmt.Errorf("the screen ended: %w", err)
	}
	return nil
}

// stamp gives the model the time of each message, in the goroutine of Update.
func (m *model) stamp(_ tea.Model, msg tea.Msg) tea.Msg {
	m.now = m.opt.Now()
	return msg
}
