//go:build unix

package display

import (
	"context"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/cmd/config"
)

// stateIn returns a configuration whose user's state folder is a short path.
func stateIn(t *testing.T) (cfg *config.Config, getenv func(string) string, home string) {
	t.Helper()
	home, err := os.MkdirTemp("", "ft") // a socket's address is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	return config.Sim(home), func(name string) string { return map[string]string{"XDG_STATE_HOME": home, "HOME": home}[name] }, home
}

// Case 52: the display's socket lies in a folder of the user's own, which nobody
// else may enter, wherever the journal lies.
func TestDisplaySocketIsTheUsersOwn(t *testing.T) {
	cfg, getenv, home := stateIn(t)
	p := PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv)
	if !strings.HasPrefix(p.path, home) || filepath.Dir(p.path) != p.dir {
		t.Errorf("the socket is %s", p.path)
	}
	if err := p.Own(); err != nil {
		t.Fatal(err)
	}
	modeOf := func() fs.FileMode {
		info, err := os.Stat(p.dir)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	if modeOf() != 0o700 {
		t.Errorf("the folder has mode %o", modeOf())
	}
	if err := os.Chmod(p.dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := p.Own(); err != nil || modeOf() != 0o700 {
		t.Errorf("a folder of ours that was open: %v, mode %o", err, modeOf())
	}
	long := func(string) string { return "/" + strings.Repeat("long/", 30) }
	if q := PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, long); len(q.path) >= longestSocket || !strings.HasPrefix(q.dir, os.TempDir()) {
		t.Errorf("with a long home: %s", q.path)
	}
}

// Case 52: a place that another user has taken is refused by both ends and named,
// never used and never cleared away.
func TestDisplayPlaceIsTaken(t *testing.T) {
	taken := map[string]func(t *testing.T, p Place){
		"a file": func(t *testing.T, p Place) {
			must(t, os.MkdirAll(filepath.Dir(p.dir), 0o700), os.WriteFile(p.dir, nil, 0o600))
		},
		"a link": func(t *testing.T, p Place) {
			must(t, os.MkdirAll(filepath.Dir(p.dir), 0o700), os.Symlink(t.TempDir(), p.dir))
		},
		"no socket": func(t *testing.T, p Place) {
			must(t, os.MkdirAll(p.dir, 0o700), os.WriteFile(p.path, nil, 0o600))
		},
	}
	if os.Geteuid() == 0 {
		taken["another's folder"] = func(t *testing.T, p Place) {
			must(t, os.MkdirAll(p.dir, 0o700), os.Chown(p.dir, 12345, -1))
		}
		taken["another's socket"] = func(t *testing.T, p Place) {
			must(t, os.MkdirAll(p.dir, 0o700))
			l, err := net.Listen("unix", p.path)
			must(t, err, os.Chown(p.path, 12345, -1))
			t.Cleanup(func() { _ = l.Close() })
		}
	}
	for name, take := range taken {
		cfg, getenv, _ := stateIn(t)
		p := PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv)
		take(t, p)
		before, _ := os.Lstat(p.path)
		if err := p.Own(); err == nil || !strings.Contains(err.Error(), p.dir) {
			t.Errorf("%s: %v", name, err)
		}
		f, err := Serve(t.Context(), PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv), true, func(error) {})
		if err == nil || f == nil {
			t.Errorf("%s: the till feeds it all the same: %v", name, err)
		}
		if after, _ := os.Lstat(p.path); before != nil && (after == nil || !os.SameFile(before, after)) {
			t.Errorf("%s: it was cleared away", name)
		}
		if c := dialTill(p); c != nil {
			t.Errorf("%s: the display believes it", name)
			_ = c.Close()
		}
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Displays beyond all reason are not served: each holds a connection.
func TestDisplaysAreBounded(t *testing.T) {
	cfg, getenv, _ := stateIn(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if _, err := Serve(ctx, PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv), true, func(error) {}); err != nil {
		t.Fatal(err)
	}
	p := PlaceOf(cfg.Journal.URL, cfg.Terminal.Lane, getenv)
	const most = 16 // of a feed
	closed := 0
	for range 2 * most {
		c, err := net.Dial("unix", p.path)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := c.Read(make([]byte, 1)); err != nil {
			closed++
		}
	}
	if closed != most {
		t.Errorf("%d of %d were sent away", closed, 2*most)
	}
}
