package wiring

import "fmt"

// Kind is which part of a till cannot be had, and in what way.
type Kind int

// The kinds of problems.
const (
	BadConfig Kind = iota
	BadLog
	NoJournal
	BadJournal    // it has to be mended or exchanged first
	JournalFailed // it cannot be read or written now
	JournalCopied
	BadWeChat
	BadDevice
	BadServer // its files
	CannotServe
	BadFlag
	FileThere // what is to be written is there already
)

// Problem is why a till cannot be wired, and what to try.
type Problem struct {
	Kind Kind
	Text string
	Try  []string
}

func (p *Problem) Error() string { return p.Text }

func (k Kind) of(format string, args ...any) *Problem {
	return &Problem{Kind: k, Text: fmt.Sprintf(format, args...)}
}

// hint adds what to try.
func (p *Problem) hint(lines ...string) *Problem {
	p.Try = append(p.Try, lines...)
	return p
}
