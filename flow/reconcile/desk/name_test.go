package desk_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/reconcile/desk"
	"facetill/flow/till"
)

// charged is a row of a charge that the journal does not know.
func charged(no, total string) string { return row("SUCCESS", "T1", no, "0", total, "0.00", "") }

// names are those of a report's findings, by number and class.
func names(rep desk.Report) map[string]string {
	all := map[string]string{}
	for _, i := range rep.Items {
		all[string(i.OutTradeNo)+" "+string(i.Class)] = i.ID
	}
	return all
}

// A name means the same finding wherever it stands, and another one where it is another:
// of another class, amount or day.
func TestAWordNamesTheFinding(t *testing.T) {
	r := newRig(t, "")
	r.bills["2026-11-25"] = text(charged("9005", "10.00"))
	read := r.compare().Items[0]
	if !desk.IsID(read.ID) || read.Day != "2026-11-25" {
		t.Fatalf("%q of %s", read.ID, read.Day)
	}
	r.bills["2026-11-25"] = text(charged("9001", "10.00"), charged("9002", "9.00"), charged("9005", "10.00"))
	rep := r.compare() // another process, while somebody reads
	if rep.Items[0].OutTradeNo != "9001" || rep.Items[2].ID != read.ID {
		t.Fatalf("%v, and it was %s", names(rep), read.ID)
	}
	i, err := r.Accept(t.Context(), desk.Say{ID: read.ID, By: "Li", Reason: "looked"})
	if err != nil || i.OutTradeNo != "9005" {
		t.Fatalf("the word hit %s, %v", i.OutTradeNo, err)
	}
	if rep = r.compare(); items(rep) != "theirs_only theirs_only theirs_only!accepted" {
		t.Error(items(rep))
	}
	r.bills["2026-11-25"] = text(charged("9001", "10.00"), charged("9005", "10.01"), charged("9005", "10.01"))
	if now := names(r.compare()); now["9005 theirs_only"] == read.ID || now["9005 twice"] == read.ID || now["9005 twice"] == now["9005 theirs_only"] {
		t.Errorf("%v, and it was %s", now, read.ID)
	}
	r.bills["2026-11-24"] = strings.ReplaceAll(text(charged("9001", "10.00")), "2026-11-25", "2026-11-24")
	before, err := r.Compare(t.Context(), day.AddDate(0, 0, -1), "Li")
	if err != nil || before.Items[0].ID == rep.Items[0].ID {
		t.Errorf("%v, %v and on the day after %v", err, names(before), names(rep))
	}
}

// What has no number is named by where it stands and what stands there, and each for itself.
func TestNamesWithoutANumber(t *testing.T) {
	r := newRig(t, "")
	good := text(charged("9001", "10.00"))
	r.bills["2026-11-25"] = strings.Replace(good, "`1,`10.00,", "`2,`11.00,", 1)
	rep := r.compare()
	if len(rep.Items) != 3 || rep.Items[0].ID == rep.Items[1].ID {
		t.Fatalf("%s %v", items(rep), names(rep))
	}
	if _, err := r.Accept(t.Context(), desk.Say{ID: rep.Items[1].ID, By: "Li", Reason: "looked"}); err != nil {
		t.Fatal(err)
	}
	if got := items(r.compare()); got != "summary summary!accepted theirs_only" {
		t.Error(got)
	}
}

// The day is found by the name among those of three months; one that is given narrows.
func TestFind(t *testing.T) {
	r := newRig(t, "")
	r.bills["2026-11-25"] = text(charged("9001", "10.00"))
	id := r.compare().Items[0].ID
	r.wx.says["9001"] = flow.Answer{Kind: flow.AnswerPaid}
	for _, c := range []struct {
		name, id string
		after    int // days
		of       []time.Time
		want     string
	}{
		{"by its name", id, 0, nil, ""},
		{"and its day", id, 0, []time.Time{day}, ""},
		{"and another day", id, 0, []time.Time{day.AddDate(0, 0, -1)}, "is none of 2026-11-24"},
		{"another name", "ffffff", 0, nil, "is none of what was compared"},
		{"another name, of a day", "ffffff", 0, []time.Time{day}, "is none of 2026-11-25"},
		{"after three months", id, 90, nil, ""},
		{"after more", id, 100, nil, "is none of what was compared"},
		{"after more, and its day", id, 100, []time.Time{day}, ""},
	} {
		r.clock.at = noon.AddDate(0, 0, 1+c.after)
		for what, do := range map[string]func() (desk.Item, error){
			"find": func() (desk.Item, error) { return r.Find(t.Context(), c.id, c.of...) },
			"ask":  func() (desk.Item, error) { return r.Ask(t.Context(), c.id, c.of...) },
		} {
			i, err := do()
			if c.want == "" && (err != nil || i.OutTradeNo != "9001" || i.ID != id || i.Day != "2026-11-25") {
				t.Errorf("%s, %s: %+v, %v", what, c.name, i, err)
			}
			if c.want != "" && (!isA[*field.Error](err) || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%s, %s: %v", what, c.name, err)
			}
		}
	}
}

// Two findings of one name: their days tell them apart, and where these are one nothing
// is done.
func TestTwoOfOneName(t *testing.T) {
	same := collide(t)
	for name, c := range map[string]struct {
		days [2]string
		of   []time.Time
		want string
	}{
		"of two days":               {[2]string{"2026-11-24", "2026-11-25"}, nil, "--date"},
		"of two days, and one told": {[2]string{"2026-11-24", "2026-11-25"}, []time.Time{day}, ""},
		"of one day":                {[2]string{"2026-11-25", "2026-11-25"}, nil, "is the name of two of 2026-11-25"},
	} {
		r := newRig(t, "")
		lines, pair := map[string][]string{}, same[c.days[0] == c.days[1]]
		for k, on := range c.days {
			lines[on] = append(lines[on], charged(pair[k], "10.00"))
		}
		for on, all := range lines {
			r.bills[on] = strings.ReplaceAll(text(all...), "2026-11-25", on)
			at, _ := till.ParseDay(on)
			if _, err := r.Compare(t.Context(), at, "Li"); err != nil {
				t.Fatal(err)
			}
		}
		rep, _, err := r.Last(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		last := rep.Items[len(rep.Items)-1]
		i, err := r.Find(t.Context(), last.ID, c.of...)
		if c.want == "" && (err != nil || i.OutTradeNo != last.OutTradeNo) || c.want != "" && (!isA[*field.Error](err) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %+v, %v", name, i, err)
		}
	}
}

// collide looks for two numbers of one name, by whether they are of one day.
func collide(t *testing.T) map[bool][2]string {
	t.Helper()
	found, before, on := map[bool][2]string{}, map[string]string{}, map[string]string{}
	for n := 0; len(found) < 2; n++ {
		no := fmt.Sprintf("8%07d", n)
		id := nameOf("2026-11-25", no)
		if was, is := on[id]; is {
			found[true] = [2]string{was, no}
		}
		if was, is := before[id]; is {
			found[false] = [2]string{was, no}
		}
		on[id], before[nameOf("2026-11-24", no)] = no, no
	}
	return found
}

// nameOf is that of a charge of 10.00: what stands on paper has to mean the same for ever.
func nameOf(day, no string) string {
	sum := sha256.Sum256([]byte(day + "/theirs_only/" + no + "/SUCCESS//1000"))
	return hex.EncodeToString(sum[:3])
}

// What was written before findings had names, by a program that numbered them, has the
// same names, and the words about it hold.
func TestNamesOfOlderReports(t *testing.T) {
	r := newRig(t, "")
	for _, body := range []string{
		`{"Bill":{"Report":{"Day":"2026-11-25","At":"2026-11-26T11:00:00+08:00","Rows":2,"Ours":2,"Others":0,"Counts":{"theirs_only":2},"Items":[` +
			`{"N":1,"Class":"theirs_only","OutTradeNo":"9001","State":"SUCCESS","Theirs":1000},{"N":2,"Class":"theirs_only","OutTradeNo":"9002","State":"SUCCESS","Theirs":1000}]}}}`,
		`{"Bill":{"Day":"2026-11-25","Key":"theirs_only/9001/SUCCESS//1000","Word":{"As":"accepted","By":"Li"}}}`,
	} {
		kind := desk.Compared
		if strings.Contains(body, "Word") {
			kind = desk.Said
		}
		if err := r.j.(till.People).Note(t.Context(), flow.PersonEvent{At: r.clock.at, Kind: kind, Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	rep, _, err := r.Last(t.Context(), day)
	if err != nil || items(rep) != "theirs_only!accepted theirs_only" || rep.Items[1].ID != nameOf("2026-11-25", "9002") {
		t.Fatalf("%s %v, %v", items(rep), names(rep), err)
	}
	if body, err := json.Marshal(rep.Items[1]); err != nil || strings.Contains(string(body), rep.Items[1].ID) {
		t.Errorf("a name is kept, and somebody could take it for the truth: %s, %v", body, err)
	}
	if i, err := r.Accept(t.Context(), desk.Say{ID: nameOf("2026-11-25", "9002"), By: "Li", Reason: "looked"}); err != nil || i.OutTradeNo != "9002" {
		t.Errorf("%+v, %v", i, err)
	}
}

// A word about one pair of sums is none about another: the bill may be told anew with
// sums that nobody has seen.
func TestAWordAboutSumsHoldsForThese(t *testing.T) {
	r := newRig(t, "")
	good := text(charged("9001", "10.00"))
	r.bills["2026-11-25"] = strings.Replace(good, "`1,`10.00,", "`3,`10.00,", 1)
	for _, i := range r.compare().Items {
		if _, err := r.Accept(t.Context(), desk.Say{ID: i.ID, By: "Li", Reason: "count only"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.compare(); got.Look() != 0 {
		t.Errorf("the same bill again: %s", items(got))
	}
	r.bills["2026-11-25"] = strings.Replace(good, "`1,`10.00,", "`1,`900010.00,", 1)
	if got := r.compare(); got.Look() != 1 {
		t.Errorf("%s", items(got))
	}
}
