package text

import (
	"runtime"
	"strings"
)

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
