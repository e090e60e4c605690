package sdk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"facetill/device/bridge"
	"facetill/device/wire"
)

// TestMain lets the test binary be its own child process: "child bridge URL
// TOKEN" serves a terminal that lives in the parent, "child library PATH" does
// what the product's hidden command does, and the others misbehave.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "child" {
		if err := runChild(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(7)
		}
		os.Exit(0)
	}
	os.Exit(run(m))
}

// buildDir is where tests build what several of them load.
var buildDir string

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "facetill-sdk-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	buildDir = dir
	return m.Run()
}

// tempFile writes a file into a folder of its own. It is not t.TempDir, which
// fails the test when wine cannot remove the folder.
func tempFile(t testing.TB, name, text string) string {
	t.Helper()
	dir, err := os.MkdirTemp(buildDir, "")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func runChild(args []string) error {
	ctx := context.Background()
	switch args[0] {
	case "bridge":
		fmt.Println("a line before READY with a secret: AUTHINFO0AUTHINFO0AUTHINFO")
		return serveHost(ctx, os.Stdin, os.Stdout, rude{bridge.NewClient(args[1], args[2], nil)})
	case "library":
		return RunHost(ctx, os.Stdin, os.Stdout, args[1])
	case "silent":
		select {}
	case "dying":
		return fmt.Errorf("no device here")
	case "lying":
		fmt.Println(readyLine + "192.0.2.1:80")
		select {}
	}
	return fmt.Errorf("unknown child %q", args[0])
}

// crashNo is the sale whose face the library does not survive.
const crashNo = "crash-at-this-sale"

// rude is a library that can crash, end its process, hang and print.
type rude struct{ caller wire.Caller }

func (r rude) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, err := wire.CommandOf(req)
	if err != nil {
		return nil, err
	}
	if f, err := wire.ReadFields(req); err == nil && cmd == wire.CmdCode && f["out_trade_no"] == crashNo {
		os.Exit(7)
	}
	switch cmd {
	case "__exit":
		os.Exit(7)
	case "__hang":
		select {}
	case "__panic":
		go panic("a crash in the library")
		select {}
	case "__printf":
		fmt.Println("printed by the library")
		fmt.Println("face_code 130012345678901234 telephone 13800138000")
		return []byte(`{"return_code":"SUCCESS"}`), nil
	}
	return r.caller.Call(ctx, req)
}
