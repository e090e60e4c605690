//go:build !windows

package text

// systemLanguage: outside Windows the environment tells all there is.
func systemLanguage() string { return "" }
