package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// fileDisk is the till's real journal: SQLite in a folder of its world's. A power
// cut leaves what lay in the files at that moment, the WAL and its index with it;
// the next life opens that and nothing else.
type fileDisk struct {
	w     *world.World
	root  string // of this world; each life has a folder in it
	dir   string
	open  *sqlite.Journal
	sight flow.Journal // of the open one: what it acknowledges is noted
	opens int
	acked map[flow.OutTradeNo]acked
	lossy bool // the control: a power cut takes the WAL with it
}

// memoryDisk is where files cost no device's time, where there is one.
const memoryDisk = "/dev/shm"

func newFileDisk(w *world.World) (*fileDisk, error) {
	parent := ""
	if info, err := os.Stat(memoryDisk); err == nil && info.IsDir() {
		parent = memoryDisk
	}
	root, err := os.MkdirTemp(parent, "facetill-sweep-")
	if err != nil {
		return nil, err
	}
	return &fileDisk{w: w, root: root, dir: filepath.Join(root, "0"), acked: map[flow.OutTradeNo]acked{}}, nil
}

const journalName = "journal.db"

// Process opens the journal for a life. A process must not have it open twice,
// so a witness looks through the life's own.
func (d *fileDisk) Process(string) flow.Journal {
	if d.open != nil {
		return d.sight
	}
	j, err := sqlite.Open(context.Background(), filepath.Join(d.dir, journalName),
		sqlite.Options{Create: d.opens == 0, Merchant: d.w.Merchant, Simulated: true, Now: d.w.Time})
	if err != nil {
		d.w.Broken("1.1", "the journal does not open after %d power cuts: %v", d.opens, err)
	}
	if d.opens > 0 { // the files were copied to where nothing writes to them any more
		if adopted, err := j.Adopt(context.Background(), "sweep", "a power cut"); !adopted || err != nil {
			d.w.Broken("5.9", "a copy of the journal is not adopted (%t, %v)", adopted, err)
		}
	}
	d.open, d.sight = j, &ackJournal{Journal: j, acked: d.acked}
	d.opens++
	d.readBack()
	return d.sight
}

// readBack: everything that was acknowledged before the power failed is there.
func (d *fileDisk) readBack() {
	for no, want := range d.acked {
		a, owned, err := d.open.Read(context.Background(), no)
		if got := (acked{a.Version, a.Epoch, a.State}); err != nil || got != want {
			d.w.Broken("1.1", "%s was acknowledged as %+v and reads back as %+v (%v)", no, want, got, err)
		}
		if owned {
			d.w.Broken("1.7", "%s still has a driver after the power failed", no)
		}
		d.w.Stats.Checks++
	}
}

// Kill is the power cut: the files as they lie now are copied, with the lock
// file of the dead, and what its process still does to the old ones is thrown
// away.
func (d *fileDisk) Kill(string) {
	next := filepath.Join(d.root, strconv.Itoa(d.opens))
	if err := copyTree(next, d.dir); err != nil {
		panic(err)
	}
	if d.lossy {
		for _, suffix := range []string{"-wal", "-shm"} {
			_ = os.Remove(filepath.Join(next, journalName+suffix))
		}
	}
	d.shut()
	d.dir = next
}

func (d *fileDisk) shut() {
	if d.open != nil {
		_ = d.open.Close()
		d.open = nil
	}
	_ = os.RemoveAll(d.dir)
}

// remove ends the world's disk.
func (d *fileDisk) remove() error {
	d.shut()
	return os.RemoveAll(d.root)
}

// copyTree copies a folder with all that is in it.
func copyTree(to, from string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if runtime.GOOS == "windows" && strings.HasSuffix(name, "-shm") {
			return nil // locked in the same way; SQLite makes it anew from the WAL
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		var b []byte
		if info.Size() > 0 { // not the lock files: Windows lets nobody read those
			if b, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		return os.WriteFile(filepath.Join(to, name), b, 0o600)
	})
}

// playSQLite plays the world of a seed with one till on the real journal.
func playSQLite(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	w := world.New(seed, st)
	w.Tell = tell
	return w, playFiles(w, false)
}

// playFiles is the same; lossy is its control.
func playFiles(w *world.World, lossy bool) (v *seeds.Violation) {
	d, err := newFileDisk(w)
	if err != nil {
		panic(err)
	}
	w.Disk, d.lossy = d, lossy
	defer func() {
		if err := d.remove(); err != nil && v == nil {
			v = &seeds.Violation{Rule: "journal", What: "its files do not go: " + err.Error()}
		}
	}()
	if v = w.Play(); v == nil {
		v = world.Caught(d.verify)
	}
	return v
}

// verify rebuilds each row of the journal from its events.
func (d *fileDisk) verify() {
	d.w.Stats.Checks++
	r, err := d.open.Verify(context.Background())
	if err != nil || len(r.Problems) > 0 {
		d.w.Broken("1.1", "the journal does not verify: %q (%v)", r.Problems, err)
	}
}
