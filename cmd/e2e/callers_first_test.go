package e2e

import (
	"strings"
	"testing"
)

// The first sale of a till makes the journal. Whatever is called beside it finds
// the journal, or none yet: that it is damaged would send a person to restore a
// copy that there never was.
func TestBesideTheVeryFirstSale(t *testing.T) {
	t.Parallel()
	for range 4 {
		m := newTill(t)
		pay := m.start("pay", "0.01", "--sim", "-o", "json")
		calls := map[string]*live{}
		for _, args := range []string{"recover", "status", "sales", "journal verify", "doctor", "day", "close"} {
			calls[args] = m.start(append(strings.Fields(args), "--sim", "-o", "json")...)
		}
		for args, call := range calls {
			if s := call.ends(); strings.Contains(s.out+s.err, "not a whole journal") {
				t.Errorf("%s beside the first sale: exit %d, %s", args, s.code, s.err)
			}
		}
		if s := pay.ends(); s.code != 0 {
			t.Errorf("the first sale: exit %d, %s", s.code, s.err)
		}
	}
}
