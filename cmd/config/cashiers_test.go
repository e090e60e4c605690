package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const testHash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmYY2jZ4HXDiwAPtIlk"

// two cashiers, who stand in front of a whole file.
const two = "[[cashiers]]\nname = \"Li\"\nnumber = \"07\"\npin_hash = '" + testHash + "'\n" +
	"[[cashiers]] # the second\nname = \"Wang\"\nnumber = \"120\"\nmanager = true\npin_hash = '" + testHash + "'\n"

func TestCashiers(t *testing.T) {
	for name, text := range map[string]string{
		"tables":    two + Example,
		"in a line": "cashiers = [{ name = \"Li\", number = \"07\", pin_hash = '" + testHash + "' },\n { name = \"Wang\", number = \"120\", pin_hash = '" + testHash + "', manager = true }]\n" + Example,
	} {
		c, err := loadIn(t, shop(t), text)
		if err != nil {
			t.Fatal(name, err)
		}
		var got []string
		for _, p := range c.Cashiers {
			got = append(got, fmt.Sprint(p.Name, " ", p.Number, " ", p.PINHash.Reveal() == testHash, " ", p.Manager))
		}
		if want := []string{"Li 07 true false", "Wang 120 true true"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		out, err := c.Show()
		if err != nil || strings.Contains(string(out), testHash) ||
			!strings.Contains(string(out), "\n[[cashiers]]\nname = \"Wang\"\nnumber = \"120\"\npin_hash = \"********\"\nmanager = true\n") {
			t.Errorf("%s is shown as\n%s, %v", name, out, err)
		}
		set := map[string]string{}
		for key, value := range c.Set() {
			set[key] = value
		}
		if set["cashiers[1].name"] != "Li" || set["cashiers[2].number"] != "120" || set["cashiers[2].pin_hash"] != "********" {
			t.Errorf("%s is set as %v", name, set)
		}
	}
	for _, text := range []string{Example, "cashiers = []\n" + Example} {
		if c, err := loadIn(t, shop(t), text); err != nil || c.Cashiers != nil {
			t.Errorf("nobody: %v, %v", c, err)
		} else if out, err := c.Show(); err != nil || strings.Contains(string(out), "cashiers") {
			t.Errorf("nobody is shown as\n%s, %v", out, err)
		}
	}
}

// What is wrong with a cashier is told at its own line, whichever of them it is.
func TestCashiersRefused(t *testing.T) {
	hash := "pin_hash = '" + testHash + "'\n"
	for _, r := range []struct {
		name, old, new string
		says           []string
	}{
		{"no name", "name = \"Li\"\n", "", []string{"line 1: cashiers[1].name is missing"}},
		{"an empty name", "\"Wang\"", "\"\"", []string{"line 6: cashiers[2].name is missing"}},
		{"a long name", "\"Li\"", "\"" + strings.Repeat("李", 11) + "\"", []string{"line 2: cashiers[1].name has 33 bytes"}},
		{"a blank before the name", "\"Li\"", "\" Li\"", []string{"line 2: cashiers[1].name begins or ends with a blank"}},
		{"no number", "number = \"07\"\n", "", []string{"line 1: cashiers[1].number is missing"}},
		{"one digit", "\"07\"", "\"7\"", []string{`line 3: cashiers[1].number is "7"; write two to six digits`}},
		{"seven digits", "\"120\"", "\"1201201\"", []string{`line 7: cashiers[2].number is "1201201"; write two to six digits`}},
		{"letters", "\"120\"", "\"12o\"", []string{`line 7: cashiers[2].number is "12o"; write two to six digits`}},
		{"a line behind the number", "\"120\"", "\"120\\n\"", []string{"line 7: cashiers[2].number is a text of 4 characters; write two to six digits"}},
		{"a number for a text", "\"07\"", "7", []string{"line 3: cashiers[1].number is of the wrong type; write a text in quotes"}},
		{"a double number", "\"120\"", "\"07\"", []string{"line 7: cashiers[2].number is that of cashiers[1], too"}},
		{"a double name", "\"Wang\"", "\"Li\"", []string{"line 6: cashiers[2].name is that of cashiers[1], too"}},
		{"a manager too many", two, managers(21), []string{"line 102: cashiers[21].manager is one more than the 20 managers"}},
		{"no PIN", hash + "[[cashiers]]", "[[cashiers]]", []string{"line 1: cashiers[1].pin_hash is missing"}},
		{"a PIN in the clear", hash + "[[cashiers]]", "pin_hash = '4711'\n[[cashiers]]", []string{"line 4: cashiers[1].pin_hash is no argon2id hash"}},
		{"a text for a switch", "manager = true", "manager = \"yes\"", []string{"line 8: cashiers[2].manager is of the wrong type; write true or false"}},
		{"an unknown key", "manager = true", "boss = true", []string{"line 8: cashiers[2].boss is not a known key; the keys here are name, number, pin_hash, manager"}},
		{"a misspelt key", "pin_hash = '" + testHash + "'\n[[", "pin-hash = '" + testHash + "'\n[[",
			[]string{"line 1: cashiers[1].pin_hash is missing", "line 4: cashiers[1].pin-hash is not a known key; did you mean pin_hash?"}},
		{"several", "\"Li\"\nnumber = \"07\"", "\"\"\nnumber = \"7\"", []string{"line 2: cashiers[1].name is missing", "line 3: cashiers[1].number is"}},
		{"one table", two, "[cashiers]\nname = \"Li\"\n", []string{"line 1: cashiers is no list of tables; write [[cashiers]]"}},
		{"a value", two, "\ncashiers = 3\n", []string{"line 2: cashiers is no list of tables"}},
		{"a list of values", two, "\ncashiers = [7]\n", []string{"line 2: cashiers[1] is not a table; write [[cashiers]]"}},
		{"in a line", two, "\ncashiers = [{ name = \"Li\", number = \"7\", pin_hash = '" + testHash + "' }]\n", []string{"line 2: cashiers[1].number is \"7\""}},
	} {
		_, err := loadIn(t, shop(t), edit(t, two, r.old, r.new)+Example)
		found := problems(t, err)
		if strings.Contains(err.Error(), testHash) || strings.Contains(err.Error(), "4711") {
			t.Errorf("%s: a secret is shown: %v", r.name, err)
		}
		for i, says := range r.says {
			if len(found) != len(r.says) || !strings.HasPrefix(found[i].Error(), says) || found[i].Try == "" {
				t.Errorf("%s:\n%v, want\n%s", r.name, err, strings.Join(r.says, "\n"))
				break
			}
		}
	}
}

// managers are so many, in front of a whole file, at five lines each.
func managers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[[cashiers]]\nmanager = true\nname = \"M%d\"\nnumber = \"%d\"\npin_hash = '%s'\n", i, 10+i, testHash)
	}
	return b.String()
}
