package tui

import (
	"facetill/tui/keyboard"
	"facetill/tui/page"
	"facetill/tui/text"
)

// What the screen needs from outside. It is declared
// where the pages are, which use it.
type (
	Options = page.Options
	Till    = page.Till
	Setting = page.Setting
	Copy    = page.Copy
	Trainer = page.Trainer
	Lesson  = page.Lesson
	Read    = keyboard.Read
)

// Words returns the strings of a configured language, else of the locale.
func Words(language string, getenv func(string) string) *text.Words {
	return text.Choose(language, getenv)
}
