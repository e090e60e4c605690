package text

import "strings"

// Languages are what [ui] language and --lang take.
func Languages() []string { return []string{"zh-CN", "en"} }

// Choose gives the words of a configured language, or of the locale where none
// is configured: Chinese where it is wanted and the locale has the characters.
func Choose(configured string, getenv func(string) string) *Words {
	if WantsChinese(configured, getenv) && (configured != "" || UTF8(getenv)) {
		return &Chinese
	}
	return &English
}

// WantsChinese reports whether a configured language is Chinese, or that of the
// locale where none is configured: LC_ALL, LC_MESSAGES, LANG in that order, on
// Windows also the user's display language. All other languages are English.
func WantsChinese(configured string, getenv func(string) string) bool {
	tag := configured
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if tag == "" {
			tag = getenv(name)
		}
	}
	if tag == "" {
		tag = systemLanguage()
	}
	return strings.HasPrefix(strings.ToLower(tag), "zh")
}
