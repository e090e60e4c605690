package wx

import (
	"errors"
	"fmt"
	"strings"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/wx/transport"
	"facetill/wx/wire"
)

// answer is what one request came to, before its code is looked up. It has
// fields only when they are well signed and ours; then nothing else is set but
// sentAt.
type answer struct {
	fields wire.Message
	unsent bool   // not one byte of the request was written
	code   string // why there are no fields: TIMEOUT, BAD_SIGN, DNS, ...
	text   string // the same for people; never a value of a request
	cert   bool   // the kind of failure that a bad client certificate makes
	failed bool   // return_code is not SUCCESS; code is the return_code
	sentAt clock.Instant
}

// lost makes an answer of an error of the transport.
func lost(err error) answer {
	if unsent, is := errors.AsType[*transport.UnsentError](err); is {
		return answer{unsent: true, code: unsent.Code, text: unsent.Err.Error(),
			cert: unsent.Code == "TLS" && transport.CertRefused(unsent.Err)}
	}
	l, is := errors.AsType[*transport.LostError](err)
	if !is {
		l = &transport.LostError{Err: err}
	}
	return answer{code: l.Code(), text: err.Error(), cert: l.Unheard && transport.CertRefused(l.Err)}
}

// judge decides whether an HTTP answer is a message of WeChat to us: status,
// form, signature, merchant. What it says about an order is compared later.
func (c *client) judge(api *wire.API, merchant flow.Merchant, r received) answer {
	if a := httpStatus(r); a != nil {
		return *a
	}
	m, err := wire.Decode(r.body)
	var de *wire.DecodeError
	if errors.As(err, &de) {
		return answer{code: string(de.Reason), text: de.Error()}
	}
	code := m.Get("return_code")
	if code == "" {
		return answer{code: "NO_RETURN_CODE", text: "answer has no return_code"}
	}
	if code != wire.Success {
		text := shown(m.Get("return_msg"))
		return answer{code: field.Code(code), text: text, failed: true, cert: certText(text)}
	}
	switch err := c.cfg.Key.VerifyAs(m, c.signType(api)); {
	case errors.Is(err, wire.ErrUnsigned):
		return answer{code: "UNSIGNED", text: err.Error()}
	case errors.Is(err, wire.ErrDowngrade):
		return answer{code: "WEAK_SIGN", text: err.Error()}
	case err != nil:
		return answer{code: "BAD_SIGN", text: err.Error()}
	}
	if name := foreign(m, merchant); name != "" {
		return answer{code: "WRONG_MERCHANT", text: "answer is for another " + name}
	}
	return answer{fields: m}
}

// httpStatus refuses everything but 200.
func httpStatus(r received) *answer {
	switch {
	case r.status == 200:
		return nil
	case r.status >= 300 && r.status < 400:
		return &answer{code: "REDIRECT", text: fmt.Sprintf("answer is a redirect (status %d), which is not followed", r.status)}
	}
	page := string(r.body[:min(len(r.body), 4096)])
	return &answer{code: fmt.Sprintf("HTTP_%d", r.status), text: fmt.Sprintf("answer has status %d", r.status),
		cert: r.status == 400 || certText(page)}
}

// certText reports whether a text speaks of client certificates.
func certText(text string) bool {
	return strings.Contains(text, "证书") || strings.Contains(strings.ToLower(text), "certificate")
}

// foreign returns the name of a field that says the answer is not for us.
// appid and mch_id have to be there (money rule 2.1), sub_mch_id where we have
// one (bills write 0 where there is none); sub_appid only has to agree.
func foreign(m wire.Message, ours flow.Merchant) string {
	switch {
	case m.Get("appid") != ours.AppID:
		return "appid"
	case m.Get("mch_id") != ours.MchID:
		return "mch_id"
	case m.Get("sub_mch_id") != ours.SubMchID && (ours.SubMchID != "" || m.Get("sub_mch_id") != "0"):
		return "sub_mch_id"
	case ours.SubAppID != "" && m.Has("sub_appid") && m.Get("sub_appid") != ours.SubAppID:
		return "sub_appid"
	}
	return ""
}

// shown makes a text of the server fit for one line of a screen or a log: at most
// 128 characters, none of them hidden.
func shown(text string) string { return field.Cut(field.Plain(text), 128) }
