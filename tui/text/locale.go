package text

import "strings"

// Languages are what [ui] language and --lang take.
func Languages() []string { return []string{"zh-CN", "en"} }

// Choose gives the words of a configured language, or of the locale where none
// is configured: LC_ALL, LC_MESSAGES, LANG in that order, on Windows also the
// user's display language. All that is not Chinese is English.
func Choose(configured string, getenv func(string) string) *Words {
	tag := configured
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if tag == "" {
			tag = getenv(name)
		}
	}
	if tag == "" {
		tag = systemLanguage()
	}
	if strings.HasPrefix(strings.ToLower(tag), "zh") {
		return &Chinese
	}
	return &English
}
