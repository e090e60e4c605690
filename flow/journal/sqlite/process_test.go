package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow"
)

const childPath = "FACETILL_JOURNAL_CHILD"

// TestMain lets this binary be a second process: with childPath set it drives
// the journal there as its standard input says, one line for each answer.
func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		child(path)
		return
	}
	os.Exit(m.Run())
}

func child(path string) {
	ctx := context.Background()
	j, err := Open(ctx, path, Options{Create: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		verb, no, _ := strings.Cut(in.Text(), " ")
		switch verb {
		case "open":
			_, err = j.Open(ctx, opened(no, no))
		case "claim":
			_, err = j.Claim(ctx, flow.OutTradeNo(no))
		}
		fmt.Println(err)
	}
}

type process struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.Writer
	out *bufio.Scanner
}

func start(t *testing.T, path string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childPath+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{t, cmd, in, bufio.NewScanner(out)}
	t.Cleanup(p.kill)
	return p
}

func (p *process) say(line string) {
	if _, err := fmt.Fprintln(p.in, line); err != nil {
		p.t.Error(err)
	}
}

func (p *process) hear() string {
	if !p.out.Scan() {
		p.t.Fatal("the other process said nothing:", p.out.Err())
	}
	return p.out.Text()
}

// kill ends it as a power cut would, and waits until it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

func TestAProcessDies(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	other := start(t, path)
	other.say("open 1")
	if got := other.hear(); got != "<nil>" {
		t.Fatal(got)
	}
	j, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if _, err := j.Claim(ctx, "1"); !errors.Is(err, flow.ErrOwned) {
		t.Errorf("claimed from a living process: %v", err)
	}
	if all, err := j.Pending(ctx); err != nil || len(all) != 0 {
		t.Errorf("pending while its driver lives: %v, %v", all, err)
	}
	other.kill()
	if all, err := j.Pending(ctx); err != nil || len(all) != 1 {
		t.Errorf("pending after its driver's death: %v, %v", all, err)
	}
	if a, err := j.Claim(ctx, "1"); err != nil || a.Epoch != 2 {
		t.Errorf("claimed from a dead process: epoch %d, %v", a.Epoch, err)
	}
}

// Several processes reach for an orphan at once: one gets it.
func TestOneOfManyClaims(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first := start(t, path)
	for n := range 5 {
		first.say(fmt.Sprint("open ", n))
		if got := first.hear(); got != "<nil>" {
			t.Fatal(got)
		}
	}
	others := []*process{start(t, path), start(t, path), start(t, path)}
	first.kill()
	for n := range 5 {
		for _, p := range others {
			p.say(fmt.Sprint("claim ", n))
		}
		won := 0
		for _, p := range others {
			switch got := p.hear(); got {
			case "<nil>":
				won++
			case flow.ErrOwned.Error():
			default:
				t.Errorf("claim %d: %s", n, got)
			}
		}
		// None at all is possible: each may have met another one's look at the
		// dead lock. Then the next to ask gets it.
		if won == 0 {
			others[0].say(fmt.Sprint("claim ", n))
			if got := others[0].hear(); got == "<nil>" {
				won++
			}
		}
		if won != 1 {
			t.Errorf("attempt %d has %d drivers", n, won)
		}
	}
}

// A link to a journal is that journal, its drivers too.
func TestALinkIsTheSameJournal(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	if _, err := d.Process("one").Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(d.path, link); err != nil {
		t.Log("no links here, nothing to go wrong:", err) // Windows without the right
		return
	}
	j, err := Open(ctx, link, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if _, err := j.Claim(ctx, "1"); !errors.Is(err, flow.ErrOwned) {
		t.Errorf("claimed from a living process: %v", err)
	}
}

// The file of a dead process goes, that of a living one stays.
func TestStaleOwnersAreCleared(t *testing.T) {
	d := newDisk(t)
	one := d.Process("one").(*Journal)
	two := d.Process("two").(*Journal)
	d.Kill("one")
	three := d.Process("three").(*Journal)
	for j, there := range map[*Journal]bool{one: false, two: true, three: true} {
		_, err := os.Stat(filepath.Join(j.owner.dir, j.owner.id))
		if there != (err == nil) {
			t.Errorf("owner %s: there %t wanted, %v", j.owner.id, there, err)
		}
	}
}

// A process that clears up may take the new file of another for that of a dead one, before
// it is locked. The other one lives all the same, and so does what it drives.
func TestClearedUpBeforeItIsLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	one, other := ownerOf(path), ownerOf(path)
	lock := one.lock
	one.lock = func(f *os.File) (bool, error) {
		one.lock = lock
		if other.Alive(filepath.Base(f.Name())) {
			t.Error("a file that nobody has locked is of one who lives")
		}
		return lock(f)
	}
	if err := one.take(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = one.close() }()
	if !other.Alive(one.Driver()) {
		t.Error("it lives, and is taken for dead")
	}
}
