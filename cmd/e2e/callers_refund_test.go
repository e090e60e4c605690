package e2e

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// badRefunds are calls by why they are refused, and by what is wrong with them.
var badRefunds = map[string]map[string][]string{
	"AMOUNT": {
		"above the rest":         of("sold", "--amount", "9.81"),
		"above the sale":         of("sold", "--amount", "12.81"),
		"more than WeChat takes": of("sold", "--amount", "99999999999999999999"),
		"zero":                   of("sold", "--amount", "0"),
		"zero with its point":    of("sold", "--amount", "0.00"),
		"below zero":             of("sold", "--amount", "-1"),
		"a tenth of a fen":       of("sold", "--amount", "1.001"),
		"in words":               of("sold", "--amount", "all"),
	},
	"REFUND_STATE": {
		"part of a reversed sale":  of("reversed", "--amount", "1"),
		"part of a reversing sale": of("reversing-by-hand", "--amount", "1"),
		"part of an open sale":     of("confirming", "--amount", "1"),
		"part of an undecided one": of("undecided", "--amount", "1"),
		"part of a refused sale":   of("refused", "--amount", "1"),
		"part of a cancelled sale": of("cancelled", "--amount", "1"),
		"all of a refused sale":    of("refused"),
	},
	"REFUND_FEE": {
		"the --ref, another fee": of("sold", "--amount", "2", "--ref", "R-1"),
		"the --ref, all":         of("sold", "--ref", "R-1"),
	},
	"NOT_FOUND": {
		"an unknown reference": of("nobody"),
		"an unknown number":    of("26112512300000000000000000999999"),
		"an unknown refund":    {"refund", "sold", "--send-again", "26112512300000000000000000999999R", "--by", "Li"},
	},
	"REFERENCE": {
		"control bytes in --ref": of("sold", "--amount", "1", "--ref", "R\n1"),
		"a long --ref":           of("sold", "--amount", "1", "--ref", strings.Repeat("R", 300)),
	},
	"USAGE": {
		"no number":           of(""),
		"no amount":           of("sold", "--amount", ""),
		"no reason":           because("refund", "fresh", ""),
		"a reason of blanks":  because("refund", "fresh", "   "),
		"a reference of them": of("sold", "--amount", "1", "--ref", "   "),
	},
	"TEXT": {
		"200 characters":          because("refund", "fresh", strings.Repeat("退", 200)),
		"200 bytes":               because("refund", "fresh", strings.Repeat("x", 200)),
		"81 bytes":                because("refund", "fresh", strings.Repeat("x", 81)),
		"a bell":                  because("refund", "fresh", "bro\aken"),
		"an escape":               because("refund", "fresh", "\x1b[2Jbroken"),
		"a line feed":             because("refund", "fresh", "bro\nken"),
		"a delete":                because("refund", "fresh", "bro\x7fken"),
		"no UTF-8":                because("refund", "fresh", "bro\xffken"),
		"of four bytes":           because("refund", "fresh", "broken 😀"),
		"control bytes in a note": of("fresh", "--note", "a\x1bb"),
		"a long note":             of("fresh", "--note", strings.Repeat("x", 300)),
		"control bytes in a name": {"refund", "fresh", "--reason", "price", "--by", "L\x1bi"},
		"a long name":             {"refund", "fresh", "--reason", "price", "--by", strings.Repeat("x", 300)},
		"reverse, 200 characters": because("reverse", "unclaimed", strings.Repeat("退", 200)),
		"reverse, an escape":      because("reverse", "unclaimed", "bro\x1bken"),
	},
	"WORD": {"reverse of a paid sale": because("reverse", "sold", "wrong")},
}

func of(ref string, more ...string) []string {
	return append([]string{"refund", ref, "--reason", "return", "--by", "Li"}, more...)
}

func because(command, ref, reason string) []string {
	return []string{command, ref, "--by", "Li", "--reason", reason}
}

// What nobody can mean by giving money back is refused by name, before anything is
// begun: neither the journal nor WeChat has another refund behind it.
func TestBadInputOfMoneyBack(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.leftAll("reversed", "reversing-by-hand", "confirming", "undecided", "cancelled", "unclaimed")
	for _, c := range []struct {
		call string
		code int
	}{
		{"pay 12.80 --ref sold --auth-code " + scannedCode(1), 0},
		{"pay 12.80 --ref fresh --auth-code " + scannedCode(2), 0},
		{"pay 900.15 --ref refused --auth-code " + scannedCode(3), 3},
		{"refund sold --amount 3 --reason price --by Li --ref R-1", 0},
	} {
		if s := m.run(append(strings.Fields(c.call), "--sim")...); s.code != c.code {
			t.Fatalf("%s: %v", c.call, s)
		}
	}
	for code, calls := range badRefunds {
		for what, args := range calls {
			s := m.run(append(args, "--sim", "-o", "json")...)
			if r := s.result(t); s.code != 64 || r["err_code"] != code || r["outcome"] == "refunding" || r["message"] == "" || r["out_refund_no"] != nil {
				t.Errorf("%s: want 64, %s and a message, %v", what, code, s)
			}
			if said := s.out + s.err; strings.ContainsAny(said, "\x1b\a\x7f") || !utf8.ValidString(said) {
				t.Errorf("%s: it is said as it came: %q", what, said)
			}
		}
	}
	refunds := 0
	for _, o := range bookOrders(t, m.bookPath()) {
		refunds += len(o.Refunds)
	}
	if refunds != 1 {
		t.Errorf("WeChat has %d refunds, want the one of before", refunds)
	}
	if s := m.run("sales", "--sim", "--limit", "0", "-o", "json"); s.code != 0 || strings.Count(s.out, `"out_refund_no"`) != 1 {
		t.Errorf("the journal has other refunds than the one of before: %v", s)
	}
}
