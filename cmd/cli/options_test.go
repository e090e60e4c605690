package cli_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"facetill/cmd/config"
	"facetill/tui"
)

// The options of the screen that nobody fills, with the reason.
var unfilled = []string{"Now"} // a test's clock; else this machine's

// forgotten lists the options that nothing fills or that no page reads. filler is the
// source of who fills those without a key, screen that of the pages.
func forgotten(options reflect.Type, filler, screen string) (found []string) {
	c := &config.Config{}
	anything(reflect.ValueOf(c).Elem())
	for f := range options.Fields() {
		in := func(text, pattern string) bool {
			return regexp.MustCompile(strings.ReplaceAll(pattern, "NAME", f.Name)).MatchString(text)
		}
		if key := f.Tag.Get("config"); key != "" {
			one := reflect.New(reflect.StructOf([]reflect.StructField{f}))
			if c.Fill(one.Interface()); one.Elem().IsZero() {
				found = append(found, fmt.Sprintf("%s: the configuration has no key %q", f.Name, key))
			}
		} else if !slices.Contains(unfilled, f.Name) && !in(filler, `\bNAME:|\bo\.NAME\b`) {
			found = append(found, f.Name+" has no key, and till.go does not fill it")
		}
		if !in(screen, `\b(Opt|Opt\(\)|o)\.NAME\b`) {
			found = append(found, f.Name+" is read by no page")
		}
	}
	return found
}

// anything sets every field to something that is not zero.
func anything(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range v.Fields() {
			anything(f)
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	}
}

// An option that no page reads, or that nothing fills, is a key that does nothing.
func TestEveryOptionIsFilled(t *testing.T) {
	filler, err := os.ReadFile("till.go")
	if err != nil {
		t.Fatal(err)
	}
	var screen strings.Builder
	err = filepath.WalkDir("../../tui", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			src, _ := os.ReadFile(path)
			screen.Write(src)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	defaults := regexp.MustCompile(`(?s)func \(o Options\) WithDefaults.*?\n}\n`) // what has a default is not read by that
	for _, f := range forgotten(reflect.TypeFor[tui.Options](), string(filler), defaults.ReplaceAllString(screen.String(), "")) {
		t.Error(f)
	}
	type options struct {
		Bell   bool `config:"ui.bell"`
		Buzzer bool `config:"ui.buzzer"`
		Lamp   bool
	}
	want := []string{`Buzzer: the configuration has no key "ui.buzzer"`, "Buzzer is read by no page", "Lamp has no key, and till.go does not fill it"}
	if got := forgotten(reflect.TypeFor[options](), "", "c.Opt().Bell o.Lamp"); !slices.Equal(got, want) {
		t.Errorf("the control: %q, want %q", got, want)
	}
}
