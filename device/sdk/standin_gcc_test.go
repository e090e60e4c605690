//go:build gcc && !windows

package sdk

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"facetill/device/wire"
)

// standin builds the stand-in library once. These tests carry the build tag
// gcc: whoever asks for them needs a C compiler, and without one they fail.
var standin = sync.OnceValues(func() (string, error) {
	src, err := filepath.Abs("../standin/standin.c")
	if err != nil {
		return "", err
	}
	return compile(src)
})

func compile(src string) (string, error) {
	// Blanks and Chinese in the path are usual in shops.
	lib := filepath.Join(buildDir, "刷脸 "+strings.TrimSuffix(filepath.Base(src), ".c")+".so")
	text, err := exec.Command("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-fvisibility=hidden", "-o", lib, src).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("gcc: %w: %s", err, text)
	}
	return lib, nil
}

func TestLibraryWithoutItsFunctions(t *testing.T) {
	lib, err := compile(tempFile(t, "other.c", "int other(void) { return 0; }\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(lib); err == nil || !strings.Contains(err.Error(), symbolCall) {
		t.Errorf("got %v, want an error that names the missing function", err)
	}
	h := start(t, func(o *HostOptions) { o.Args = []string{"child", "library", lib} })
	_, err = h.Call(t.Context(), raw("initWxpayface"))
	wantKind(t, err, wire.KindNotRunning)
	if !strings.Contains(err.Error(), symbolCall) {
		t.Errorf("the child's reason is lost: %v", err)
	}
}
