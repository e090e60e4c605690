package text

import (
	"runtime"
	"slices"
	"strings"
)

// Language is a row of the one list of languages.
type Language struct {
	Tag    string // what [ui] language and --lang take first: zh-CN
	Region string // the tag with the region that it is of, by which a locale is called
	Name   string // in English, for whoever cannot read its words
	Words  *Words
}

// languages is the one list: settings, flags and tests ask it. The last one, which
// needs no other characters than ASCII, is for every locale that is in none.
var languages = []Language{
	{"zh-CN", "zh-CN", "Chinese", &Chinese},
	{"en", "en-US", "English", &English},
}

// Languages returns the tags, as the list has them.
func Languages() []string {
	tags := make([]string, len(languages))
	for i, l := range languages {
		tags[i] = l.Tag
	}
	return tags
}

// Spellings returns all that a setting and a flag take for a language: its tag, and as it
// is written elsewhere, as zh, zh_CN and zh_CN.UTF-8 are.
func Spellings() (all []string) {
	for _, l := range languages {
		locale := strings.ReplaceAll(l.Region, "-", "_")
		of := []string{l.Tag}
		for _, as := range []string{base(l.Tag), l.Region, locale, locale + ".UTF-8"} {
			if !slices.Contains(of, as) {
				of = append(of, as)
			}
		}
		all = append(all, of...)
	}
	return all
}

// IsSpelled reports whether somebody who writes down a language means one of the list, in
// large or small letters. A locale is asked nothing: that of a country without a row here is
// no mistake of the shop's, and its screen is English.
func IsSpelled(said string) bool {
	said = strings.Replace(strings.ToLower(said), ".utf8", ".utf-8", 1)
	return slices.ContainsFunc(Spellings(), func(as string) bool { return strings.EqualFold(as, said) })
}

// Wanted returns the language of a tag, or that of the locale where the tag is
// "": LC_ALL, LC_MESSAGES, LANG in that sequence, on Windows also the user's display
// language. A region that is in no row gets the first one of its language.
func Wanted(tag string, getenv func(string) string) Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if tag == "" {
			tag = getenv(name)
		}
	}
	if tag == "" {
		tag = systemLanguage()
	}
	tag, _, _ = strings.Cut(strings.ReplaceAll(tag, "_", "-"), ".") // less the charset
	tag, _, _ = strings.Cut(tag, "@")
	for _, same := range []func(string) string{strings.ToLower, base} {
		for _, l := range languages {
			if same(l.Tag) == same(tag) {
				return l
			}
		}
	}
	return languages[len(languages)-1]
}

// base is the language of a tag without its region.
func base(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	return tag
}

// ASCII reports whether a terminal without UTF-8 shows the language.
func (l Language) ASCII() bool { return l.Words == &English }

// Locale is a value of LC_ALL with which a terminal has the language's characters.
func (l Language) Locale() string { return strings.ReplaceAll(l.Tag, "-", "_") + ".UTF-8" }

// Choose returns the words of a configured language, or of the locale where none
// is configured and it has the characters; else English.
func Choose(configured string, getenv func(string) string) *Words {
	if l := Wanted(configured, getenv); configured != "" || UTF8(getenv) {
		return l.Words
	}
	return &English
}

// Locale returns the variable that decides about the characters of a terminal, and
// its value: LC_ALL, LC_CTYPE, LANG, the first that is set. Both are "" where none
// is.
func Locale(getenv func(string) string) (name, value string) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := getenv(name); value != "" {
			return name, value
		}
	}
	return "", ""
}

// UTF8 reports whether a terminal shows UTF-8. A locale without a charset has an
// old one (zh_CN is GB2312), and no locale at all is C, which is ASCII. macOS
// terminals are UTF-8 unless a locale says otherwise. A Windows console is always
// written to in UTF-16, whatever its code page.
func UTF8(getenv func(string) string) bool { return utf8On(runtime.GOOS, getenv) }

func utf8On(goos string, getenv func(string) string) bool {
	_, locale := Locale(getenv)
	switch {
	case goos == "windows", goos == "darwin" && locale == "":
		return true
	}
	_, charset, dotted := strings.Cut(locale, ".")
	if !dotted {
		charset = locale // ssh from a Mac brings LC_CTYPE=UTF-8
	}
	charset, _, _ = strings.Cut(charset, "@")
	return strings.ReplaceAll(strings.ToLower(charset), "-", "") == "utf8"
}
