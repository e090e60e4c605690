package sim

import (
	"testing"

	"facetill/wx/wire"
)

// FuzzDo: whatever bytes arrive on whatever path, there is a reply, the book is
// unharmed, and nothing is charged that was not signed.
func FuzzDo(f *testing.F) {
	key, err := wire.NewKey(DefaultAPIKey)
	if err != nil {
		f.Fatal(err)
	}
	c := &client{key: key, sign: wire.MD5}
	paths := make([]string, 0, len(routes))
	for _, api := range wire.APIs() {
		paths = append(paths, api.Path)
		f.Add(uint8(len(paths)-1), c.signed(c.message(sale("20261125000001", Code(0, 1), 100)...)), true)
	}
	f.Add(uint8(0), []byte("<xml><a>"), false)
	f.Fuzz(func(t *testing.T, path uint8, body []byte, cert bool) {
		s, err := New(Config{Now: newClock().Now})
		if err != nil {
			t.Fatal(err)
		}
		r := s.Do(paths[int(path)%len(paths)], body, cert)
		if r.Status == 0 && r.Fault == Deliver || r.Date.IsZero() {
			t.Errorf("no reply: %+v", r)
		}
		all, err := s.Orders()
		if err != nil || len(all) > 1 {
			t.Errorf("%d orders, %v", len(all), err)
		}
		m, err := wire.Decode(body)
		if len(all) == 1 && (err != nil || key.Verify(m) != nil) {
			t.Error("an unsigned request made an order")
		}
	})
}
