package lab_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"facetill/cmd/proof/lab"
)

// A program is changed without its file being touched.
func Example() {
	root, _ := os.MkdirTemp("", "facetill-lab-")
	defer os.RemoveAll(root)
	os.WriteFile(filepath.Join(root, "go.mod"), []byte("module toy\n\ngo 1.26\n"), 0o600)
	os.WriteFile(filepath.Join(root, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o600)

	changed := map[string]string{"main.go": "package main\n\nfunc main() { print(\"another one\") }\n"}
	l, err := lab.New(root, filepath.Join(root, "lab"), changed, func(string, ...any) {})
	if err != nil {
		fmt.Println(err)
		return
	}
	exe, err := l.Build(context.Background(), ".", false)
	if err != nil {
		fmt.Println(err)
		return
	}
	out, code, _ := l.Command(context.Background(), ".", exe)
	fmt.Println(out, code)
	// Output: another one 0
}
