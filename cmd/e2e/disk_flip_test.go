//go:build !windows

package e2e

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"facetill/flow/journal/sqlite"
)

var flips = flag.Int("flips", 20, "how many seeded bit flips TestJournalBitFlips makes")

// A bit that flips on the disk is refused by name, or every acknowledged fact
// reads back. It never makes another state of a sale, a crash, or a second charge
// under a reference that is paid.
func TestJournalBitFlips(t *testing.T) {
	t.Parallel()
	worlds := flipWorlds(t)
	work := newTill(t)
	// The control: a journal of a moment earlier is seen as one.
	older := *worlds[1]
	older.files = worlds[0].files
	if end, why := (flip{flipWorld: &older, bit: -1}).play(t, work); end != "other rows" || why == "" {
		t.Fatalf("an older journal: %s, %s", end, why)
	}
	counts := map[string]int{}
	for seed := range *flips {
		f := worlds[seed%len(worlds)].flip(uint64(seed))
		end, why := f.play(t, work)
		counts["sim.db"+f.file+" "+end]++
		if why != "" {
			t.Errorf("seed %d, bit %d of sim.db%s: %s", seed, f.bit, f.file, why)
		}
	}
	t.Logf("%d flips: %v", *flips, counts)
}

// flipWorld is a journal as it lies on the disk, and what the program says of it.
type flipWorld struct {
	files map[string][]byte // by what stands behind the journal's name
	index []byte            // the WAL's, as a killed process leaves it
	book  []byte
	sales string
	paid  string // the number under basket-1
}

// flipWorlds are a journal that nobody uses, and one that a process was using
// when its machine stopped: a part of it is in the WAL alone.
func flipWorlds(t *testing.T) []*flipWorld {
	t.Helper()
	m := newTill(t)
	m.fill()
	m.leftAll("refunded", "reversed", "reversed-by-hand", "unclaimed", "paid-yesterday")
	resting := newFlipWorld(t, m, "")
	resting.ask(t, m)
	j, err := sqlite.Open(context.Background(), m.journalPath(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m.leftAll("confirming", "needs_person", "untold")
	used := newFlipWorld(t, m, "", "-wal")
	used.index = bytesOf(t, m.journalPath()+"-shm")
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if len(used.files["-wal"]) == 0 {
		t.Fatal("the WAL is empty")
	}
	used.ask(t, m)
	worlds := []*flipWorld{resting, used}
	for _, w := range worlds { // last, for the journal at home learns of an adoption elsewhere
		w.control(t)
	}
	return worlds
}

// newFlipWorld takes in files of a home.
func newFlipWorld(t *testing.T, m *till, suffixes ...string) *flipWorld {
	t.Helper()
	w := &flipWorld{files: map[string][]byte{}}
	for _, suffix := range suffixes {
		w.files[suffix] = bytesOf(t, m.journalPath()+suffix)
	}
	w.book = bytesOf(t, m.bookPath())
	return w
}

// ask notes what the program says of the home.
func (w *flipWorld) ask(t *testing.T, m *till) {
	t.Helper()
	w.paid = numberOf(t, m.journalPath(), "basket-1")
	s := m.run("sales", "--sim", "--limit", "0", "-o", "json")
	if s.code != 0 || strings.Count(s.out, "\n") < 8 {
		t.Fatalf("sales: %v", s)
	}
	w.sales = s.out
}

// control: without a flip all of it reads back.
func (w *flipWorld) control(t *testing.T) {
	t.Helper()
	if end, why := (flip{flipWorld: w, bit: -1}).play(t, newTill(t)); end != readBack || why != "" {
		t.Fatalf("without a flip: %s, %s", end, why)
	}
}

func bytesOf(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// flip is one bit of one of a world's files.
type flip struct {
	*flipWorld
	file   string
	bit    int
	killed bool // and not stopped with its machine: the WAL's index is there
}

// flip draws one bit, each of all files with the same chance.
func (w *flipWorld) flip(seed uint64) flip {
	at := rand.New(rand.NewPCG(seed, 0xf11b)).Int64()
	bits := 0
	for _, b := range w.files {
		bits += len(b) * 8
	}
	bit := int(at % int64(bits))
	for _, file := range []string{"", "-wal"} {
		if n := len(w.files[file]) * 8; bit < n {
			return flip{w, file, bit, false}
		} else {
			bit -= n
		}
	}
	return flip{w, "", 0, false}
}

// lay puts the files into a home, one bit of them changed.
func (f flip) lay(t *testing.T, m *till) {
	t.Helper()
	if err := os.RemoveAll(m.stateDir()); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(m.journalPath()+"-owners", 0o700); err != nil {
		t.Fatal(err)
	}
	put := func(path string, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for suffix, b := range f.files {
		if suffix == f.file && f.bit >= 0 {
			b = slices.Clone(b)
			b[f.bit/8] ^= 1 << (f.bit % 8)
		}
		put(m.journalPath()+suffix, b)
	}
	if f.killed && f.index != nil {
		put(m.journalPath()+"-shm", f.index)
	}
	put(m.bookPath(), f.book)
}

// The ways in which a flip may go.
const (
	readBack = "reads back"
	refused  = "refused"
)

// play runs the program on the flipped files, and says what was wrong with it.
func (f flip) play(t *testing.T, m *till) (end, why string) {
	t.Helper()
	f.lay(t, m)
	sales := m.run("sales", "--sim", "--limit", "0", "-o", "json")
	verify := m.run("journal", "verify", "--sim")
	f.lay(t, m)
	// The files lie elsewhere than they were written: nothing is sold with a copy.
	adopt := m.run("journal", "adopt", "--sim", "--by", "Li", "--reason", "laid there")
	if adopt.crashed() {
		return "crashed", adopt.String()
	}
	pay := m.run("pay", "12.80", "--sim", "-o", "json", "--ref", "basket-1", "--auth-code", scannedCode(90))
	for _, s := range []said{sales, verify, pay} {
		if s.crashed() {
			return "crashed", s.String()
		}
	}
	if held := m.charges(); held != 2 {
		return "charged", fmt.Sprintf("WeChat holds %d charges, 2 before: %v", held, pay)
	}
	if pay.code == 0 && (pay.last(t)["out_trade_no"] != f.paid || pay.last(t)["replayed"] != true) {
		return "charged", fmt.Sprintf("the repeated sale is another: %v", pay)
	}
	if pay.code != 0 && pay.last(t)["outcome"] != "open" {
		return "denied", fmt.Sprintf("what was paid is called not charged: %v", pay)
	}
	path := m.journalPath()
	switch {
	case sales.code == 0 && sales.out != f.sales:
		return "other rows", fmt.Sprintf("sales %s\nverify says %v", unlike(sales.out, f.sales), verify)
	case verify.code == 0 && sales.code != 0:
		return "unfound", fmt.Sprintf("verify finds nothing, and sales says %v", sales)
	case pay.code != 0 && verify.code == 0:
		return "unfound", fmt.Sprintf("verify finds nothing, and pay says %v", pay)
	case sales.code == 0 && pay.code == 0 && verify.code == 0:
		return readBack, ""
	case sales.code != 0 && !sales.refused(path):
		return refused, fmt.Sprintf("without a name: %v", sales)
	case verify.code != 9 && !verify.refused(path):
		return refused, fmt.Sprintf("without a name: %v", verify)
	case pay.code != 0 && !pay.refused(path):
		return refused, fmt.Sprintf("without a name: %v", pay)
	}
	return refused, ""
}

// unlike returns the lines that only one of two texts has.
func unlike(got, want string) string {
	lines := func(text string) []string { return strings.SplitAfter(strings.TrimPrefix(text, `{"schema":1,`), "\n") }
	var b strings.Builder
	for _, line := range lines(got) {
		if !slices.Contains(lines(want), line) {
			b.WriteString("says " + line)
		}
	}
	for _, line := range lines(want) {
		if !slices.Contains(lines(got), line) {
			b.WriteString("does not say " + line)
		}
	}
	if b.Len() == 0 && got != want {
		return "says the same in another order"
	}
	return b.String()
}
