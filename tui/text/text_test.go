package text

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/lipgloss"

	"facetill/flow"
)

var verb = regexp.MustCompile(`%[a-z]`)

// missing lists what is not said, is blank, or is said with other verbs than in
// ref: the names of fields, and of what a map has in ref.
func missing(w, ref Words) (found []string) {
	v, r := reflect.ValueOf(w), reflect.ValueOf(ref)
	check := func(name, text, other string) {
		if strings.TrimSpace(text) == "" {
			found = append(found, name)
		} else if !slices.Equal(verb.FindAllString(text, -1), verb.FindAllString(other, -1)) {
			found = append(found, name+" verbs")
		}
	}
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).Kind() == reflect.String {
			check(name, v.Field(i).String(), r.Field(i).String())
			continue
		}
		own, others := v.Field(i).Interface().(map[string]string), r.Field(i).Interface().(map[string]string)
		for code, other := range others {
			check(name+"["+code+"]", own[code], other)
		}
	}
	return found
}

// Each language is held against each other one, so that none is a measure.
func TestNothingIsMissing(t *testing.T) {
	for _, l := range languages {
		for _, other := range languages {
			for _, name := range missing(*l.Words, *other.Words) {
				t.Errorf("%s: no %s as %s has it", l.Tag, name, other.Tag)
			}
		}
	}
}

// The control: of a language of three words each other word is named, and so is a
// blank one.
func TestNothingIsMissingControl(t *testing.T) {
	three := Words{Till: "Kasse", Paid: "BEZAHLT", OpenCount: "viele", NotCharged: " ", Why: map[string]string{"NOTENOUGH": "\t"}}
	found := missing(three, English)
	each(English, func(name, text string) {
		if code, in, is := strings.Cut(name, " "); is {
			name = code + "[" + in + "]"
		}
		want := map[string]string{"Till": "", "Paid": "", "OpenCount": "OpenCount verbs"}
		named, said := want[name]
		if !said {
			named = name
		}
		if slices.Contains(found, named) != (named != "") {
			t.Errorf("of %s it is said: %t", name, named == "")
		}
	})
}

// The list is sorted: a tag, a name and words of its own each, and the last one
// is what every terminal can show.
func TestListOfLanguages(t *testing.T) {
	for i, l := range languages {
		ascii := true
		each(*l.Words, func(_, text string) {
			ascii = ascii && !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
		})
		if last := i == len(languages)-1; l.ASCII() != last || last && !ascii || l.Name == "" || Wanted(l.Tag, nil).Words != l.Words || slices.Index(Languages(), l.Tag) != i {
			t.Errorf("row %d, %s: ASCII %t", i, l.Tag, ascii)
		}
	}
}

// No word of one language may stand in for a sentence of another: Han characters
// are in every Chinese sentence, may be in a Japanese one, and are in no other.
func TestLanguagesAreApart(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	for _, l := range languages {
		v, chinese := reflect.ValueOf(*l.Words), base(l.Tag) == "zh"
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if v.Field(i).Kind() != reflect.String || chinese && strings.HasPrefix(name, "Key") {
				continue
			}
			if has := han.MatchString(v.Field(i).String()); has != chinese && !(has && base(l.Tag) == "ja") {
				t.Errorf("%s %s is in another language: %s", l.Tag, name, v.Field(i))
			}
		}
	}
}

// A reason has to fit into two lines of the smallest screen.
func TestReasonsFit(t *testing.T) {
	for _, l := range languages {
		w := l.Words
		for _, m := range []map[string]string{w.Why, w.WhyFace, w.WhyCode, w.WhyRefund} {
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
		{flow.Attempt{State: flow.Cancelled, EndedBy: "customer"}, w.ByCustomer, ""},
		{flow.Attempt{State: flow.Cancelled, EndedBy: "cashier"}, w.ByCashier, ""},
		{flow.Attempt{State: flow.NotSent, Code: "ODD"}, w.OtherFailure, "ODD"},
		{flow.Attempt{State: flow.Reversed, ReverseReason: "window", Code: "USERPAYING"}, w.ReversedSay, ""},
	} {
		if s, code := w.Reason(c.a); s != c.says || code != c.code {
			t.Errorf("%s %s: %q %q", c.a.State, c.a.Code, s, code)
		}
	}
}

// Each code of a refund, of a question about one and of a status has a sentence; what
// nobody knows is shown behind one.
func TestRefundReason(t *testing.T) {
	table, err := os.ReadFile("../../wx/testdata/codes.golden")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`(?m)^refund(?:query)? +([A-Z_]+)`).FindAllStringSubmatch(string(table), -1)
	codes = append(codes, []string{"", "INVALID_REQUEST"}, []string{"", "NOAUTH"}, []string{"", "REFUNDCLOSE"})
	for _, l := range languages {
		for _, c := range codes {
			if said := l.Words.RefundReason(c[1], false); said == "" || said != l.Words.WhyRefund[c[1]] {
				t.Errorf("%s, %s: %q", l.Tag, c[1], said)
			}
		}
		if low, balance := l.Words.RefundReason("NOTENOUGH", false), l.Words.RefundReason("NOTENOUGH", true); low == balance || balance != l.Words.WhyRefund["UNSETTLED"] {
			t.Errorf("%s: %q, from the balance %q", l.Tag, low, balance)
		}
		if said := l.Words.RefundReason("NEW_CODE", false); !strings.Contains(said, "NEW_CODE") || len(said) < 12 {
			t.Errorf("%s, an unknown code: %q", l.Tag, said)
		}
	}
	if len(codes) < 20 {
		t.Errorf("only %d codes were found", len(codes))
	}
}

func TestEveryStateHasALabel(t *testing.T) {
	for _, l := range languages {
		for _, s := range flow.States() {
			if said := l.Words.State(s, flow.MethodFace); said == string(s) && !l.ASCII() || l.Words.State(s, flow.MethodCode) == "" {
				t.Errorf("%s: %s has no label", l.Tag, s)
			}
		}
	}
}

// A language is taken as people write it, in the flag, in the configuration and as a
// locale, and nothing that is no language of the list.
func TestSpellings(t *testing.T) {
	utf8 := func(lang string) func(string) string {
		return func(name string) string { return map[string]string{"LANG": lang, "LC_CTYPE": "C.UTF-8"}[name] }
	}
	for words, all := range map[*Words][]string{
		&Chinese: {"zh", "ZH", "zh-CN", "zh_CN", "zh-cn", "zh_CN.UTF-8", "zh_cn.utf8"},
		&English: {"en", "EN", "en-US", "en_US", "en_us.UTF-8", "EN_US.utf8"},
	} {
		for _, said := range all {
			if !IsSpelled(said) || Choose(said, utf8("C")) != words || Choose("", utf8(said)) != words {
				t.Errorf("%q: %t", said, IsSpelled(said))
			}
		}
	}
	for _, said := range []string{"fr", "zh-TW", "zh_CN.GBK", "en-GB", "C", "english", "zh-", " zh"} {
		if IsSpelled(said) {
			t.Errorf("%q is taken", said)
		}
	}
	for _, said := range Spellings() {
		if !IsSpelled(said) {
			t.Errorf("%q is offered", said)
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
		{"", map[string]string{"LANG": "xx_XX.UTF-8"}, &English},
		{"", map[string]string{"LANG": "zh.UTF-8"}, &Chinese},
		{"", map[string]string{"LANG": "zh_CN.UTF-8@pinyin"}, &Chinese},
	} {
		if got := Choose(c.configured, func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%q %v: %s", c.configured, c.env, got.Paid)
		}
	}
}

// A string that nobody shows is not kept.
func TestEveryWordIsUsed(t *testing.T) {
	var code strings.Builder
	for _, pattern := range []string{"*.go", "../*.go", "../keyboard/*.go", "../page/*.go", "../page/*/*.go", "../receipt/*.go", "../../cmd/cli/*.go", "../../cmd/cli/print/*.go"} {
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
