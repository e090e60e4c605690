package powercut

import (
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// sector is what a disk writes at once, in bytes.
const sector = 512

// disk is storage with a volatile cache, as SQLite's file layer. The real files
// are what has reached the platter when the power is off.
type disk struct {
	mu    sync.Mutex
	dice  *rand.Rand
	files map[string]*cached
	ops   int                 // what could have been the last thing done
	last  int                 // the power goes with this one; 0 is never
	off   bool                // the power is gone
	lying bool                // a sync is acknowledged and not done
	safe  bool                // a torn write is announced to leave its neighbours alone
	room  func(grow int) bool // nil has all the room
}

// cached is a file as the running machine sees it, and as the platter has it.
type cached struct {
	data, solid []byte
	dirty       map[int]bool // sectors written since the last sync
	low         int          // the smallest size since then
	named       bool         // its name has reached the platter
	removed     bool
}

func newDisk(dice *rand.Rand) *disk { return &disk{dice: dice} }

// on is power again: the platter is all that there is.
func (d *disk) on(last int) {
	d.files, d.ops, d.last, d.off = map[string]*cached{}, 0, last, false
	d.safe = d.dice.IntN(2) == 0
}

// file returns an open or removed file, or one that is on the platter; nil is none.
func (d *disk) file(path string) *cached {
	if f := d.files[path]; f != nil {
		return f
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	f := &cached{data: b, solid: slices.Clone(b), low: len(b), dirty: map[int]bool{}, named: true}
	d.files[path] = f
	return f
}

// did counts what changes the disk. The one that the power goes with has begun.
func (d *disk) did() bool {
	if d.ops++; d.ops == d.last {
		d.cut()
	}
	return d.off
}

// cut takes the power: of what was not synced, chance decides.
func (d *disk) cut() {
	if d.off {
		return
	}
	d.off = true
	survive := []float64{0, 0.05, 0.5, 0.95, 1}[d.dice.IntN(5)]
	for _, path := range slices.Sorted(maps.Keys(d.files)) {
		f := d.files[path]
		if (f.removed || !f.named) && d.dice.IntN(2) == 0 || !f.named && f.removed {
			_ = os.Remove(path)
			continue
		}
		put(path, f.platter(d.dice, survive))
	}
}

// rest writes everything out, as a machine that is shut down does.
func (d *disk) rest() {
	for path, f := range d.files {
		if f.removed {
			_ = os.Remove(path)
		} else {
			put(path, f.data)
		}
	}
}

func put(path string, data []byte) {
	if err := os.WriteFile(path, data, 0o600); err != nil {
		panic(err)
	}
}

// platter is what is left of a file.
func (f *cached) platter(dice *rand.Rand, survive float64) []byte {
	left := slices.Clone(f.solid)
	if f.low < len(left) && dice.IntN(2) == 0 {
		left = left[:f.low]
	}
	for _, s := range slices.Sorted(maps.Keys(f.dirty)) {
		from, to := s*sector, min((s+1)*sector, len(f.data))
		if from >= to || dice.Float64() >= survive {
			continue
		}
		// The first sector is written as a whole: it has the 32 bytes of a WAL's
		// header, and of a torn one SQLite takes over the salts for its next
		// round, so that frames of an earlier one look like this one's.
		switch n := from + dice.IntN(to-from); dice.IntN(12) { // torn, from its beginning or its end
		case 0:
			if s > 0 {
				to = n
			}
		case 1:
			if s > 0 {
				from = n
			}
		}
		if to > len(left) {
			left = append(left, make([]byte, to-len(left))...)
		}
		copy(left[from:to], f.data[from:to])
	}
	return left
}

func (f *cached) sync() {
	for s := range f.dirty {
		delete(f.dirty, s)
	}
	f.solid = append(f.solid[:0], f.data...)
	f.low, f.named = len(f.data), true
}

func (f *cached) resize(size int) {
	if size > len(f.data) {
		f.data = append(f.data, make([]byte, size-len(f.data))...)
	}
	f.data = f.data[:size]
	f.low = min(f.low, size)
}

// Open is of vfs.VFS.
func (d *disk) Open(path string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if flags&(vfs.OPEN_MAIN_DB|vfs.OPEN_WAL|vfs.OPEN_MAIN_JOURNAL) == 0 {
		return &vfsutil.SliceFile{}, flags | vfs.OPEN_MEMORY, nil // for sorting; it dies anyway
	}
	f := d.file(path)
	if d.off && flags&vfs.OPEN_MAIN_DB == 0 {
		return nil, flags, sqlite3.CANTOPEN
	}
	if f == nil || f.removed {
		if flags&vfs.OPEN_CREATE == 0 {
			return nil, flags, sqlite3.CANTOPEN
		}
		f = &cached{dirty: map[int]bool{}}
		d.files[path] = f
	}
	return &handle{d: d, f: f}, flags, nil
}

// Delete is of vfs.VFS.
func (d *disk) Delete(path string, syncDir bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.file(path)
	switch {
	case d.off:
		return sqlite3.IOERR_DELETE
	case f == nil || f.removed:
		return sqlite3.IOERR_DELETE_NOENT
	}
	f.removed = true
	if d.did() {
		return sqlite3.IOERR_DELETE
	}
	if syncDir && !d.lying {
		f.named = false
	}
	return nil
}

// Access is of vfs.VFS.
func (d *disk) Access(path string, _ vfs.AccessFlag) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.file(path)
	return f != nil && !f.removed, nil
}

// FullPathname is of vfs.VFS.
func (d *disk) FullPathname(path string) (string, error) { return path, nil }

// handle is an open file; locks are not needed by one that is alone.
type handle struct {
	d *disk
	f *cached
}

func (h *handle) ReadAt(b []byte, off int64) (int, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	// The header is read by opening alone. Were that to fail, the driver would
	// lose the memory of the connection, with each cut.
	if h.d.off && (off > 0 || len(b) > 100) {
		return 0, sqlite3.IOERR_READ
	}
	n := copy(b, h.f.data[min(off, int64(len(h.f.data))):])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (h *handle) WriteAt(b []byte, off int64) (int, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if h.d.off {
		return 0, sqlite3.IOERR_WRITE
	}
	end := int(off) + len(b)
	if h.d.room != nil && !h.d.room(end-len(h.f.data)) {
		return 0, sqlite3.FULL
	}
	h.f.resize(max(len(h.f.data), end))
	copy(h.f.data[off:], b)
	for s := int(off) / sector; s*sector < end; s++ {
		h.f.dirty[s] = true
	}
	if h.d.did() {
		return 0, sqlite3.IOERR_WRITE
	}
	return len(b), nil
}

func (h *handle) Truncate(size int64) error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if h.d.off {
		return sqlite3.IOERR_TRUNCATE
	}
	h.f.resize(int(size))
	if h.d.did() {
		return sqlite3.IOERR_TRUNCATE
	}
	return nil
}

func (h *handle) Sync(vfs.SyncFlag) error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if h.d.off || h.d.did() {
		return sqlite3.IOERR_FSYNC
	}
	if !h.d.lying {
		h.f.sync()
	}
	return nil
}

func (h *handle) Size() (int64, error)             { return int64(len(h.f.data)), nil }
func (h *handle) Close() error                     { return nil }
func (h *handle) Lock(vfs.LockLevel) error         { return nil }
func (h *handle) Unlock(vfs.LockLevel) error       { return nil }
func (h *handle) CheckReservedLock() (bool, error) { return false, nil }
func (h *handle) SectorSize() int                  { return sector }
func (h *handle) DeviceCharacteristics() vfs.DeviceCharacteristic {
	if h.d.safe {
		return vfs.IOCAP_POWERSAFE_OVERWRITE
	}
	return 0
}
