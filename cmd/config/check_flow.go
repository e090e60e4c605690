package config

import (
	"time"

	"facetill/tui/text"
	"facetill/tui/theme"
)

// flow checks the timings that money rules 2.3, 3.1, 4.1 and 5.4 leave open.
func (k *checker) flow() {
	f := &k.c.Flow
	k.between("flow.confirm_window", f.ConfirmWindow, 30*time.Second, 60*time.Second)
	k.between("flow.reverse_after", f.ReverseAfter, 15*time.Second, 60*time.Second)
	k.between("flow.scan_timeout", f.ScanTimeout, 10*time.Second, 180*time.Second)
	k.between("flow.ref_replay", f.RefReplay, time.Minute, 24*time.Hour)
	k.between("flow.credential_life", f.CredentialLife, 5*time.Minute, time.Hour)
	k.oneOf("flow.ref_scope", f.RefScope, "device", "store")
}

// screen checks [ui] and [log].
func (k *checker) screen() {
	u := &k.c.UI
	k.oneOf("ui.language", u.Language, append([]string{""}, text.Languages()...)...)
	k.oneOf("ui.theme", u.Theme, theme.Names()...)
	if u.IdleAfter.Duration != 0 {
		k.between("ui.idle_after", u.IdleAfter, 10*time.Second, 24*time.Hour)
	}
	k.oneOf("log.level", k.c.Log.Level, "debug", "info", "warn", "error")
}
