package sim

import (
	"bytes"
	"net/http"

	"facetill/wx/wire"
)

// spoilMessage changes an answer before it is signed: what comes out is
// well-signed and wrong.
func spoilMessage(d damage, m *wire.Message) {
	switch d {
	case otherAmount:
		if m.Has("total_fee") {
			m.Set("total_fee", itoa(int64(number(m.Get("total_fee")))+1))
		}
	case otherNumber:
		if no := []byte(m.Get("out_trade_no")); len(no) > 0 {
			last := &no[len(no)-1]
			if *last++; *last < '0' || *last > '9' {
				*last = '0'
			}
			m.Set("out_trade_no", string(no))
		}
	}
}

// spoilReply does to the bytes what a network or a web server in the middle does.
func spoilReply(d damage, r *Reply) {
	switch d {
	case lost:
		r.Fault, r.Body = Lose, nil
	case refused:
		r.Fault, r.Body = Refuse, nil
	case cutShort:
		r.Fault, r.Length = Cut, len(r.Body)
		r.Body = r.Body[:len(r.Body)/2]
	case withDTD:
		const dtd = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY e "e">]>`
		r.Body = append([]byte(dtd), r.Body...)
	case endless:
		// An answer that is fine until its end, which never comes.
		r.Fault = Endless
		r.Body = bytes.TrimSuffix(r.Body, []byte("</xml>"))
	case badGateway:
		*r = page(http.StatusBadGateway, "502 Bad Gateway")
	case redirected:
		*r = page(http.StatusFound, "302 Found")
		r.Location = "https://pay.weixin.qq.com/"
	case notUTF8:
		// The Chinese for "success" in GBK.
		r.Body = bytes.Replace(r.Body, []byte("<![CDATA["+wordOK+"]]>"), []byte("<![CDATA[\xb3\xc9\xb9\xa6]]>"), 1)
	}
}
