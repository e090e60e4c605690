package display

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"facetill/cmd/config"
)

// Place is where a lane's displays find their till: a socket in a folder that is
// the user's own. Whoever could put one there before the till would show customers
// what it likes.
type Place struct{ dir, path string }

// longestSocket is what a socket's address has room for, on every system.
const longestSocket = 100

// PlaceOf is in the user's state folder, in LocalAppData on Windows, which no other
// user may enter. Where that path is too long for a socket it is a folder of the
// user's own in the system's for such files.
func PlaceOf(journal, lane string, getenv func(string) string) Place {
	id := sha256.Sum256([]byte(journal + "\x00" + lane))
	name := fmt.Sprintf("%x.sock", id[:4])
	if state, err := config.StateDir(getenv); err == nil {
		if dir := filepath.Join(state, "display"); len(filepath.Join(dir, name)) < longestSocket {
			return Place{dir, filepath.Join(dir, name)}
		}
	}
	dir := filepath.Join(os.TempDir(), "facetill-"+strconv.Itoa(os.Getuid()))
	return Place{dir, filepath.Join(dir, name)}
}

// TakenError tells that the display's place is not this user's.
type TakenError struct{ path, why string }

func (e *TakenError) Error() string {
	return fmt.Sprintf("the place of the customer's display is taken: %s %s", e.path, e.why)
}

// TryTaken is what to do about it.
const TryTaken = "let an administrator remove it, and start the till again"

// Own makes the folder where there is none and closes it to others. A
// *TakenError tells that it, or the socket in it, is somebody else's.
func (p Place) Own() error {
	if err := os.MkdirAll(filepath.Dir(p.dir), 0o700); err != nil {
		return err
	}
	if err := os.Mkdir(p.dir, 0o700); err != nil && !os.IsExist(err) {
		return err
	}
	if err := p.Ours(); err != nil {
		return err
	}
	return os.Chmod(p.dir, 0o700)
}

// Ours looks at folder and socket and changes nothing. A socket that is not
// there is nobody's.
func (p Place) Ours() error {
	info, err := os.Lstat(p.dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return &TakenError{p.dir, "is no folder"}
	case config.OfAnother(info):
		return &TakenError{p.dir, "belongs to another user"}
	}
	info, err = os.Lstat(p.path)
	switch {
	case os.IsNotExist(err):
		return nil
	case err != nil:
		return err
	case config.OfAnother(info):
		return &TakenError{p.path, "belongs to another user"}
	case info.Mode().Type() != fs.ModeSocket && info.Mode().Type() != fs.ModeIrregular: // Windows knows sockets as the latter
		return &TakenError{p.path, "is no socket"}
	}
	return nil
}

// dialTill connects to the till of this user, nil where there is none.
func dialTill(p Place) net.Conn {
	if p.Ours() != nil {
		return nil
	}
	c, err := net.DialTimeout("unix", p.path, findTill)
	if err != nil {
		return nil
	}
	if !ofThisUser(c) {
		_ = c.Close()
		return nil
	}
	return c
}

// ofThisUser reports whether the other end of a socket is this user's process or
// root's, by what the system says of it. Where it says nothing the folder alone
// keeps others out.
func ofThisUser(c net.Conn) bool {
	uid, known := peerUID(c)
	return !known || uid == 0 || uid == os.Geteuid()
}

// peerUID is the user whose process is the other end of a socket.
func peerUID(c net.Conn) (uid int, known bool) {
	u, is := c.(*net.UnixConn)
	if !is {
		return 0, false
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return 0, false
	}
	err = raw.Control(func(fd uintptr) {
		if user, err := userAt(int(fd)); err == nil {
			uid, known = int(user), true
		}
	})
	return uid, known && err == nil
}
