package cli

import "fmt"

// problemKind is which part of a till cannot be had, and in what way.
type problemKind int

const (
	badConfig problemKind = iota
	badLog
	noJournal
	badJournal    // it has to be mended or exchanged first
	journalFailed // it cannot be read or written now
	journalCopied
	badWeChat
	badDevice
	cannotServe
)

// problem is why a till cannot be wired, and what to try.
type problem struct {
	kind problemKind
	text string
	try  []string
}

func (p *problem) Error() string { return p.text }

func (k problemKind) of(format string, args ...any) *problem {
	return &problem{kind: k, text: fmt.Sprintf(format, args...)}
}

// hint adds what to try.
func (p *problem) hint(lines ...string) *problem {
	p.try = append(p.try, lines...)
	return p
}
