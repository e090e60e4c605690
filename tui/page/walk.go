package page

import (
	"slices"

	"facetill/flow/trace"
)

// Walk is what the till calls, the terminal's commands and WeChat's: [trace.Recent].
type Walk interface {
	Switch(on bool)
	Wants() bool
	Heard() int
	Steps() []trace.Step
}

// Watching is which steps are of the sale in hand.
type Watching struct {
	heard int   // how often something had been heard when it was laid out
	left  int   // steps up to this one are of sales that were left behind
	kept  []int // but for these, which hold for the next sale, too
}

// The panel beside a page: as wide as leaves a page what it needs.
const (
	leastAside, mostAside = 46, 60
	pageBeside            = 84
)

// Resize lays the screen out for a terminal: the walk stands beside the page where it is
// watched and has room.
func (s *State) Resize(width, height int) {
	s.Aside, s.Width, s.Height = 0, width, height
	if s.Opt.Walk != nil && s.Opt.Walk.Wants() && s.Wide() {
		s.Aside = min(max(leastAside, width-pageBeside), mostAside)
		s.Width -= s.Aside
	}
}

// WalkHasNews reports whether a step was heard of since the last frame was laid out.
func (s *State) WalkHasNews() bool {
	return s.Opt.Walk != nil && s.Opt.Walk.Heard() != s.Watching.heard
}

// preparation are the calls of a session and its credential, which serve later sales.
var preparation = []string{"initWxpayface", "getWxpayfaceRawdata", "get_wxpayface_authinfo"}

// leaveWalk lets what was called so far be of the sales before, but for the preparation
// that the next one uses.
func (s *State) leaveWalk() {
	if s.Opt.Walk == nil {
		return
	}
	w := &s.Watching
	last := map[string]int{}
	for _, step := range s.Opt.Walk.Steps() {
		if w.left = step.N; step.Done && step.Verdict == "SUCCESS" && slices.Contains(preparation, step.Name) {
			last[step.Name] = step.N
		}
	}
	w.kept = nil
	for _, n := range last {
		w.kept = append(w.kept, n)
	}
}

// Steps returns the calls to be seen: of the sale in hand and of the terminal, or, where no
// sale is in hand, all.
func Steps(c *Context) []trace.Step {
	w := &c.s.Watching
	w.heard = c.s.Opt.Walk.Heard()
	steps := c.s.Opt.Walk.Steps()
	if c.s.Sale == nil {
		return steps
	}
	no := string(c.s.Sale.Attempt.OutTradeNo)
	return slices.DeleteFunc(steps, func(s trace.Step) bool {
		if s.Order != "" {
			return s.Order != no
		}
		return s.N <= w.left && !slices.Contains(w.kept, s.N)
	})
}
