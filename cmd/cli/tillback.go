package cli

import (
	"context"
	"errors"
	"maps"
	"strings"

	"facetill/cmd/config"
	"facetill/device"
	"facetill/flow"
	"facetill/tui"
)

// What the screen asks of the background and of the past.

func newTillOf(sh *shop) *screenTill {
	return &screenTill{Till: sh.App, sh: sh, paid: map[flow.OutTradeNo]flow.Attempt{}, tries: map[flow.OutTradeNo]flow.Update{}}
}

// Observe hears what the background does with what is open.
func (t *screenTill) Observe(u flow.Update) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := u.Attempt; a.Final() && !a.Open() {
		delete(t.tries, a.OutTradeNo)
		return
	}
	t.tries[u.Attempt.OutTradeNo] = u
}

// Tries gives what the background does, by number.
func (t *screenTill) Tries() map[flow.OutTradeNo]flow.Update {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.tries)
}

// Recognise asks the camera who stands there.
func (t *screenTill) Recognise(ctx context.Context) (tui.Member, error) {
	who, err := t.sh.Device.Recognise(ctx, t.sh.ID.Merchant)
	if errors.Is(err, device.ErrNobody) || ctx.Err() != nil {
		return tui.Member{}, nil
	}
	return tui.Member{Nickname: who.Nickname, OpenID: who.OpenID}, err
}

// Camera gives the code of what ails the camera, "" when it is ready.
func (t *screenTill) Camera() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ails
}

func (t *screenTill) cameraIs(code string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ails = code
}

// AskNow makes one query about what the background drives.
func (t *screenTill) AskNow(no flow.OutTradeNo) { t.sh.Runner.AskNow(no) }

// Resolve takes a person's word, with the manager's PIN where money rule 5.7
// wants it.
func (t *screenTill) Resolve(ctx context.Context, w flow.Resolution, pin string) error {
	if managersWord(w.As) {
		if err := t.CheckPIN(pin); err != nil {
			return err
		}
	}
	_, err := t.sh.Runner.Resolve(ctx, w)
	return err
}

// CheckPIN says whether it is the manager's, in a way that the screen has words
// for.
func (t *screenTill) CheckPIN(pin string) error {
	if checkPIN(t.sh.Config.Terminal.ManagerPINHash, pin) != nil {
		return tui.ErrPIN
	}
	return nil
}

// settingsOf is the configuration as config show prints it, a line each, without
// what is not set.
func settingsOf(c *config.Config) []tui.Setting {
	text, err := c.Show()
	if err != nil {
		return []tui.Setting{{Name: "config", Value: err.Error()}}
	}
	list := []tui.Setting{{Name: "file", Value: c.File}}
	section := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]") + "."
			continue
		}
		name, value, is := strings.Cut(line, " = ")
		if value = strings.Trim(value, `"'`); is && value != "" && !strings.HasPrefix(line, "#") {
			list = append(list, tui.Setting{Name: section + name, Value: value})
		}
	}
	return list
}
