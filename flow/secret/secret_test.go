package secret

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"text/template"

	"github.com/BurntSushi/toml"
)

const hidden = "hidden-0123456789"

type embeds struct{ Secret }

type open struct{ Public, Absent Secret }

type holder struct {
	Public   Secret
	private  Secret
	pointer  *Secret
	any      any
	list     []Secret
	named    map[string]Secret
	embedded embeds
}

func aHolder() holder {
	s := New(hidden)
	return holder{s, s, &s, s, []Secret{s}, map[string]Secret{"k": s}, embeds{s}}
}

// shown reports what of the hidden text stands in an output: as text, in hexadecimal
// digits or as a list of bytes.
func shown(out string) bool {
	plain := []byte(hidden)
	for _, leak := range []string{"hidden", fmt.Sprintf("%x", plain[:6]), fmt.Sprintf("%X", plain[:6]),
		fmt.Sprintf("% x", plain[:6]), fmt.Sprint(plain[:6])[1:20], fmt.Sprintf("%#v", plain[:6])[8:20]} {
		if strings.Contains(out, leak) {
			return true
		}
	}
	return false
}

func TestNoVerbShowsIt(t *testing.T) {
	s, h := New(hidden), aHolder()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%c", "%U", "%t", "%e", "%p", "%b", "%o", "%T %[1]v"} {
		for _, v := range []any{s, &s, h, &h, []holder{h}, map[string]*holder{"h": &h}, struct{ inside any }{&h}, fmt.Errorf("with %v and %v", s, h)} {
			if out := fmt.Sprintf(verb, v); shown(out) {
				t.Errorf("%s of %T prints %s", verb, v, out)
			}
		}
	}
	if out := fmt.Sprint(s); out != Stars {
		t.Errorf("prints %q", out)
	}
}

func TestNoEncoderShowsIt(t *testing.T) {
	s, h := New(hidden), aHolder()
	out := &bytes.Buffer{}
	public := open{Public: s}
	log := func(handler slog.Handler) error {
		slog.New(handler).Info("x", "secret", s, "holder", h, "pointer", &h)
		return nil
	}
	for name, encode := range map[string]func() error{
		"json":     func() error { return json.NewEncoder(out).Encode([]any{s, h, &h, map[string]any{"k": s}}) },
		"toml":     func() error { return toml.NewEncoder(out).Encode(public) },
		"xml":      func() error { return xml.NewEncoder(out).Encode(public) },
		"slog":     func() error { return log(slog.NewTextHandler(out, nil)) },
		"slogjson": func() error { return log(slog.NewJSONHandler(out, nil)) },
		"template": func() error { return template.Must(template.New("").Parse("{{.}} {{.Public}}")).Execute(out, public) },
	} {
		out.Reset()
		if err := encode(); err != nil || shown(out.String()) || !strings.Contains(out.String(), Stars) {
			t.Errorf("%s: %v, %s", name, err, out)
		}
	}
	out.Reset()
	if err := gob.NewEncoder(out).Encode(public); err == nil || shown(out.String()) {
		t.Errorf("gob: %v, %s", err, out)
	}
}

// No walk over the fields comes to a text: what it meets is a function.
func TestNoReflectionFindsIt(t *testing.T) {
	texts := 0
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			texts++
			if shown(v.String()) {
				t.Errorf("found %q", v)
			}
		case reflect.Pointer, reflect.Interface:
			walk(v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				walk(k)
				walk(v.MapIndex(k))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		}
	}
	h := aHolder()
	walk(reflect.ValueOf(&h))
	if texts != 1 {
		t.Errorf("%d texts, the map's key is the only one", texts)
	}
}

// What prints where nothing is kept, and that an empty text is that.
func TestNone(t *testing.T) {
	for _, s := range []Secret{{}, New("")} {
		text, err := json.Marshal(struct {
			Kept    Secret
			Omitted Secret `json:",omitzero"`
		}{s, s})
		if !s.IsZero() || s.Reveal() != "" || fmt.Sprintf("%v%s%d", s, s, s) != "" || string(text) != `{"Kept":""}` || err != nil {
			t.Errorf("none prints as %v and %s, %v", s, text, err)
		}
	}
	if s := New(hidden); s.IsZero() || s.Reveal() != hidden {
		t.Error("a secret is lost")
	}
}

func Example() {
	payer := struct {
		name   string
		openid Secret
	}{"Li", New("oUpF8uMuAJO")}
	fmt.Println(payer.openid, "is sent as", payer.openid.Reveal())
	fmt.Println(strings.Contains(fmt.Sprintf("%+v", payer), "oUpF8"))
	// Output:
	// ******** is sent as oUpF8uMuAJO
	// false
}
