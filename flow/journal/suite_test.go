package journal_test

import (
	"path/filepath"
	"testing"

	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/journal"
)

// processes are those that have one journal open.
type processes struct {
	t    *testing.T
	path string
	open map[string]*journal.Journal
	dead map[string]bool

	adopts int
}

func (p *processes) Process(name string) flow.Journal {
	if p.open[name] == nil {
		j, m := process(p.t, p.path, name)
		m.dead, m.adopts, p.open[name] = p.dead, &p.adopts, j
	}
	return p.open[name]
}

func (p *processes) Kill(name string) { p.dead[name] = true }

func (p *processes) Adopt() { p.adopts++ }

func TestSuite(t *testing.T) {
	flowtest.JournalSuite(t, func(t *testing.T) flowtest.Disk {
		return &processes{t, filepath.Join(t.TempDir(), "j.db"), map[string]*journal.Journal{}, map[string]bool{}, 0}
	})
}
