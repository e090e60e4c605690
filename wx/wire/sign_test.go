package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"facetill/flow/secret"
)

// TestVectors recomputes the signatures that official pages and other clients
// publish.
func TestVectors(t *testing.T) {
	text, err := os.ReadFile("testdata/signing-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name, Key, Sign string
		SignType        SignType `json:"sign_type"`
		StringToSign    string   `json:"string_to_sign"`
		Params          map[string]string
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 11 {
		t.Fatalf("%d vectors, want 11", len(vectors))
	}
	for _, v := range vectors {
		var m Message
		for name, value := range v.Params {
			m.Set(name, value)
		}
		k := mustKey(v.Key)
		if got := string(appendCanonical(nil, m)) + "key=" + v.Key; got != v.StringToSign {
			t.Errorf("%s: string to sign\n%s\nwant\n%s", v.Name, got, v.StringToSign)
		}
		if got := k.Sign(m, v.SignType); got != v.Sign {
			t.Errorf("%s: sign %s, want %s", v.Name, got, v.Sign)
		}
		m.Set("sign", v.Sign)
		if err := k.Verify(m); err != nil {
			t.Errorf("%s: verify: %v", v.Name, err)
		}
	}
}

func TestSignSkipsEmptyFieldsAndSign(t *testing.T) {
	k := mustKey(fixtureSecret)
	m := Message{{"b", "0"}, {"a", "1"}}
	want := k.Sign(m, HMACSHA256)
	m = append(m, Field{"attach", ""}, Field{"sign", "whatever"})
	if got := k.Sign(m, HMACSHA256); got != want {
		t.Errorf("sign changed to %s by an empty field", got)
	}
	m[0].Value = ""
	if k.Sign(m, HMACSHA256) == want {
		t.Error(`"0" was not signed`)
	}
}

// TestVerifyRefuses is the list of forgeries: each starts from a good answer.
func TestVerifyRefuses(t *testing.T) {
	k, other := mustKey(fixtureSecret), mustKey("another-key")
	for _, st := range []SignType{MD5, HMACSHA256} {
		good := append(slices.Clone(answerFields), Field{"sign", k.Sign(answerFields, st)})
		if err := k.Verify(good); err != nil {
			t.Fatalf("%s: good answer: %v", st, err)
		}
		rows := []struct {
			name string
			edit func(m *Message)
			want error
		}{
			{"total_fee changed", func(m *Message) { m.Set("total_fee", "1") }, ErrBadSign},
			{"unknown field added", func(m *Message) { m.Set("coupon_fee_0", "1") }, ErrBadSign},
			{"field removed", func(m *Message) { m.Set("openid", "") }, ErrBadSign},
			{"no sign", func(m *Message) { m.Set("sign", "") }, ErrUnsigned},
			{"lower case", func(m *Message) { m.Set("sign", strings.ToLower(m.Get("sign"))) }, ErrBadSign},
			{"short sign", func(m *Message) { m.Set("sign", m.Get("sign")[1:]) }, ErrBadSign},
			{"long sign", func(m *Message) { m.Set("sign", m.Get("sign")+"0") }, ErrBadSign},
			{"another key", func(m *Message) { m.Set("sign", other.Sign(*m, st)) }, ErrBadSign},
		}
		for _, r := range rows {
			m := slices.Clone(good)
			r.edit(&m)
			if err := k.Verify(m); !errors.Is(err, r.want) {
				t.Errorf("%s, %s: %v, want %v", st, r.name, err, r.want)
			}
		}
	}
}

func TestVerifyAsRefusesDowngrade(t *testing.T) {
	k := mustKey(fixtureSecret)
	signed := func(st SignType) Message {
		return append(slices.Clone(answerFields), Field{"sign", k.Sign(answerFields, st)})
	}
	if err := k.VerifyAs(signed(MD5), HMACSHA256); !errors.Is(err, ErrDowngrade) {
		t.Errorf("request HMAC, answer MD5: %v", err)
	}
	for _, c := range [][2]SignType{{MD5, MD5}, {HMACSHA256, MD5}, {HMACSHA256, HMACSHA256}} {
		good := signed(c[0])
		if err := k.VerifyAs(good, c[1]); err != nil {
			t.Errorf("request %s, answer %s: %v", c[1], c[0], err)
		}
		good.Set("total_fee", "1")
		if err := k.VerifyAs(good, c[1]); !errors.Is(err, ErrBadSign) {
			t.Errorf("request %s, answer %s, another amount: %v", c[1], c[0], err)
		}
	}
}

// The string to sign has the key at its end: nothing of it stays in what the next
// signature takes over.
func TestNothingOfTheKeyStays(t *testing.T) {
	sc := mustKey(fixtureSecret).pool.New().(*scratch)
	sc.sign(fixtureSecret, requestFields, HMACSHA256)
	if text := sc.text[:cap(sc.text)]; strings.Trim(string(text), "\x00") != "" {
		t.Errorf("%q", text)
	}
}

// A key is printable ASCII without blanks, and who set another one hears where.
func TestKeysCharacters(t *testing.T) {
	for b := range 256 {
		_, err := NewKey("123" + string([]byte{byte(b)}) + "567")
		if good := b > ' ' && b <= '~'; (err == nil) != good {
			t.Errorf("byte %#x: %v", b, err)
		} else if !good && !strings.Contains(err.Error(), "at position 4;") {
			t.Error(err)
		}
	}
}

func TestSignByManyGoroutines(t *testing.T) {
	k := mustKey(fixtureSecret)
	want := k.Sign(requestFields, HMACSHA256)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := k.Sign(requestFields, HMACSHA256); got != want {
					t.Errorf("sign %s, want %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestNewKeyRefuses(t *testing.T) {
	for _, secret := range []string{"", fixtureSecret + "\n", " " + fixtureSecret, "密钥"} {
		_, err := NewKey(secret)
		if err == nil {
			t.Errorf("%q accepted", secret)
			continue
		}
		if secret != "" && strings.Contains(err.Error(), strings.TrimSpace(secret)) {
			t.Errorf("error holds the key: %v", err)
		}
	}
}

// TestKeyPrintsAsStars prints a key in every way that a careless line could.
func TestKeyPrintsAsStars(t *testing.T) {
	k := mustKey(fixtureSecret)
	type holder struct {
		Public  *Key
		private *Key
		copied  Key
	}
	h := holder{k, k, *k}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%q", "%d"} {
		fmt.Fprintf(&out, verb+verb+verb+verb+"\n", k, *k, h, &h)
	}
	text, err := json.Marshal(map[string]any{"p": k, "v": *k, "h": h})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(text)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "k", k, "v", *k, "h", h)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "k", k, "v", *k, "h", h)
	plain := []byte(fixtureSecret)
	for _, leak := range []string{fixtureSecret, fmt.Sprintf("%x", plain), fmt.Sprintf("%X", plain), fmt.Sprint(plain)[1:20], fmt.Sprintf("%#v", plain)[8:20]} {
		if strings.Contains(out.String(), leak) {
			t.Errorf("output holds the key as %q", leak)
		}
	}
	if !strings.Contains(out.String(), secret.Stars) {
		t.Error("no stars at all")
	}
}
