// Package background settles whether the terminal is dark before anybody asks
// the terminal.
//
// Bubble Tea v1 asks for the background colour in a package init, and waits
// five seconds on a terminal that never answers: serial connections, recorders, some
// POS screens. Every command would pay that, even --version. Go initialises
// packages that are ready in the sequence of their import paths, and "facetill/..."
// sorts before "github.com/charmbracelet/bubbletea"; so this package imports
// Lip Gloss alone and sets the answer in its init, and nothing is ever asked.
// A test on a silent terminal pins it. Import it wherever tui is linked in:
// tui/theme does.
package background

import (
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/lipgloss"
)

func init() { lipgloss.SetHasDarkBackground(Dark(os.Getenv("COLORFGBG"))) }

// Dark reads COLORFGBG ("15;0", "0;default;15"), which some terminals set; its
// last field is the background's number of the sixteen colours. Everything else
// is taken as dark: the dark colours can be read on light, too.
func Dark(colorfgbg string) bool {
	fields := strings.Split(colorfgbg, ";")
	n, err := strconv.Atoi(fields[len(fields)-1])
	return err != nil || n < 7 || n == 8
}
