package flags

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/spf13/cobra"
)

// A hint is for the same WeChat and the same journal as the call that it is told to.
func TestHintsCarryWhatTheCallHad(t *testing.T) {
	root := &cobra.Command{Use: "facetill"}
	wx := &cobra.Command{Use: "wx"}
	wx.AddCommand(&cobra.Command{Use: "query"})
	root.AddCommand(wx, &cobra.Command{Use: "recover"}, &cobra.Command{Use: "help"}, &cobra.Command{Use: "pay AMOUNT"})
	for _, c := range []struct {
		hint   string
		sim    bool
		config string
		want   string
	}{
		{"facetill wx query --out-trade-no 1", true, "", "facetill wx query --sim --out-trade-no 1"},
		{"facetill wx query --out-trade-no 1", false, "", "facetill wx query --out-trade-no 1"},
		{"facetill recover, with api_url as it was", false, "a b.toml", "facetill recover --config 'a b.toml', with api_url as it was"},
		{"first facetill recover; then facetill pay AMOUNT", true, "o.toml", "first facetill recover --sim --config o.toml; then facetill pay --sim --config o.toml AMOUNT"},
		{"facetill recover goes on with it", true, "", "facetill recover --sim goes on with it"},
		{"facetill help wx query", true, "", "facetill help wx query"},
		{"facetill wx query --sim", true, "o.toml", "facetill wx query --sim"},
		{"another facetill", true, "", "another facetill"},
		{"leave facetill open", true, "", "leave facetill open"},
	} {
		if got := Carry(root, c.hint, c.sim, c.config); got != c.want {
			t.Errorf("%q: got %q, want %q", c.hint, got, c.want)
		}
	}
	var b bytes.Buffer
	n, err := fmt.Fprint(Tries{&b, func(hint string) string { return "<" + hint }}, "facetill: facetill recover\ntry: facetill recover\n")
	if b.String() != "facetill: facetill recover\ntry: <facetill recover\n" || n != len("facetill: facetill recover\ntry: facetill recover\n") || err != nil {
		t.Errorf("%q, %d, %v", b.String(), n, err)
	}
}
