package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// programs is a shop whose configuration names a library and the program of the
// child process, each in a folder of its own.
func programs(t *testing.T) (dir, file, library, hostExe string) {
	t.Helper()
	dir = shop(t)
	for _, name := range []string{"lib", "bin"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	library = put(t, filepath.Join(dir, "lib"), "sdk.so", "x")
	hostExe = put(t, filepath.Join(dir, "bin"), "host", "x")
	file = put(t, dir, FileName, edit(t, Example, "library = 'C:\\WxpayFace\\WxpayFaceSDK.dll'", fmt.Sprintf("library = '%s'\nhost_exe = '%s'", library, hostExe)))
	return dir, file, library, hostExe
}

// Case 53: whoever may write the configuration, the library, the child's program
// or the folder of one of them says what runs as the till.
func TestProgramsThatOthersMayWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // its modes say nothing
	}
	which := func(dir, file, library, hostExe string) map[string]string {
		return map[string]string{"the file": file, "its folder": dir, "the library": library, "the library's folder": filepath.Dir(library),
			"host_exe": hostExe, "host_exe's folder": filepath.Dir(hostExe)}
	}
	if _, err := Load(second(programs(t)), noEnv); err != nil {
		t.Fatalf("nobody else may write anything: %v", err)
	}
	for name := range which("", "", "a/b", "a/b") {
		for _, change := range []string{"group", "others", "owner"} {
			if change == "owner" && os.Geteuid() != 0 {
				continue // only root can give files away
			}
			dir, file, library, hostExe := programs(t)
			path := which(dir, file, library, hostExe)[name]
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			switch change {
			case "group":
				err = os.Chmod(path, info.Mode().Perm()|0o020)
			case "others":
				err = os.Chmod(path, info.Mode().Perm()|0o002)
			case "owner":
				err = os.Chown(path, 12345, -1)
			}
			if err != nil {
				t.Fatal(err)
			}
			_, err = Load(file, noEnv)
			found := problems(t, err)
			if len(found) == 0 || !strings.HasPrefix(found[0].Field, "device.") || !strings.Contains(err.Error(), path) {
				t.Errorf("%s, %s: %v", name, change, err)
			}
		}
	}
	// A sticky folder lets nobody replace what is another's: /tmp is one.
	dir, file, _, _ := programs(t)
	if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(file, noEnv); err != nil {
		t.Errorf("in a sticky folder: %v", err)
	}
	// Without a program in it the file may be anybody's.
	plain := put(t, shop(t), FileName, edit(t, Example, "library = 'C:\\WxpayFace\\WxpayFaceSDK.dll'", "", "#adapter = \"sdk\"", "adapter = \"none\""))
	if err := os.Chmod(plain, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(plain, noEnv); err != nil {
		t.Errorf("without a program: %v", err)
	}
}

func second(_, file, _, _ string) string { return file }

// Case 54: a folder that others may write is told, once each, and stops nothing.
func TestFoldersThatOthersMayWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	dir := shop(t)
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := loadIn(t, dir, edit(t, Example, "#url = \"facetill.db\"", "url = \"data/till.db\""))
	if err != nil {
		t.Fatal(err)
	}
	if w := c.Warnings(); len(w) != 0 {
		t.Errorf("nothing is wrong: %v", w)
	}
	for _, open := range []string{dir, data} {
		if err := os.Chmod(open, 0o777); err != nil {
			t.Fatal(err)
		}
		w := c.Warnings()
		if len(w) != 1 || !strings.Contains(w[0].Error(), open) || w[0].Try == "" {
			t.Errorf("%s with mode 0777: %v", open, w)
		}
		if err := os.Chmod(open, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(data, 12345, -1); err != nil {
			t.Fatal(err)
		}
		if w := c.Warnings(); len(w) != 1 || !strings.Contains(w[0].Error(), "another user") {
			t.Errorf("a folder of another user: %v", w)
		}
	}
	// Of one folder for both, one warning; of a place that is not there yet, none.
	both, err := loadIn(t, shop(t), Example)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(both.Dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if w := both.Warnings(); len(w) != 1 {
		t.Errorf("both in one folder: %v", w)
	}
	if w := Sim(filepath.Join(dir, "none", "yet")).Warnings(); len(w) != 0 {
		t.Errorf("a folder that does not exist: %v", w)
	}
}

// Case 57: a name that hides something is refused, and the character is named.
func TestNamesThatHide(t *testing.T) {
	for line, key := range map[string]string{"name = \"示例门店\"": "store.name", "#address = \"示例路 1 号\"": "store.address", "#cashier = \"0007\"": "terminal.cashier"} {
		name := key[strings.IndexByte(key, '.')+1:]
		for _, bad := range []string{"\\u202E", "\\u200B", "\\u0085", "\\u2028", "\\uFEFF", "\\u00AD", "\\u009B"} {
			_, err := loadIn(t, shop(t), edit(t, Example, line, name+" = \"A"+bad+"B\""))
			found := problems(t, err)
			if len(found) != 1 || found[0].Field != key || !strings.Contains(found[0].Problem, "U+"+bad[2:]) {
				t.Errorf("%s with %s: %v", name, bad, err)
			}
		}
	}
}
