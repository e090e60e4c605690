package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"facetill/tui/text"
	"facetill/tui/theme"
)

// allowed are the values of a rule with a closed list.
func allowed(k key) []string {
	switch k.rule {
	case "language":
		return text.Languages()
	case "theme":
		return theme.Names()
	case "one-of":
		return k.takes
	}
	return nil
}

// untold lists what a row of the table lacks, or what the example does not tell of
// it: the default, and in the lines above the key each value that it may have, or
// the bounds.
func untold(k key, example string) (found []string) {
	complain := func(format string, args ...any) { found = append(found, k.name+": "+fmt.Sprintf(format, args...)) }
	if _, is := rules[k.rule]; !is && k.value.Kind() != reflect.Bool {
		complain(`the tag is:"%s" names no rule of rules.go`, k.rule)
	}
	section, name := k.name[:strings.LastIndex(k.name, ".")], k.name[strings.LastIndex(k.name, ".")+1:]
	_, table, _ := strings.Cut(example, "\n["+section+"]\n")
	table, _, _ = strings.Cut(table, "\n[")
	at := regexp.MustCompile(`(?m)^#?` + name + ` = (.*)$`).FindStringSubmatchIndex(table)
	if at == nil {
		complain("is not in example.toml, under [%s]", section)
		return found
	}
	value, above := strings.Trim(table[at[2]:at[3]], `"'`), table[:at[0]]
	above = above[max(0, strings.LastIndex(above, "\n\n")):]
	if k.first != "" && value != k.first {
		complain("the default is %s, and example.toml has %s", k.first, value)
	}
	words := k.takes
	if list := allowed(k); list != nil {
		words = nil
		for _, v := range list {
			words = append(words, `"`+v+`"`)
		}
	} else if !slices.Contains([]string{"span", "text", "number", "time", "size"}, k.rule) {
		return found
	}
	for _, w := range words {
		if !strings.Contains(above, w) {
			complain("the lines above it in example.toml do not say %s", w)
		}
	}
	return found
}

// A key that is added is told of in the example, has a rule, and is used.
func TestEveryKeyIsTold(t *testing.T) {
	for _, k := range new(Config).keys() {
		for _, f := range untold(k, Example) {
			t.Error(f)
		}
		if k.first == "" {
			continue
		}
		// The default is of the key's type, and its own rule lets it pass.
		c, bad := Sim(t.TempDir()), &Invalid{}
		if k.setFirst(); k.value.IsZero() {
			t.Errorf("%s: the default %q cannot be read", k.name, k.first)
		}
		of(c, k.name).value.Set(k.value)
		(&checker{c: c, src: decode("", defaults(), bad), getenv: noEnv}).table(func(name string) bool { return name == k.name })
		if err := bad.orNil(); err != nil {
			t.Errorf("%s: the default is refused: %v", k.name, err)
		}
	}
}

func of(c *Config, name string) key {
	all := c.keys()
	return all[slices.IndexFunc(all, func(k key) bool { return k.name == name })]
}

// The control: each thing that may be forgotten is named.
func TestEveryKeyIsToldControl(t *testing.T) {
	wait := of(new(Config), "flow.confirm_window")
	for says, change := range map[string]func(k *key) string{
		"names no rule":                 func(k *key) string { k.rule = ""; return Example },
		"is not in example.toml":        func(k *key) string { k.name = "flow.patience"; return Example },
		"is not in example.toml, under": func(*key) string { return edit(t, Example, "#confirm_window = \"45s\"\n", "") },
		"the default is 50s":            func(k *key) string { k.first = "50s"; return Example },
		"do not say 59s":                func(k *key) string { k.takes = []string{"30s", "59s"}; return Example },
		`do not say "shop"`:             func(k *key) string { k.rule, k.takes = "one-of", []string{"shop"}; return Example },
	} {
		k := wait
		example := change(&k)
		if found := untold(k, example); len(found) != 1 || !strings.Contains(found[0], says) {
			t.Errorf("%v, want only %q", found, says)
		}
	}
}

// Every key is read somewhere outside of the table: a key that does nothing is a
// promise that is not kept.
func TestEveryKeyIsUsed(t *testing.T) {
	var code strings.Builder
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && path != filepath.Join("..", "config", "config.go") {
			src, _ := os.ReadFile(path)
			code.Write(src)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	options, err := os.ReadFile("../../tui/page/options.go") // of the screen, which Fill fills
	if err != nil {
		t.Fatal(err)
	}
	var look func(prefix string, table reflect.Type)
	look = func(prefix string, table reflect.Type) {
		for f := range table.Fields() {
			name := prefix + f.Tag.Get("toml")
			switch {
			case isTable(f.Type):
				look(name+".", f.Type)
			case isTables(f.Type):
				look(name+".", f.Type.Elem())
			case name == "cashiers.manager": // waits for those who sign in
			case f.Tag.Get("toml") != "-" && !regexp.MustCompile(`\.`+f.Name+`\b`).MatchString(code.String()) &&
				!strings.Contains(string(options), `config:"`+name+`"`):
				t.Errorf("%s is read nowhere below cmd, and is no option of the screen", name)
			}
		}
	}
	look("", reflect.TypeFor[Config]())
}

// wrong are values that a rule refuses, and what it says of them.
func wrong(k key) map[any]string {
	switch k.rule {
	case "one-of", "language", "theme":
		return map[any]string{"no such": "write one of"}
	case "span":
		return map[any]string{"1ms": "below its floor of " + spelled(k.takes[0]), "8760h": "above its ceiling of " + spelled(k.takes[1])}
	case "time":
		return map[any]string{"12:01": "is \"12:01\", later than 12:00"}
	case "number":
		return map[any]string{-1: "write a number from " + k.takes[0], 1 << 20: "to " + k.takes[1]}
	case "size":
		return map[any]string{"1KB": "write a size from", "2GB": "is 2GB"}
	case "id":
		return map[any]string{strings.Repeat("1", 33): "at most 32", "a b": "without blanks"}
	case "text":
		return map[any]string{strings.Repeat("x", 200): "at most " + k.takes[0], " x": "blank", "x\u202e": "U+202E at character 2", "😀": "emoji"}
	case "https":
		return map[any]string{"http://a": "is not https", "a": "is no address", "https://a?b": "more than a host", "https://a/": "slash"}
	case "mark":
		return map[any]string{"1": "cashier", "ab": "letters alone"}
	}
	return nil
}

func spelled(span string) string {
	var d Duration
	_ = d.UnmarshalTOML(span)
	return spell(d.Duration)
}

// Each rule refuses, at each key that has it.
func TestRulesRefuse(t *testing.T) {
	for _, k := range new(Config).keys() {
		bad := wrong(k)
		if bad == nil && rules[k.rule] != nil {
			t.Errorf("the rule %s is not tried", k.rule)
		}
		for value, says := range bad {
			c, found := Sim(t.TempDir()), &Invalid{}
			switch v := of(c, k.name).value; value := value.(type) {
			case int:
				v.SetInt(int64(value))
			case string:
				key := of(c, k.name)
				key.first = value
				key.setFirst()
			}
			(&checker{c: c, src: decode("", defaults(), found), getenv: noEnv}).table(func(name string) bool { return name == k.name })
			if p := found.Problems(); len(p) != 1 || p[0].Field != k.name || !strings.Contains(p[0].Error(), says) {
				t.Errorf("%s = %v: %v, want %q", k.name, value, p, says)
			}
		}
	}
}
