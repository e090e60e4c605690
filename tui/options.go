package tui

import (
	"facetill/tui/page"
	"facetill/tui/text"
)

// What the screen needs from outside, and what it shows a customer. It is declared
// where the pages are, which use it.
type (
	Options = page.Options
	Till    = page.Till
	Setting = page.Setting
	Copy    = page.Copy
	Trainer = page.Trainer
	Lesson  = page.Lesson
	Shown   = page.Shown
)

// Words returns the strings of a configured language, else of the locale.
func Words(language string, getenv func(string) string) *text.Words {
	return text.Choose(language, getenv)
}

// The lessons, in the order of the list.
const (
	LessonPays         = page.LessonPays
	LessonPassword     = page.LessonPassword
	LessonNoPassword   = page.LessonNoPassword
	LessonCardEmpty    = page.LessonCardEmpty
	LessonWalksAway    = page.LessonWalksAway
	LessonWantsToScan  = page.LessonWantsToScan
	LessonUnknownFace  = page.LessonUnknownFace
	LessonNetworkDrops = page.LessonNetworkDrops
	LessonCameraGone   = page.LessonCameraGone
)

// What a display shows.
const (
	ShowIdle     = page.ShowIdle
	ShowAmount   = page.ShowAmount
	ShowLook     = page.ShowLook
	ShowWait     = page.ShowWait
	ShowPassword = page.ShowPassword

	ShowPaid       = page.ShowPaid
	ShowNotCharged = page.ShowNotCharged
	ShowChecking   = page.ShowChecking
)
