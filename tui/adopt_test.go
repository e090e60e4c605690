package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/page"
)

// copied is a till over a copy of a journal.
func copied(t *testing.T, said *[]string, err error) *rig {
	return newRig(t, func(o *Options) {
		o.Copy = &Copy{Why: "journal /shop/facetill.db: it was kept at /old/facetill.db, and was copied or moved",
			Adopt: func(_ context.Context, by, reason string) error {
				*said = append(*said, by, reason)
				return err
			}}
	})
}

// A till over a copy asks who knows that the original is not used any more, and
// how, before anything is sold. The last Enter is pressed twice.
func TestCopyIsAdopted(t *testing.T) {
	var said []string
	r := copied(t, &said, nil)
	if got := r.screen(); !strings.Contains(got, English().AdoptTitle) || !strings.Contains(got, "/old/facetill.db") {
		t.Fatalf("the till does not say what it is:\n%s", got)
	}
	r.press("enter")
	r.press("enter")
	if len(said) > 0 {
		t.Fatal("adopted without a reason")
	}
	r.typed("old disk broke")
	r.press("enter")
	if len(said) > 0 {
		t.Fatal("adopted at one press")
	}
	r.happens(r.after(time.Second).cmd("enter"))
	if strings.Join(said, "|") != "7|old disk broke" {
		t.Errorf("adopted as %q", said)
	}
	if r.m.At() != page.KindAmount || !strings.Contains(r.screen(), English().AdoptDone) || r.m.Opt.Copy != nil {
		t.Errorf("after it:\n%s", r.screen())
	}
}

// Esc leaves the page, to look at what the copy has. A sale leads back to it.
func TestCopyIsLookedAt(t *testing.T) {
	var said []string
	r := copied(t, &said, errors.New("the disk is full"))
	r.press("esc")
	if r.m.At() != page.KindAmount {
		t.Fatalf("esc stays:\n%s", r.screen())
	}
	r.typed("5").press("enter")
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: flow.ErrCopy})
	if !strings.Contains(r.screen(), English().AdoptTitle) || len(said) > 0 {
		t.Errorf("a sale on a copy:\n%s", r.screen())
	}
	r.press("enter").typed("old disk broke").press("enter")
	r.happens(r.after(time.Second).cmd("enter"))
	if len(said) != 2 || !strings.Contains(r.screen(), "disk is full") || r.m.Opt.Copy == nil {
		t.Errorf("an adoption that failed, %q:\n%s", said, r.screen())
	}
}

// happens does what a command is, and hands the model what came of it.
func (r *rig) happens(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			r.happens(c)
		}
	case page.AdoptedMsg:
		r.send(msg)
	}
}
