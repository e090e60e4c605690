package text

import "golang.org/x/sys/windows"

// systemLanguage is the user's display language, such as zh-CN.
func systemLanguage() string {
	const muiLanguageName = 0x8 // names, not numbers
	names, err := windows.GetUserPreferredUILanguages(muiLanguageName)
	if err != nil || len(names) == 0 {
		return ""
	}
	return names[0]
}
