package powercut

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/journal/sqlite"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/vfs"
)

// setting is how the engine and the disk are set.
type setting struct {
	synchronous string // "" is the till's own
	lying       bool
}

// count is what a till lived through.
type count struct {
	cuts     int
	facts    int // acknowledged
	reopened int // facts that were read after a cut
	lives    int
	refused  int // lives that ended with a refusal, for one bit that might be damage
	lost     int // lives in which something acknowledged was not there
}

func (c *count) add(o count) {
	c.cuts += o.cuts
	c.facts += o.facts
	c.reopened += o.reopened
	c.lives += o.lives
	c.refused += o.refused
	c.lost += o.lost
}

// till is a journal on a disk, and what was acknowledged, noted where no power
// cut reaches.
type till struct {
	setting
	disk   *disk
	dice   *rand.Rand
	path   string
	noted  map[flow.OutTradeNo]flow.Attempt
	sales  []flow.OutTradeNo
	rung   int
	driven map[flow.OutTradeNo]bool // by the process of this day
	doing  *flow.Attempt            // what the fact under way would lead to
	pages  int                      // of the WAL before it is copied
	count
}

// cutsOfALife bounds how long a journal grows.
const cutsOfALife = 8

// sale times are whole milliseconds, as they are kept.
var opening = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// pragmas are those of the till, as it has them now, but for what is set here and what
// this build needs.
func (t *till) pragmas() string {
	all := []string{"locking_mode(EXCLUSIVE)", fmt.Sprintf("wal_autocheckpoint(%d)", t.pages)}
	for _, p := range sqlite.Pragmas() {
		switch name, _, _ := strings.Cut(p, "("); {
		case name == "locking_mode":
			continue
		case name == "synchronous" && t.synchronous != "":
			p = fmt.Sprintf("synchronous(%s)", t.synchronous)
		}
		all = append(all, p)
	}
	return "PRAGMA " + strings.Join(all, "; PRAGMA ")
}

// engine is the till's SQLite on this disk. The pragmas are executed on a connection
// that stands: the driver loses the memory of one that does not come to be.
func (t *till) engine(name string) sqlite.Engine {
	pragmas := t.pragmas()
	return func(path string) (*sql.DB, error) {
		db, err := driver.Open("file:"+path+"?vfs="+name+"&_txlock=immediate", func(c *sqlite3.Conn) error { return c.Exec(pragmas) })
		if err == nil {
			db.SetMaxOpenConns(1) // it locks out every other one
		}
		return db, err
	}
}

// live runs one till from a new journal through some cuts. blank is a journal
// without sales; a life in eight makes its own, with the power going then, too.
func live(ctx context.Context, dir string, seed uint64, blank []byte, s setting) (_ count, err error) {
	dice := rand.New(rand.NewPCG(seed, 3))
	t := &till{setting: s, disk: newDisk(dice), dice: dice, path: filepath.Join(dir, "till.db"), noted: map[flow.OutTradeNo]flow.Attempt{}}
	t.disk.lying, t.pages = s.lying, []int{3, 12, 40, 1000}[dice.IntN(4)]
	name := filepath.Base(dir)
	vfs.Register(name, t.disk)
	defer vfs.Unregister(name)
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return t.count, err
	}
	if blank != nil && dice.IntN(8) > 0 {
		put(t.path, blank)
	}
	for t.cuts < cutsOfALife {
		err := t.day(ctx, name)
		if errors.Is(err, journal.ErrDamaged) && strings.Contains(err.Error(), "a bit has flipped") {
			// An old frame under the one that was written differed in one bit: it
			// might be damage.
			t.refused++
			return t.count, nil
		}
		if err != nil {
			return t.count, fmt.Errorf("after %d cuts: %w", t.cuts, err)
		}
	}
	return t.count, nil
}

// day is from power on to power off.
func (t *till) day(ctx context.Context, name string) error {
	t.driven = map[flow.OutTradeNo]bool{}
	t.disk.on(1 + t.dice.IntN(120))
	j, err := t.open(ctx, name)
	if err == nil {
		err = t.check(ctx, j)
		for step := t.dice.IntN(14); step > 0 && err == nil && !t.disk.off; step-- {
			err = t.step(ctx, j)
		}
	}
	if !t.disk.off && err != nil {
		return err // nothing but the power may come between
	}
	if j != nil && t.dice.IntN(10) == 0 {
		err = j.Close()
	} else if t.disk.cut(); j != nil {
		_ = j.Close() // which frees its memory
	}
	if t.disk.off {
		t.cuts++
		return nil // what was said while the power went does not count
	}
	t.disk.rest()
	return err
}

// open opens the journal, and adopts the one that was laid there first. Its
// witness has all that was acknowledged: that a power cut never takes what it
// has seen is seen here, too. One whose disk lies has none.
func (t *till) open(ctx context.Context, name string) (*sqlite.Journal, error) {
	o := sqlite.Options{Create: true, Engine: t.engine(name)}
	if !t.lying && t.synchronous == "" {
		o.Witness = filepath.Join(filepath.Dir(t.path), "witness")
	}
	j, err := sqlite.Open(ctx, t.path, o)
	if err != nil || j.Copied() == nil {
		return j, err
	}
	if len(t.noted) > 0 {
		return j, fmt.Errorf("a power cut made a copy of it: %w", j.Copied())
	}
	_, err = j.Adopt(ctx, "Li", "laid there for the test")
	return j, err
}

// check holds the journal against what was noted.
func (t *till) check(ctx context.Context, j *sqlite.Journal) error {
	r, err := j.Verify(ctx)
	if err == nil && len(r.Problems) > 0 {
		err = fmt.Errorf("verify: %v", r.Problems)
	}
	there := map[flow.OutTradeNo]flow.Attempt{}
	if err == nil {
		var all []flow.Attempt
		all, err = j.List(ctx, flow.Filter{})
		for _, a := range all {
			there[a.OutTradeNo] = a
		}
	}
	for _, no := range t.sales {
		if err == nil {
			err = t.checkOne(there, no)
		}
	}
	if err != nil || t.disk.off {
		return err // with the power gone day sees to it
	}
	t.sales = slices.DeleteFunc(t.sales, func(no flow.OutTradeNo) bool { _, noted := t.noted[no]; return !noted })
	t.doing = nil
	if r.Attempts != len(t.noted) {
		return fmt.Errorf("%d attempts were acknowledged, %d are there", len(t.noted), r.Attempts)
	}
	pending, err := j.Pending(ctx)
	if err == nil && !t.disk.off && len(pending) != t.pending() {
		err = fmt.Errorf("%d attempts are pending, %d are listed", t.pending(), len(pending))
	}
	return err
}

func (t *till) checkOne(there map[flow.OutTradeNo]flow.Attempt, no flow.OutTradeNo) error {
	got, found := there[no]
	want, noted := t.noted[no]
	under := t.doing != nil && t.doing.OutTradeNo == no
	if under && t.doing.Version == 1 { // its place in the journal's sequence is the journal's to choose
		t.doing.Seq = got.Seq
	}
	want.Adoptions, want.AdoptedAt = got.Adoptions, got.AdoptedAt // of the read, and none of the attempt's
	if under {
		t.doing.Adoptions, t.doing.AdoptedAt = got.Adoptions, got.AdoptedAt
	}
	if got.State == flow.Paid && !got.Shown && got.Unclaimed { // computed: nobody who lives drives it
		want.Unclaimed = true
		if under {
			t.doing.Unclaimed = true
		}
	}
	switch {
	case !found && under && !noted:
		return nil // it was never acknowledged, and is not there
	case !found && noted:
		return fmt.Errorf("attempt %s, acknowledged in version %d, is not there", no, want.Version)
	case !reflect.DeepEqual(got, want) && !(under && reflect.DeepEqual(got, *t.doing)):
		return fmt.Errorf("attempt %s reads back as\n%+v\nacknowledged\n%+v", no, got, want)
	}
	t.noted[no] = got
	t.reopened += got.Version
	return nil
}

func (t *till) pending() (n int) {
	for _, a := range t.noted {
		if a.Open() || a.State == flow.Opened || a.State == flow.Identified || a.State == flow.Paid && !a.Shown {
			n++
		}
	}
	return n
}

// step is one durable thing. What is acknowledged is noted.
func (t *till) step(ctx context.Context, j *sqlite.Journal) error {
	open := slices.DeleteFunc(slices.Clone(t.sales), func(no flow.OutTradeNo) bool {
		a, noted := t.noted[no]
		return !noted || len(next(a)) == 0
	})
	if len(open) == 0 || len(open) < 3 && t.dice.IntN(3) == 0 {
		return t.ring(ctx, j)
	}
	no := open[t.dice.IntN(len(open))]
	if err := t.claim(ctx, j, no); err != nil {
		return err
	}
	a := t.noted[no]
	facts := next(a)
	want, err := a, error(nil)
	for _, f := range facts {
		if want, err = flow.Apply(want, f); err != nil {
			return err
		}
	}
	want.Live = flow.Live{}
	t.doing = &want
	if a, err = j.Append(ctx, a, facts...); err != nil {
		return err
	}
	a.Live = flow.Live{}
	t.noted[no], t.doing = a, nil
	t.facts += len(facts)
	return nil
}

// claim makes this day's process the driver, as a till does that was started anew.
func (t *till) claim(ctx context.Context, j *sqlite.Journal, no flow.OutTradeNo) error {
	if t.driven[no] {
		return nil
	}
	claimed := t.noted[no]
	claimed.Epoch++
	t.doing = &claimed
	a, err := j.Claim(ctx, no)
	if err != nil {
		return err
	}
	t.noted[no], t.doing, t.driven[no] = a, nil, true
	return nil
}

// ring opens a sale; every other one has a reference of its caller's.
func (t *till) ring(ctx context.Context, j *sqlite.Journal) error {
	t.rung++
	n := t.rung
	at := opening.Add(time.Duration(n) * time.Hour)
	no := flow.OutTradeNo(fmt.Sprintf("%s%020d", at.Format("060102150405"), t.dice.Uint64()>>1))
	o := flow.Order{OutTradeNo: no, Merchant: flow.Merchant{MchID: "1900000109"}, RefMinted: n%2 == 0, TotalFee: flow.Fen(100 + n),
		Method: flow.MethodFace, Family: flow.FamilyMicropay, Lane: "L1", OpenedAt: at}
	o.Sale = flow.SaleKey{MchID: o.Merchant.MchID, Ref: string(no)}
	if !o.RefMinted {
		o.Sale.Ref = fmt.Sprint("basket ", n)
	}
	want, err := flow.Apply(flow.Attempt{}, flow.OrderOpened{Order: o})
	if err != nil {
		return err
	}
	want.Epoch, want.Live = 1, flow.Live{}
	t.sales = append(t.sales, no)
	t.doing = &want
	a, err := j.Open(ctx, flow.OrderOpened{Order: o})
	if err != nil {
		return err
	}
	a.Live = flow.Live{}
	t.noted[no], t.doing, t.driven[no] = a, nil, true
	t.facts++
	return nil
}
