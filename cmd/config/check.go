package config

import (
	"io/fs"
	"net/url"
	"slices"
	"strings"
)

// checker looks at a decoded configuration and notes every problem: first the rule
// of each key, then, section by section, what hangs on more than one.
type checker struct {
	c      *Config
	src    *source
	mode   fs.FileMode // of the configuration file
	getenv Getenv
}

// all asks the rules of what the file sets: everything else is a default, or comes
// from another key that is refused itself.
func (k *checker) all() {
	k.table(k.src.has)
	k.merchant()
	k.store()
	k.terminal()
	k.cashiers()
	k.wechat()
	k.device()
	k.journal()
}

// deviceOnly is all for a machine with a terminal and without a till. A simulated
// camera passes beside a real gateway: there is no gateway, and the bridge tells
// its clients.
func (k *checker) deviceOnly() {
	if k.c.Device.Adapter == AdapterSim {
		k.c.WeChat.Adapter = AdapterSim
	}
	k.table(func(key string) bool {
		section, _, _ := strings.Cut(key, ".")
		return k.src.has(key) && slices.Contains([]string{"device", "journal", "scanner", "ui", "log"}, section)
	})
	k.device()
	k.journal()
}

// problem notes what is wrong with a key.
func (k *checker) problem(key, text, try string) { k.src.problem(key, text, try) }

// failed reports whether one of the keys could not be read: then it is not
// missing, and what would follow is not told.
func (k *checker) failed(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return k.src.failed[key] })
}

// refuse notes what is wrong with a key where it is.
func (k *checker) refuse(wrong bool, key, text, try string) {
	if wrong {
		k.problem(key, text, try)
	}
}

// required refuses an empty value.
func (k *checker) required(key, value, try string) {
	k.refuse(value == "", key, "is missing", try)
}

// address reads the address of a host. It reports false where there is none in it.
func address(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil {
		return &url.URL{}, false
	}
	return u, u.Hostname() != ""
}
