package wire

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"sort"
	"strings"
)

// refstd is the other side of the benchmarks and an independent oracle for the
// fuzz targets: the codec one writes with care and the standard library alone.
type refstd struct{ key string }

func (c refstd) sign(m map[string]string, t SignType) string {
	names := make([]string, 0, len(m))
	for name, value := range m {
		if value != "" && name != "sign" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var b strings.Builder
	for _, name := range names {
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(m[name])
		b.WriteByte('&')
	}
	b.WriteString("key=")
	b.WriteString(c.key)
	h := md5.New()
	if t == HMACSHA256 {
		h = hmac.New(sha256.New, []byte(c.key))
	}
	io.WriteString(h, b.String())
	return strings.ToUpper(hex.EncodeToString(h.Sum(nil)))
}

func (c refstd) encode(m map[string]string) ([]byte, error) {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	var b bytes.Buffer
	b.WriteString("<xml>")
	for _, name := range names {
		b.WriteString("<" + name + ">")
		if err := xml.EscapeText(&b, []byte(m[name])); err != nil {
			return nil, err
		}
		b.WriteString("</" + name + ">")
	}
	b.WriteString("</xml>")
	return b.Bytes(), nil
}

func (c refstd) decode(body []byte) (map[string]string, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	m := map[string]string{}
	depth, name, value := 0, "", []byte(nil)
	for {
		token, err := d.Token()
		if err == io.EOF {
			if depth != 0 {
				return nil, io.ErrUnexpectedEOF
			}
			return m, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			if depth > 2 || depth == 1 && token.Name.Local != "xml" {
				return nil, errors.New("not flat")
			}
			name, value = token.Name.Local, value[:0]
		case xml.CharData:
			if depth == 2 {
				value = append(value, token...)
			}
		case xml.EndElement:
			if depth == 2 {
				m[name] = string(value)
			}
			depth--
		case xml.Directive:
			return nil, errors.New("directive")
		}
	}
}

func (c refstd) verify(m map[string]string) bool {
	t := MD5
	if len(m["sign"]) == 64 {
		t = HMACSHA256
	}
	return hmac.Equal([]byte(c.sign(m, t)), []byte(m["sign"]))
}
