package sim

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"facetill/flow/field"
	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// answer is what an API decided. Code empty: result_code SUCCESS with the
// fields; else result_code FAIL.
type answer struct {
	paid    *book.Order // its fields come first, when it is charged
	fields  wire.Message
	code    string // err_code
	des     string // err_code_des; "" is the code's usual one
	text    []byte // a bill instead of XML
	ret     string // return_code instead of SUCCESS, then without sign
	damage  damage // what the network does
	late    time.Duration
	noLayer bool // no result_code: the face service's answer
}

// refuse is the answer with an error code.
func refuse(code, des string) answer { return answer{code: code, des: des} }

// writer writes answers.
type writer struct {
	nonce   uint64       // the state of nonceStr
	scratch wire.Message // the answer that is being written, used again for the next
}

// usualAnswer is room for most answers, in bytes.
const usualAnswer = 1280

// reply turns an answer into bytes, signs them and lets the network spoil them.
func (w *writer) reply(c *call, ans answer) Reply {
	if c.scenario != nil && !c.pays() {
		ans.damage, ans.late = cmp.Or(c.act().wire, ans.damage), c.act().late
	}
	r := Reply{Status: http.StatusOK, ContentType: typeText, Body: ans.text, Delay: ans.late}
	if ans.text == nil {
		m := w.message(c, &ans)
		spoilMessage(ans.damage, &m)
		if ans.ret == "" {
			sign(c, &m, ans.damage)
		}
		r.ContentType, r.Body = typeXML, appendCDATA(make([]byte, 0, usualAnswer), m)
	}
	spoilReply(ans.damage, &r)
	return r
}

// message builds the three layers of an answer one after the other, as the document has them.
func (w *writer) message(c *call, ans *answer) wire.Message {
	switch {
	case ans.damage == returnFail:
		*ans = answer{ret: wire.Fail, des: wordSign}
	case ans.damage == returnSystemError, c.api.FaceHost && ans.code != "":
		*ans = answer{ret: wire.CodeSystemError, des: desc[wire.CodeSystemError]}
	}
	if ans.ret != "" {
		m := wire.Message{{Name: "return_code", Value: ans.ret}, {Name: "return_msg", Value: ans.des}}
		return append(m, ans.fields...)
	}
	m := w.scratch[:0]
	m.Set("return_code", wire.Success)
	m.Set("return_msg", wordOK)
	if ans.noLayer {
		m.Set("return_msg", wordAuthinfo)
	}
	m.Set("appid", c.req.Get("appid"))
	m.Set("mch_id", c.merchant.mchID)
	m.Set("sub_appid", c.req.Get("sub_appid"))
	m.Set("sub_mch_id", c.req.Get("sub_mch_id"))
	m.Set("device_info", c.req.Get("device_info"))
	m.Set("nonce_str", w.nonceStr())
	m = append(m, wire.Field{Name: "sign"})
	switch {
	case ans.noLayer:
	case ans.code != "":
		m.Set("result_code", wire.Fail)
		m.Set("err_code", ans.code)
		m.Set("err_code_des", cmp.Or(ans.des, desc[ans.code]))
	default:
		m.Set("result_code", wire.Success)
	}
	if ans.paid != nil {
		m = appendPaid(m, ans.paid)
	}
	w.scratch = append(m, ans.fields...)
	return w.scratch
}

// sign fills in the sign field, unless the scenario forges it.
func sign(c *call, m *wire.Message, d damage) {
	if d == unsigned {
		m.Set("sign", "")
		return
	}
	sign := c.merchant.key.Sign(*m, c.sign)
	if d == wrongSign {
		sign = strings.Repeat("0", len(sign))
	}
	m.Set("sign", sign)
}

// nonceStr returns 32 characters that are different each time and the same in
// each run: splitmix64 over a counter.
func (w *writer) nonceStr() string {
	const letters = "abcdefghijklmnopqrstuvwxyz012345"
	var text [32]byte
	for i := 0; i < len(text); i += 8 {
		w.nonce += 0x9e3779b97f4a7c15
		z := w.nonce
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
		for k := range 8 {
			text[i+k] = letters[z>>(5*k)&31]
		}
	}
	return string(text[:])
}

// appendCDATA writes a message as the real thing does: text in CDATA, numbers
// bare. Fields without value are kept, as attach is.
func appendCDATA(dst []byte, m wire.Message) []byte {
	dst = append(dst, "<xml>"...)
	for i := range m {
		name, value := m[i].Name, m[i].Value
		dst = append(dst, '<')
		dst = append(dst, name...)
		dst = append(dst, '>')
		if len(value) < 12 && field.IsDigits(value) && strings.Contains(name, "fee") {
			dst = append(dst, value...)
		} else {
			dst = append(dst, "<![CDATA["...)
			if strings.IndexByte(value, ']') >= 0 {
				value = strings.ReplaceAll(value, "]]>", "]]]]><![CDATA[>")
			}
			dst = append(dst, value...)
			dst = append(dst, "]]>"...)
		}
		dst = append(dst, "</"...)
		dst = append(dst, name...)
		dst = append(dst, ">\n"...)
	}
	return append(dst, "</xml>"...)
}

const timeLayout = "20060102150405"

func stamp(t time.Time) string { return t.In(book.Beijing).Format(timeLayout) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
