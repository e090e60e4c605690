// The probe is a program with Bubble Tea and nothing of ours: the control of
// the test on a silent terminal.
package main

import (
	"os"

	tea "github.com/charmbracelet/bubbletea"
)

func main() {
	_ = tea.Quit
	_, _ = os.Stdout.WriteString("ok\n")
}
