package support

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"facetill/cmd/cli/doctor"
	"facetill/cmd/cli/logfile"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
)

const (
	lastSales = 100     // attempts whose facts are taken
	logTail   = 1 << 20 // bytes
)

const about = `This is what facetill support-bundle gathered, for somebody who helps from afar.

version.txt       what was built, and for what
system.txt        this machine, as far as it matters
config.toml       the configuration that holds, secrets as stars
doctor.txt        what facetill doctor found
journal.txt       what lies in the journal's folder, and what facetill journal verify found
facts.jsonl       the newest attempts and their facts; a payer is a fingerprint
log.txt           the end of the developers' log

It has no key, no PIN, no password and no credential of a payer. It has the shop's and
its cashiers' names, amounts, order numbers and references: give it to nobody else.
`

// From is what there is of a till.
type From struct {
	Config  *config.Config // nil where it does not load
	Invalid error          // why
	Version string
	Getenv  func(string) string
}

// Gather makes the parts of an archive. It opens what it needs, asks WeChat what doctor
// asks, changes nothing and lets go of all.
func Gather(ctx context.Context, f From) *Bundle {
	b := &Bundle{now: time.Now()}
	text := func(format string, args ...any) func(io.Writer) error {
		return func(w io.Writer) error { fmt.Fprintf(w, format, args...); return nil }
	}
	b.Add("about.txt", text("%s", about))
	b.Add("version.txt", text("facetill %s, %s, %s/%s\n", f.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH))
	b.Add("system.txt", text("%s\nprocessors %d\nlanguage %q\nterminal %q\n", b.now.Format(time.RFC3339), runtime.NumCPU(),
		cmp.Or(f.Getenv("LC_ALL"), f.Getenv("LC_CTYPE"), f.Getenv("LANG")), f.Getenv("TERM")))
	b.Add("config.toml", f.config)
	var t *wiring.Till
	if f.Config != nil {
		t = wiring.New(f.Config)
		defer t.Close()
	}
	b.Add("doctor.txt", func(w io.Writer) error {
		d := &doctor.Doctor{Tell: func(found doctor.Finding) { fmt.Fprintln(w, found) }}
		if d.Configuration(f.Config, f.Invalid) {
			d.Till(ctx, t)
		}
		fmt.Fprintf(w, "%d checks, %d findings\n", d.Checks, d.Findings)
		return ctx.Err()
	})
	if f.Config != nil {
		b.Add("journal.txt", func(w io.Writer) error { return journal(ctx, w, t) })
		b.Add("facts.jsonl", func(w io.Writer) error { return facts(ctx, w, t) })
		b.Add("log.txt", func(w io.Writer) error {
			tail, err := logfile.Tail(f.Config.Log.File, logTail)
			_, _ = w.Write(tail)
			return err
		})
	}
	return b
}

func (f From) config(w io.Writer) error {
	if f.Config == nil {
		return errors.New("the configuration does not load; doctor.txt says why")
	}
	text, err := f.Config.Show()
	_, _ = w.Write(text)
	return err
}

var errNone = errors.New("no journal is open; doctor.txt says why")

// journal lists what lies beside it, and verifies it.
func journal(ctx context.Context, w io.Writer, t *wiring.Till) error {
	if t.Journal == nil {
		return errNone
	}
	path := t.Journal.Path()
	beside, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")) // it has no pattern that is wrong
	for _, name := range beside {
		if info, err := os.Lstat(name); err == nil {
			fmt.Fprintf(w, "%s %12d  %s  %s\n", info.Mode(), info.Size(), info.ModTime().Format(time.RFC3339), filepath.Base(name))
		}
	}
	report, err := t.Journal.Verify(ctx)
	for _, problem := range report.Problems {
		fmt.Fprintln(w, problem)
	}
	fmt.Fprintf(w, "%s: %d attempts, %d facts, %d problems\n", path, report.Attempts, report.Events, len(report.Problems))
	return err
}

// facts are the lines of the newest attempts, as status --timeline prints them.
func facts(ctx context.Context, w io.Writer, t *wiring.Till) error {
	if t.Journal == nil {
		return errNone
	}
	all, _, err := t.App.List(ctx, flow.Filter{Limit: lastSales})
	p := print.NewPrinter(w)
	if t.ID.Simulated {
		p.Mark()
	}
	for _, a := range all {
		p.Line(print.AttemptOf(a, flow.NoticeNone))
		events, bad := t.App.Timeline(ctx, a.OutTradeNo)
		for _, e := range events {
			a.State = e.State
			p.Line(print.FactOf(e.N, e.At, a, e.Fact))
		}
		err = errors.Join(err, bad)
	}
	return err
}
