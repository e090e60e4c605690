package e2e

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
	"facetill/wx/sim"
	"facetill/wx/sim/book"
	"facetill/wx/sim/certificates"
)

// beforeRefunds is a journal of before a sale had a list of refunds.
const beforeRefunds = "../../flow/journal/sqlite/testdata/before-refunds.db"

// TestScripts runs testdata/script. Beside testscript's own commands there are
//
//	ends CODE ARGS...      facetill with ARGS has to exit with exactly CODE, and
//	                       its lines have to be as help json --schema says
//	result FIELD=VALUE...  the last line of stdout is JSON with these fields;
//	                       -FIELD has to be absent
//	ledger CHARGES         the simulator's book holds so many charges
//	credentials DIR        writes the simulator's certificates
//	attempt STATE REF FEE  puts an attempt into the simulated journal
//	number REF             $NUMBER is the out_trade_no of a reference
//	refundno               $REFUND is the out_refund_no of the last line of stdout
//	before                 the simulated journal is one that a facetill without
//	                       parts and persons' refunds wrote
//	brought REF            WeChat has brought the refund of a reference that was begun
//	$TODAY, $YESTERDAY     are Beijing's
//	nowhere TEXT           no file below the user's folder holds TEXT
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			for _, v := range folders(filepath.Join(e.WorkDir, "home")) {
				name, value, _ := strings.Cut(v, "=")
				e.Setenv(name, value)
			}
			now := time.Now().In(flow.Beijing)
			e.Setenv("TODAY", now.Format(time.DateOnly))
			e.Setenv("YESTERDAY", now.AddDate(0, 0, -1).Format(time.DateOnly))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"ends": ends, "result": result, "ledger": ledger, "credentials": credentials, "attempt": attempt, "number": number, "refundno": refundNo, "nowhere": nowhere,
			"before": before, "brought": brought,
		},
	})
}

func ends(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: ends CODE ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec("facetill", args[1:]...)
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if err := heldLines(args, ts.ReadFile("stdout"), got); err != nil {
		ts.Fatalf("%v", err)
	}
}

func result(ts *testscript.TestScript, _ bool, args []string) {
	out := strings.TrimSpace(ts.ReadFile("stdout"))
	lines := strings.Split(out, "\n")
	for i, line := range lines {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			ts.Fatalf("line %d is no JSON: %v", i+1, err)
		}
		if _, has := fields["schema"]; has != (i == 0) {
			ts.Fatalf("schema stands in line %d: %v, want it in the first line alone", i+1, has)
		}
		if isResult := fields["type"] == "result"; isResult != (i == len(lines)-1) {
			ts.Fatalf("line %d of %d has type %v", i+1, len(lines), fields["type"])
		}
		if i == len(lines)-1 {
			checkFields(ts, fields, args)
		}
	}
}

func checkFields(ts *testscript.TestScript, fields map[string]any, args []string) {
	for _, arg := range args {
		if name, absent := strings.CutPrefix(arg, "-"); absent {
			if v, has := fields[name]; has {
				ts.Fatalf("%s is %v, want it absent", name, v)
			}
			continue
		}
		name, want, _ := strings.Cut(arg, "=")
		if got := fmt.Sprint(fields[name]); got != want {
			ts.Fatalf("%s is %s, want %s", name, got, want)
		}
	}
}

func ledger(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	charges := 0
	for _, o := range bookOrders(ts, homeOf(ts).bookPath()) {
		if o.Charged(time.Now()) {
			charges++
		}
	}
	if charges != want {
		ts.Fatalf("%d charges in the book, want %d", charges, want)
	}
}

func refundNo(ts *testscript.TestScript, _ bool, _ []string) {
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	var fields map[string]any
	ts.Check(json.Unmarshal([]byte(lines[len(lines)-1]), &fields))
	ts.Setenv("REFUND", fmt.Sprint(fields["out_refund_no"]))
}

func before(ts *testscript.TestScript, _ bool, _ []string) {
	text, err := os.ReadFile(beforeRefunds)
	ts.Check(err)
	m := homeOf(ts)
	ts.Check(os.MkdirAll(m.stateDir(), 0o700))
	ts.Check(os.WriteFile(m.journalPath(), text, 0o600))
	db, err := sql.Open("sqlite", m.journalPath())
	ts.Check(err)
	_, err = db.Exec("DELETE FROM meta WHERE key IN ('place', 'witnesses')") // it was made here
	ts.Check(errors.Join(err, db.Close()))
}

func brought(ts *testscript.TestScript, _ bool, args []string) {
	m, now := homeOf(ts), time.Now()
	a := attemptOf(ts, m.journalPath(), args[0])
	b, err := book.Open(m.bookPath(), 1000, 1, now)
	ts.Check(err)
	ts.Check(b.Begin())
	e, is := a.Refunds.Begun()
	if !is {
		ts.Fatalf("no refund of %s was begun", args[0])
	}
	b.Add(&book.Order{Serial: b.Next(), OutTradeNo: string(a.OutTradeNo), TransactionID: cmp.Or(a.TransactionID, "4200000000000000000000000009"), Family: book.Micropay,
		AppID: sim.DefaultAppID, MchID: sim.DefaultMchID, TotalFee: int64(a.TotalFee), CreatedAt: now,
		Refunds: []book.Refund{{OutRefundNo: e.Number, RefundID: "50300090000000000000000000009", RefundFee: int64(e.Fee), AcceptedAt: now, DoneAt: now, Final: book.RefundSuccess}}})
	ts.Check(b.End())
	ts.Check(b.Close())
}

// homeOf is the till of a script, for where its files are.
func homeOf(ts *testscript.TestScript) *till { return &till{home: ts.Getenv("HOME")} }

// fataler is a test or a script.
type fataler interface {
	Fatalf(format string, args ...any)
}

// bookOrders reads what WeChat remembers.
func bookOrders(t fataler, path string) []book.Order {
	s, err := sim.New(sim.Config{BookPath: path})
	if err != nil {
		t.Fatalf("the book: %v", err)
	}
	defer s.Close()
	orders, err := s.Orders()
	if err != nil {
		t.Fatalf("the book: %v", err)
	}
	return orders
}

func credentials(ts *testscript.TestScript, _ bool, args []string) {
	_, err := certificates.Load(ts.MkAbs(args[0]), sim.DefaultMchID, time.Now())
	ts.Check(err)
}

func attempt(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: attempt STATE REF FEE")
	}
	fee, err := strconv.ParseInt(args[2], 10, 64)
	ts.Check(err)
	if err := leave(homeOf(ts).journalPath(), "", args[0], args[1], fee); err != nil {
		ts.Fatalf("attempt: %v", err)
	}
}

func number(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv("NUMBER", numberOf(ts, homeOf(ts).journalPath(), args[0]))
}

// numberOf returns the out_trade_no of the one attempt under a reference.
func numberOf(t fataler, path, ref string) string { return string(attemptOf(t, path, ref).OutTradeNo) }

// attemptOf returns the one attempt under a reference.
func attemptOf(t fataler, path, ref string) flow.Attempt {
	j, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer j.Close()
	found, err := j.Find(context.Background(), ref)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d attempts of %s, %v", len(found), ref, err)
	}
	return found[0]
}

// nowhere looks for what must not be written down: the control is that the
// order's number is found.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	found := ""
	ts.Check(filepath.WalkDir(ts.Getenv("HOME"), func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), args[0]) {
			found = path
		}
		return err
	}))
	if (found != "") != neg {
		ts.Fatalf("%q: found in %q", args[0], found)
	}
}
