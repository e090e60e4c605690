package text

import (
	"errors"
	"fmt"
	"time"

	"facetill/flow"
)

// Span is a duration in its two largest units at most.
func (w *Words) Span(d time.Duration) string {
	d = max(0, d)
	switch {
	case d < time.Minute:
		return fmt.Sprintf(w.Seconds, int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf(w.Minutes, int(d/time.Minute))
	case d < 24*time.Hour:
		return fmt.Sprintf(w.Hours, int(d/time.Hour), int(d/time.Minute)%60)
	}
	return fmt.Sprintf(w.Days, int(d/(24*time.Hour)))
}

// Notice is the sentence of a notice, "" where there is none.
func (w *Words) Notice(n flow.Notice) string {
	switch n {
	case flow.NoticeSlow:
		return w.SlowSay
	case flow.NoticeLate:
		return w.LateSay
	}
	return ""
}

// Displaced is the sentence about a journal that is not the till's any more.
func (w *Words) Displaced(err error) string {
	if errors.Is(err, flow.ErrCopy) {
		return w.CopySay
	}
	return w.GoneSay
}
