package text

import "testing"

func TestUTF8(t *testing.T) {
	for _, c := range []struct {
		goos string
		env  map[string]string
		want bool
	}{
		{"linux", map[string]string{"LANG": "zh_CN.UTF-8"}, true},
		{"linux", map[string]string{"LANG": "C.utf8"}, true},
		{"linux", map[string]string{"LC_CTYPE": "UTF-8", "LANG": "C"}, true},
		{"linux", map[string]string{"LANG": "de_DE.UTF-8@euro"}, true},
		{"linux", map[string]string{"LC_ALL": "C", "LC_CTYPE": "en_US.UTF-8", "LANG": "en_US.UTF-8"}, false},
		{"linux", map[string]string{"LC_CTYPE": "zh_CN.GBK", "LANG": "en_US.UTF-8"}, false},
		{"linux", map[string]string{"LC_MESSAGES": "zh_CN.UTF-8"}, false}, // of words, not of characters
		{"linux", map[string]string{"LANG": "zh_CN"}, false},
		{"linux", map[string]string{"LANG": "zh_CN.GB18030"}, false},
		{"linux", map[string]string{"LANG": "POSIX"}, false},
		{"linux", nil, false},
		{"darwin", nil, true},
		{"darwin", map[string]string{"LANG": "zh_CN.eucCN"}, false},
		{"windows", nil, true},
		{"windows", map[string]string{"LANG": "C"}, true},
	} {
		if got := utf8On(c.goos, func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%s %v: %v", c.goos, c.env, got)
		}
	}
}
