package wire

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"facetill/flow/field"
)

// Dialect is whose SDK a terminal runs. The field names are the same.
type Dialect string

// The two dialects. The Linux library of 2018 speaks Windows.
const (
	Windows Dialect = "windows"
	Android Dialect = "android"
)

// Version is an SDK version such as 1.23 or 2.13.0.1. The zero value means
// "not stated": then only what a dialect never knew is refused.
type Version [4]int

// ParseVersion reads one to four numbers separated by dots; "" is not stated.
func ParseVersion(s string) (Version, error) {
	var v Version
	if s == "" {
		return v, nil
	}
	parts := strings.Split(s, ".")
	if len(parts) > len(v) {
		return Version{}, fmt.Errorf("sdk version %q has more than four parts; write it like 1.23", s)
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || !field.IsDigits(p) || n > 99999 {
			return Version{}, fmt.Errorf("sdk version %q is not numbers and dots; write it like 1.23", s)
		}
		v[i] = n
	}
	return v, nil
}

func (v Version) String() string {
	if v == (Version{}) {
		return "not stated"
	}
	s := fmt.Sprintf("%d.%d.%d.%d", v[0], v[1], v[2], v[3])
	for strings.Count(s, ".") > 1 && strings.HasSuffix(s, ".0") {
		s = strings.TrimSuffix(s, ".0")
	}
	return s
}

func (v Version) less(w Version) bool { return slices.Compare(v[:], w[:]) < 0 }

// SDK is what the terminal runs. An empty Dialect is Windows.
type SDK struct {
	Dialect Dialect
	Version Version
}

// GateError is a command or field that the configured SDK does not know.
type GateError struct {
	Cmd   Command
	Field string // "" when the whole command is not known
	SDK   SDK
	Rule  string
}

func (e *GateError) Error() string {
	what := string(e.Cmd)
	if e.Field != "" {
		what += ": " + e.Field
	}
	return fmt.Sprintf("%s %s; the configured SDK is %s %s: leave it out, or update the SDK and sdk_version",
		what, e.Rule, e.SDK.dialect(), e.SDK.Version)
}

func (s SDK) dialect() Dialect { return cmp.Or(s.Dialect, Windows) }

// Check returns a *GateError where this SDK does not know a command.
func (s SDK) Check(cmd Command) error { return s.CheckField(cmd, "") }

// CheckField returns a *GateError where this SDK does not know a field of a
// command. Fields without a row in the table are as old as their command.
func (s SDK) CheckField(cmd Command, name string) error {
	g := gates[gateKey{cmd, name}]
	sp := g.windows
	if s.dialect() == Android {
		sp = g.android
	}
	if rule := sp.refuses(s.dialect(), s.Version); rule != "" {
		return &GateError{Cmd: cmd, Field: name, SDK: s, Rule: rule}
	}
	return nil
}

// checkValue is CheckField for one of a field's values: some are of one dialect.
func (s SDK) checkValue(cmd Command, name, value string) error {
	err := s.CheckField(cmd, name+" "+value)
	if e, is := errors.AsType[*GateError](err); is {
		e.Field, e.Rule = name, value+" "+e.Rule
	}
	return err
}

type gateKey struct {
	cmd   Command
	field string // of one value: the field, a blank and the value
}

// gate is which versions of both dialects know something.
type gate struct{ windows, android span }

// span is a range of versions; the zero span is all of them.
type span struct {
	never       bool
	from, until Version // until: withdrawn in this version
}

func (sp span) refuses(d Dialect, v Version) string {
	stated := v != Version{}
	switch {
	case sp.never:
		return fmt.Sprintf("is not known to the %s SDK", d)
	case stated && v.less(sp.from):
		return fmt.Sprintf("needs %s SDK %s", d, sp.from)
	case stated && sp.until != (Version{}) && !v.less(sp.until):
		return fmt.Sprintf("was withdrawn in %s SDK %s", d, sp.until)
	}
	return ""
}

var (
	always = span{}
	never  = span{never: true}
)

func since(major, minor int) span  { return span{from: Version{major, minor}} }
func before(major, minor int) span { return span{until: Version{major, minor}} }

// gates is the manual's version column as data. Windows figures are the
// Windows manual's (page of 2022-11); Android figures are the Android
// manual's, and for openid and screen_index its samples.
var gates = map[gateKey]gate{
	{CmdInit, ""}:    {since(1, 12), always},
	{CmdRawdata, ""}: {since(1, 12), always},
	{CmdCode, ""}:    {since(1, 12), always},
	{CmdUpdate, ""}:  {since(1, 12), before(2, 13)},
	{CmdRelease, ""}: {since(1, 12), always},
	{CmdStop, ""}:    {since(1, 23), before(2, 13)},

	// On Windows the manual names its openid from 1.24 on.
	{CmdUserInfo, ""}:       {since(1, 24), always},
	{CmdActivateMember, ""}: {never, since(2, 23)},
	{CmdStartScanner, ""}:   {never, since(2, 12)},
	{CmdStopScanner, ""}:    {never, since(2, 12)},

	{CmdInit, "proxy_type"}:      {since(1, 18), since(2, 12)},
	{CmdInit, "tcp_port"}:        {never, since(2, 12)},
	{CmdInit, "camera_rotation"}: {since(1, 18), never},
	{CmdInit, "perform_mode"}:    {never, since(2, 13)},

	{CmdCode, "telephone"}:                         {never, always},
	{CmdCode, "openid"}:                            {since(1, 24), always},
	{CmdCode, "ask_face_permit"}:                   {never, always},
	{CmdCode, "ask_ret_page"}:                      {never, always},
	{CmdCode, "face_code_type"}:                    {since(1, 16), since(1, 30)},
	{CmdCode, "ignore_update_pay_result"}:          {never, always},
	{CmdCode, "face_authtype " + AuthFacepayDelay}: {never, always}, // Windows has FACEPAY and FACE_AUTH
	{CmdCode, "screen_index"}:                      {since(1, 18), always},
	{CmdCode, "disable_keyboard"}:                  {since(1, 23), never},
	{CmdCode, "use_window_nofocus"}:                {since(1, 26), never},

	{CmdUserInfo, "auth_mode"}: {never, always}, // seen in Android programs alone

	{CmdUpdate, "sub_appid"}:  {never, always},
	{CmdUpdate, "sub_mch_id"}: {never, always},

	// Untyped: a script sends them by its own JSON.
	{"reportInfo", ""}:                 {never, always},
	{"reportOrder", ""}:                {never, always},
	{"reportPaycode", ""}:              {never, always},
	{"updateWxpayfaceBannerState", ""}: {never, always},
	{"ttsSpeak", ""}:                   {never, always},
	{"setProxy", ""}:                   {never, since(2, 13)},
	{"getMpConfig", ""}:                {never, since(2, 20)},
	{"launchMiniProgram", ""}:          {never, since(2, 20)},
	{"enableFirewall", ""}:             {never, since(2, 20)},
	{"disableFirewall", ""}:            {never, since(2, 20)},
	{"getUserPayScoreStatus", ""}:      {never, always},
	{"quitWxpayface", ""}:              {never, since(2, 22)},
}
