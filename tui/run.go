package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	"facetill/tui/page"
)

// A process that is told to end has to be gone within two seconds (money rule
// 5.8): killAfter is how long the screen may take to hear of it, leaveWithin
// how long leaving waits for what is still running.
const (
	leaveWithin = 1200 * time.Millisecond
	killAfter   = 600 * time.Millisecond
)

// Run shows the till until the cashier leaves or ctx ends, and gives the terminal
// back as it was, also after a panic, which is a [Crash]. It returns nil when it
// was left, the cause when ctx ended.
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
	defer givenBack(o.In)()
	m := newModel(inner, o)
	opts := append([]tea.ProgramOption{
		tea.WithInput(m.keyboard.Between(o.In)), tea.WithOutput(m.out.writer()), tea.WithAltScreen(),
		// Signals are the command line's: they end ctx.
		tea.WithoutSignalHandler(),
		tea.WithFilter(m.stamp),
	}, extra...)
	if hasMouse(runtime.GOOS, m.Opt.Getenv) {
		opts = append(opts, tea.WithMouseCellMotion())
	}
	p := tea.NewProgram(m, opts...)
	defer context.AfterFunc(ctx, func() { leave(p) })()
	_, err := p.Run()
	if m.cutPower {
		o.Training.PowerCut()
	}
	stop()
	crash, within := m.Jobs.Crash(), leaveWithin
	if crash != nil { // nobody waits, and what is being written down has to be known
		within = page.WordWithin
	}
	m.Jobs.Leave(within)
	switch {
	case crash != nil:
		return fmt.Errorf("the screen ended by %w", crash)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return fmt.Errorf("the screen ended: %w", err)
	}
	return nil
}

// givenBack returns what makes a terminal again what it is now: whatever ended the
// screen, who types next sees it, and a line ends with Enter.
func givenBack(in io.Reader) func() {
	f, is := in.(term.File)
	if !is {
		return func() {}
	}
	state, err := term.GetState(f.Fd())
	if err != nil { // no terminal
		return func() {}
	}
	return func() { _ = term.Restore(f.Fd(), state) }
}

// hasMouse: a Windows console that is not Windows Terminal may lose its keys when
// it is asked for a mouse, as wine's does; and the mouse is never needed.
func hasMouse(goos string, getenv func(string) string) bool {
	return goos != "windows" || getenv("WT_SESSION") != ""
}

// leave ends the screen from outside. It asks first: a program that is killed
// (as it would be by its context) closes the keyboard under its own reader,
// and tears the last frame. One that does not hear is killed all the same.
func leave(p *tea.Program) {
	gone := make(chan struct{})
	go func() { p.Wait(); close(gone) }()
	go p.Quit()
	select {
	case <-gone:
	case <-time.After(killAfter):
		p.Kill()
	}
}

// stamp tells the model the time of each message, in the goroutine of Update.
func (m *model) stamp(_ tea.Model, msg tea.Msg) tea.Msg {
	defer m.Jobs.NotePanic()
	m.Now = m.Opt.Now()
	if m.keyboard.Marks(msg) {
		return nil
	}
	return msg
}
