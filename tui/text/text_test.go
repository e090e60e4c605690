package text

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"

	"facetill/flow"
)

var verb = regexp.MustCompile(`%[a-z]`)

// missing lists what is not said, or said with other verbs than in ref.
func missing(w, ref Words) (found []string) {
	v, r := reflect.ValueOf(w), reflect.ValueOf(ref)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).Kind() != reflect.String {
			continue
		}
		text, other := v.Field(i).String(), r.Field(i).String()
		if text == "" {
			found = append(found, name)
		}
		if !slices.Equal(verb.FindAllString(text, -1), verb.FindAllString(other, -1)) {
			found = append(found, name+" verbs")
		}
	}
	for name, maps := range map[string][2]map[string]string{"Why": {w.Why, ref.Why}, "WhyFace": {w.WhyFace, ref.WhyFace},
		"WhyCode": {w.WhyCode, ref.WhyCode}, "Detail": {w.Detail, ref.Detail}} {
		for code := range maps[1] {
			if maps[0][code] == "" {
				found = append(found, name+"["+code+"]")
			}
		}
	}
	return found
}

func TestNothingIsMissing(t *testing.T) {
	for name, pair := range map[string][2]Words{"zh-CN": {Chinese, English}, "en": {English, Chinese}} {
		if found := missing(pair[0], pair[1]); len(found) != 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
	control := English
	control.Paid, control.OpenCount = "", "many"
	if found := missing(control, Chinese); !slices.Contains(found, "Paid") || !slices.Contains(found, "OpenCount verbs") {
		t.Errorf("the control was not found: %v", found)
	}
}

// No English word may stand in for a Chinese sentence, and none the other way.
func TestLanguagesAreApart(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	v, e := reflect.ValueOf(Chinese), reflect.ValueOf(English)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).Kind() != reflect.String {
			continue
		}
		if !han.MatchString(v.Field(i).String()) && !strings.HasPrefix(name, "Key") {
			t.Errorf("zh-CN %s has no Chinese", name)
		}
		if han.MatchString(e.Field(i).String()) {
			t.Errorf("en %s has Chinese", name)
		}
	}
}

// A reason has to fit into two lines of the smallest screen.
func TestReasonsFit(t *testing.T) {
	for _, w := range []*Words{&Chinese, &English} {
		for _, m := range []map[string]string{w.Why, w.WhyFace, w.WhyCode} {
			for code, s := range m {
				if lipgloss.Width(s) > 2*36 {
					t.Errorf("%s is %d wide", code, lipgloss.Width(s))
				}
			}
		}
	}
}

func TestReason(t *testing.T) {
	w := &English
	for _, c := range []struct {
		a          flow.Attempt
		says, code string
	}{
		{flow.Attempt{State: flow.Refused, Code: "NOTENOUGH", Message: "raw"}, w.Why["NOTENOUGH"], ""},
		{flow.Attempt{State: flow.Refused, Code: "NOTENOUGH", Order: flow.Order{Method: flow.MethodCode}}, w.Why["NOTENOUGH"], ""},
		{flow.Attempt{State: flow.Refused, Code: "NOTENOUGH", Order: flow.Order{Method: flow.MethodFace}}, w.WhyFace["NOTENOUGH"], ""},
		{flow.Attempt{State: flow.Refused, Code: "NOTSUPORTCARD", Order: flow.Order{Method: flow.MethodFace}}, w.Why["NOTSUPORTCARD"], ""},
		{flow.Attempt{State: flow.Refused, Code: "NEW_CODE", Message: "raw"}, w.OtherRefusal, "NEW_CODE"},
		{flow.Attempt{State: flow.Cancelled, Reason: "customer"}, w.ByCustomer, ""},
		{flow.Attempt{State: flow.Cancelled, Reason: "cashier"}, w.ByCashier, ""},
		{flow.Attempt{State: flow.NotSent, Code: "ODD"}, w.OtherFailure, "ODD"},
		{flow.Attempt{State: flow.Reversed, Reason: "window", Code: "USERPAYING"}, w.ReversedSay, ""},
	} {
		if s, code := w.Reason(c.a); s != c.says || code != c.code {
			t.Errorf("%s %s: %q %q", c.a.State, c.a.Code, s, code)
		}
	}
}

func TestEveryStateHasALabel(t *testing.T) {
	for _, w := range []*Words{&Chinese, &English} {
		for _, s := range flow.States() {
			if w.State(s, flow.MethodFace) == string(s) && w == &Chinese || w.State(s, flow.MethodCode) == "" {
				t.Errorf("%s has no label", s)
			}
		}
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		configured string
		env        map[string]string
		want       *Words
	}{
		{"en", map[string]string{"LANG": "zh_CN.UTF-8"}, &English},
		{"zh-CN", nil, &Chinese},
		{"", map[string]string{"LANG": "zh_CN.UTF-8"}, &Chinese},
		{"", map[string]string{"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, &English},
		{"", map[string]string{"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "C"}, &English}, // without its characters
		{"", map[string]string{"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "C.UTF-8"}, &Chinese},
		{"", map[string]string{"LC_ALL": "zh_CN.GBK"}, &English},
		{"zh-CN", map[string]string{"LC_ALL": "C"}, &Chinese}, // for a pipe
		{"", map[string]string{"LANG": "de_DE.UTF-8"}, &English},
	} {
		if got := Choose(c.configured, func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%q %v: %s", c.configured, c.env, got.Paid)
		}
	}
}

// A string that nobody shows is not kept.
func TestEveryWordIsUsed(t *testing.T) {
	var code strings.Builder
	for _, pattern := range []string{"*.go", "../*.go", "../receipt/*.go", "../../cmd/cli/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(src)
		}
	}
	fields := reflect.TypeFor[Words]()
	for i := range fields.NumField() {
		if name := fields.Field(i).Name; !regexp.MustCompile(`\.` + name + `\b`).MatchString(code.String()) {
			t.Errorf("%s is used nowhere", name)
		}
	}
}
