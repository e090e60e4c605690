package tui

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/tui/page"
)

// The card says what is left, and each part with its word: only what is done is back.
func TestRefundCard(t *testing.T) {
	r, _ := cardOf(t, nil, closed, isBack, onWay)
	r.shows("Can still be given back", "paid 12.80, back 3.00, on its way 2.50", "3.00 ✓ back Li", "2.50 ? on its way Li", "1.00 ✗ not given back", "..R003",
		"On its way: to a balance in minutes, to a card in one to three working days", "a "+r.m.Words.DoRefundAll, "p "+r.m.Words.DoRefundPart, "r "+r.m.Words.DoAskNow)
	if left := titled(r, "7.30"); !left {
		t.Errorf("the rest is not 7.30:\n%s", r.screen())
	}
	r.press("up")
	r.shows(r.m.Words.RefundBackSay)
	r.press("up")
	r.shows("WeChat closed it")
	r.press("r")
	r.shows("WeChat is being asked")
	r.press("f6").shows("Refund", "not given back")
	r.press("esc", "esc", "esc").on(page.KindAmount)
}

// titled reports whether an amount stands in the title of a screen too small for a page.
func titled(r *rig, want string) bool {
	r.send(tea.WindowSizeMsg{Width: 30, Height: 8})
	defer r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return strings.Contains(r.screen(), want)
}

// Keys are there for what can be done, and no others.
func TestRefundCardKeys(t *testing.T) {
	for _, c := range []struct {
		name string
		list []refund.Entry
		keys string
	}{
		{"nothing yet", nil, "ap"},
		{"closed", []refund.Entry{closed}, "apw"},
		{"back", []refund.Entry{isBack}, "ap"},
		{"on its way", []refund.Entry{onWay}, "apr"},
		{"refused, and the balance has enough", []refund.Entry{notEnough}, "apslw"},
		{"stuck", []refund.Entry{stuck}, "aprt"},
		{"begun blocks", []refund.Entry{isBack, begun}, "r"},
		{"all was given otherwise", []refund.Entry{otherwise(1, 1280)}, ""},
		{"a part was", []refund.Entry{otherwise(1, 500)}, "ap"},
		{"all is on its way", []refund.Entry{part(1, 1280, refund.Accepted, nil)}, "r"},
	} {
		r, _ := cardOf(t, nil, c.list...)
		keys := ""
		for _, b := range r.m.bindings() {
			if len(b.Name) == 1 {
				keys += b.Name
			}
		}
		if keys != c.keys {
			t.Errorf("%s: %q, want %q", c.name, keys, c.keys)
		}
	}
	r, behind := cardOf(t, nil)
	behind.a.State, behind.a.Unclaimed = flow.Paid, true
	r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
	r.shows(r.m.Words.ClaimSay)
	if r.press("a", "a"); r.m.Top().Kind() != "refund" {
		t.Error("what nobody claimed is given back")
	}
	behind.a.Refunds = refund.List{isBack} // the rest goes where a part went, as a whole
	r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
	if r.m.keyboard.Binding("a").Do == nil || r.m.keyboard.Binding("p").Do != nil {
		t.Error("a part of what nobody claimed is given back, or nothing of it")
	}
}

// A part: the amount, a reason of the list, a note, and Enter twice. The press is of the
// sale that was shown, and of the moment of the last Enter.
func TestRefundPart(t *testing.T) {
	r, behind := cardOf(t, nil, isBack)
	r.press("p").after(time.Second).typed("9.81").press("enter")
	r.shows("At most 9.80 yuan can still be given back")
	r.press("backspace", "backspace", "backspace", "backspace").typed("2-5").press("enter")
	r.shows(`'-'`)
	r.press("backspace", "backspace", "backspace").typed("2,50").press("enter")
	r.shows("2.50", "Why?", "1  goods returned", "5  own words")
	r.press("2").shows("Reason: price was wrong", "Note of ours")
	r.after(time.Second).typed("two labels").press("enter", "enter")
	if len(behind.asked) > 0 {
		t.Fatal("one Enter is enough")
	}
	r.shows("Enter again: give back 2.50 yuan")
	behind.a.Version++ // somebody else's word, which nobody saw here
	behind.moment.Mono += time.Minute
	r.do(r.after(time.Second).cmd("enter"))
	want := flow.RefundRequest{OutTradeNo: aDay[0].OutTradeNo, Reason: "price was wrong", Note: "two labels", By: "7",
		Press: refund.Press{Version: 7, At: behind.moment, Fee: 250}}
	if len(behind.asked) != 1 || !same(behind.asked[0], want) || behind.pins[0] != "" {
		t.Fatalf("%+v", behind.asked)
	}
	r.shows("2.50 ? being sent", "whether WeChat takes it is not known yet")
}

func same(a, b flow.RefundRequest) bool {
	equal := slices.Equal(a.Press.Beside, b.Press.Beside)
	a.Press.Beside, b.Press.Beside = nil, nil
	return equal && a.OutTradeNo == b.OutTradeNo && a.Reason == b.Reason && a.Note == b.Note && a.By == b.By && a.Account == b.Account &&
		a.Press.Version == b.Press.Version && a.Press.At == b.Press.At && a.Press.Fee == b.Press.Fee && a.Press.All == b.Press.All && a.Press.Again == b.Press.Again
}

// All of it: two presses, own words, and the manager's PIN where one is set. A wrong one
// begins nothing and may be typed again.
func TestRefundAll(t *testing.T) {
	r, behind := cardOf(t, func(o *Options) { o.ManagerPIN = true }, isBack)
	r.press("a")
	r.shows("a again")
	r.press("a", "5").after(time.Second).typed("broken").press("enter", "enter")
	r.shows("Manager's PIN")
	behind.err = till.ErrPIN
	r.after(time.Second).typed("1111").press("enter", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	r.shows("not the manager's PIN", "Manager's PIN: _")
	behind.err = nil
	behind.moment.Mono += 2 * time.Minute // the manager looked it up
	r.after(time.Second).typed("2468").press("enter", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	if len(behind.asked) != 2 || !slices.Equal(behind.pins, []string{"1111", "2468"}) {
		t.Fatalf("%+v, %q", behind.asked, behind.pins)
	}
	if q := behind.asked[1]; !q.Press.All || q.Press.Fee != 980 || q.Reason != "broken" || q.Press.Version != 7 || q.Press.At != behind.moment {
		t.Errorf("%+v", q)
	}
	r.shows("9.80 ? being sent")
}

// Own words are at most as long as WeChat takes them: the character that is too much is
// refused, and nothing is cut.
func TestRefundOwnWords(t *testing.T) {
	r, _ := cardOf(t, nil)
	r.press("a", "a", "5").after(time.Second).typed(strings.Repeat("退", 26) + "ab")
	if got := r.m.Top().(page.Typing).Field().Text; got != strings.Repeat("退", 26)+"ab" {
		t.Fatalf("%q", got)
	}
	r.typed("c").shows(r.m.Words.KeyNoRoom)
	if got := r.m.Top().(page.Typing).Field().Text; len(got) != 80 {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}

// A scan never becomes part of the amount that is given back (money rule 0.1).
func TestRefundAmountIsTyped(t *testing.T) {
	r, behind := cardOf(t, nil)
	r.press("p").after(time.Second).typed("2.5").scan("6901234567892")
	if got := r.m.Top().(page.Typing).Field().Text; got != "2.5" && got != "" {
		t.Errorf("a label makes it %q", got)
	}
	r.scan(code)
	r.after(time.Second)
	if f := r.m.Top().(page.Typing).Field(); f == nil || strings.Contains(f.Text, "1345") || len(behind.asked) > 0 {
		t.Errorf("a payer's code: %v, %v", f, behind.asked)
	}
}

// Amounts of a part are added up, as those of a sale are.
func TestRefundAmountIsAddedUp(t *testing.T) {
	r, _ := cardOf(t, nil)
	r.press("p").after(time.Second)
	for _, key := range []string{"2", "+", "1", ".", "5"} {
		r.typed(key).shows(key)
	}
	r.press("enter").shows("3.50", "Why?")
}

// A refused one is sent again under its number, also from the balance; one that is stuck
// or refused may be ended by a person's word.
func TestRefundWords(t *testing.T) {
	r, behind := cardOf(t, nil, isBack, notEnough)
	r.shows("Today's takings are too little")
	r.press("l", "l", "enter").shows("Enter again: send it again, give back 2.00 yuan")
	r.do(r.after(time.Second).cmd("enter"))
	if len(behind.again) != 1 || behind.again[0].Press.Again != notEnough.Number || behind.again[0].Account != "REFUND_SOURCE_RECHARGE_FUNDS" || behind.again[0].Press.Fee != 200 {
		t.Fatalf("%+v", behind.again)
	}
	r.press("w", "w").after(time.Second).press("enter").typed("paid in cash").press("enter", "enter")
	r.shows("Enter again: record it")
	r.do(r.after(time.Second).cmd("enter"))
	r, other := cardOf(t, func(o *Options) { o.ManagerPIN = true }, stuck)
	r.press("t", "t").after(time.Second).press("enter").typed("seen there").press("enter").typed("2468").press("enter", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	words, want := append(behind.words, other.words...), []flow.RefundWord{
		{OutTradeNo: aDay[0].OutTradeNo, Number: notEnough.Number, As: refund.SettledElse, By: "7", Reason: "paid in cash", Version: 7},
		{OutTradeNo: aDay[0].OutTradeNo, Number: stuck.Number, As: refund.SettledThere, By: "7", Reason: "seen there", Version: 7}}
	if !reflect.DeepEqual(words, want) || other.pins[0] != "2468" {
		t.Errorf("%+v", words)
	}
}

// A word is about the refund that was chosen, and one that went to the balance goes there
// again.
func TestRefundWordOfTheChosen(t *testing.T) {
	older, other := stuck, stuck
	older.Number = refundNo(1)
	r, behind := cardOf(t, nil, older, other)
	r.press("up", "t", "t").after(time.Second).press("enter").typed("seen there").press("enter", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	if len(behind.words) != 1 || behind.words[0].Number != older.Number {
		t.Errorf("%+v", behind.words)
	}
	refused := part(4, 200, refund.Refused, func(e *refund.Entry) { e.Code, e.Account = "NOTENOUGH", refund.AccountBalance })
	r, behind = cardOf(t, nil, refused)
	r.press("s", "s", "enter")
	r.do(r.after(time.Second).cmd("enter"))
	if len(behind.again) != 1 || behind.again[0].Account != refund.AccountBalance {
		t.Errorf("%+v", behind.again)
	}
}

// What was asked earlier, or of another sale, and comes late, shows nothing.
func TestRefundCardHearsNothingOlder(t *testing.T) {
	r, behind := cardOf(t, nil, isBack, onWay)
	old := behind.a
	old.Version, old.Refunds = 6, refund.List{isBack}
	r.send(page.AttemptMsg{No: old.OutTradeNo, Attempt: old})
	r.shows("2.50 ? on its way")
	r.send(page.AttemptMsg{No: "another", Err: errors.New("the disk is full")})
	if r.shows("2.50 ? on its way"); strings.Contains(r.screen(), "the disk is full") {
		t.Error(r.screen())
	}
}

// What did not work is said on the card, which reads the sale anew.
func TestRefundFails(t *testing.T) {
	for _, c := range []struct {
		err  error
		says string
	}{
		{&flow.TooLateError{}, "Confirmed too long ago"},
		{&flow.RefundUnaskedError{}, "WeChat does not say"},
		{&refund.LimitError{Limit: refund.LimitMinute, Left: 31 * time.Second}, "31 s to wait"},
		{flow.ErrOwned, "Another program has this sale in hand"},
	} {
		r, behind := cardOf(t, nil)
		behind.err = c.err
		r.press("a", "a", "1", "enter", "enter", "enter")
		r.do(r.last)
		if r.shows(c.says); r.m.Top().Kind() != "refund" {
			t.Errorf("%v: the page is %q", c.err, r.m.Top().Kind())
		}
	}
}

// A word about a refusal that was sent again meanwhile, or moved after all, is refused with
// what became of it: nobody gives cash for what WeChat gives back.
func TestRefundWordComesTooLate(t *testing.T) {
	moved, ended, whole := notEnough, notEnough, part(9, 1180, refund.Done, nil)
	moved.State, ended.State, ended.SettledAs, ended.SettledBy, ended.SettledReason = refund.Accepted, refund.SettledOtherwise, refund.SettledElse, "Wu", "in cash"
	shut := notEnough
	shut.Final = true
	for _, c := range []struct {
		key  string
		list refund.List
		says string
	}{
		{"w", refund.List{moved}, "WeChat has this refund meanwhile (on its way): give no cash"},
		{"s", refund.List{moved}, "WeChat has this refund meanwhile (on its way): give no cash"},
		{"w", refund.List{ended}, "Wu said: in cash"},
		{"w", refund.List{notEnough, whole}, "nothing is left"},
		{"s", refund.List{shut}, "WeChat closed it"},
	} {
		r, behind := cardOf(t, nil, notEnough)
		r.press(c.key, c.key).after(time.Second)
		behind.a.Refunds, behind.a.Version, behind.err = c.list, 9, field.NewError("refund", "it is another one by now", "look")
		if c.key == "w" {
			r.press("enter").typed("in cash").press("enter")
		}
		r.press("enter")
		r.do(r.after(time.Second).cmd("enter"))
		if r.shows(c.says); r.m.Top().Kind() != "refund" {
			t.Errorf("%s: the page is %q", c.says, r.m.Top().Kind())
		}
	}
}

// The word of a refund is told a second after its second whole write (money rule 4b.10),
// and only where it stood all that time.
func TestRefundTold(t *testing.T) {
	news := onWay
	news.ToldN = 0
	r, behind := cardOf(t, nil, isBack, news, begun)
	draws := func(n int) {
		for range n {
			r.after(page.LiveTick)
			r.screen()
			r.last = nil
			r.send(page.TickMsg{Gen: r.m.TickGen})
		}
	}
	draws(9)
	if r.m.word.Asked || r.m.word.entry.Number != news.Number {
		t.Fatalf("told at once: %+v", r.m.word)
	}
	r.press("esc")
	draws(5)
	if r.m.word.Waiting() {
		t.Fatal("it goes on when the card is left")
	}
	r.do(r.cmd("f7"))
	draws(20)
	if !r.m.word.Asked {
		t.Fatalf("not told: %+v", r.m.word)
	}
	behind.toldErr = flow.ErrOwned
	r.send(page.RefundToldMsg{No: behind.a.OutTradeNo, Number: news.Number, Err: flow.ErrOwned})
	if r.m.word.Asked || r.m.word.Done {
		t.Fatal("what could not be written is told")
	}
	draws(60)
	if !r.m.word.Asked {
		t.Fatal("it is not tried again")
	}
	// Another word is another fact.
	done := news
	done.State = refund.Refused
	behind.a.Refunds, behind.a.Version = refund.List{isBack, done, begun}, 8
	r.send(page.AttemptMsg{No: behind.a.OutTradeNo, Attempt: behind.a})
	draws(1)
	if r.m.word.Asked || r.m.word.entry.State != refund.Refused {
		t.Errorf("%+v", r.m.word)
	}
}

// A number that is scanned from a receipt leads to the card of its sale, of any day.
func TestRefundScanned(t *testing.T) {
	r, behind := cardOf(t, nil, isBack)
	r.press("esc").after(time.Second)
	r.scan(string(behind.a.OutTradeNo))
	r.after(time.Second).send(page.FoundMsg{Text: string(behind.a.OutTradeNo), List: []flow.Attempt{behind.a}})
	if r.m.Top().Kind() != "refund" {
		t.Errorf("the page is %q:\n%s", r.m.Top().Kind(), r.screen())
	}
	r.press("esc").send(page.FoundMsg{Text: "another", List: []flow.Attempt{behind.a}})
	if r.m.Top().Kind() != "history" {
		t.Error("what is not looked for any more is shown")
	}
}

// A paid result and the facts of a sale lead there, too; a sale that runs does not.
func TestRefundKey(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	run := r.admit()
	r.press("f7").on(page.KindSale)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Paid, func(a *flow.Attempt) { a.TransactionID = "4200" })
	r.screen()
	r.tick(3 * time.Second)
	r.send(page.ShownMsg{No: run.a.OutTradeNo})
	if r.press("f7"); r.m.Top().Kind() != "refund" {
		t.Errorf("from a result: %q", r.m.Top().Kind())
	}
	r = withTimeline(t)
	if r.press("f7"); r.m.Top().Kind() != "refund" {
		t.Errorf("from a timeline: %q", r.m.Top().Kind())
	}
}

// A refund without an end, and one that a person has to end, stand among what is open,
// and lead to the card; one that is on its way does not.
func TestRefundStands(t *testing.T) {
	r, _ := openRefunds(t, isBack, begun)
	r.shows("? 1 unsettled")
	r.press("f2").shows("money back 1.20 yuan: being sent", "partly refunded", "F7 "+r.m.Words.DoRefund)
	if r.press("f7"); r.m.Top().Kind() != "refund" {
		t.Errorf("the page is %q", r.m.Top().Kind())
	}
	r, _ = openRefunds(t, stuck)
	r.press("f2").shows("money back 1.50 yuan: stuck", "end it on the merchant platform")
	// The till has it among the refunds, and once only.
	r, behind := openRefunds(t, stuck)
	behind.open = till.OpenRefunds{Stuck: []till.SaleRefund{{Sale: behind.a, Entry: stuck}, {Sale: behind.a, Entry: stuck}}}
	r.m.Pending, r.m.Refreshing = nil, false
	if r.do(r.m.Refresh()); len(r.m.OpenAttempts()) != 1 {
		t.Errorf("%d rows of one sale", len(r.m.OpenAttempts()))
	}
	r, _ = openRefunds(t, onWay)
	r.press("f2").on(page.KindAmount)
	// What is on its way as a whole is no sale that goods are given for.
	whole, _ := cardOf(t, nil, part(1, 1280, refund.Accepted, nil))
	whole.shows("? refunding")
}

// A copy of a journal gives nothing back (money rule 4b.12).
func TestRefundOfACopy(t *testing.T) {
	r, _ := cardOf(t, nil, isBack, notEnough)
	r.m.Opt.Copy = &Copy{}
	for _, b := range r.m.bindings() {
		if len(b.Name) == 1 {
			t.Errorf("%s %s", b.Name, b.Label)
		}
	}
	r, _ = cardOf(t, nil, untold)
	if _, e := tells(r.m.State); e.Number != untold.Number {
		t.Errorf("%+v is told", e)
	}
	r.m.Opt.Copy = &Copy{}
	if _, e := tells(r.m.State); e.Number != "" {
		t.Error("a copy takes down that it was told")
	}
}

// What is not in sight is not told.
func TestRefundToldInSight(t *testing.T) {
	r, _ := cardOf(t, nil, append([]refund.Entry{untold}, slices.Repeat([]refund.Entry{isBack}, 30)...)...)
	if _, e := tells(r.m.State); e.Number != "" {
		t.Errorf("%s is told", e.Number)
	}
	r.press("pgup", "pgup", "pgup")
	if _, e := tells(r.m.State); e.Number != untold.Number {
		t.Errorf("%q is told", e.Number)
	}
}

// A scanner at a typist's speed fills in the note, and its Enter is a person's as far as is
// known: it is none of the two that give money back (money rule 0.3).
func TestRefundScannedNote(t *testing.T) {
	r, behind := cardOf(t, nil)
	r.press("a", "a", "1").after(2 * time.Second)
	for _, c := range "weixin://dl" {
		r.after(93 * time.Millisecond).send(key(string(c)))
	}
	r.after(100 * time.Millisecond).send(key("enter"))
	r.last = nil
	r.press("enter")
	if r.m.Armed() != "refund" {
		t.Errorf("a person's first Enter arms %q", r.m.Armed())
	}
	if p := r.m.Top().(page.Waiting); p.Waits() || len(behind.asked) > 0 {
		t.Error("one press of a person gives money back")
	}
}

// What one cashier has filled in is nobody else's to confirm: it is closed for whoever comes
// at the lock, also where a manager has ended the shift between.
func TestRefundFormIsItsCashiers(t *testing.T) {
	for name, c := range map[string]struct {
		comes func(r *rig)
		at    page.Kind
	}{
		"the same": {func(r *rig) { r.line("0707") }, "giveback"},
		"another":  {func(r *rig) { r.line("12 1212") }, page.KindAmount},
		"behind an end": {func(r *rig) {
			r.press("m", "m").after(time.Second).typed("9090").press("enter")
			r.do(r.after(time.Second).cmd("enter"))
			r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
			r.line("12 1212")
		}, page.KindAmount},
	} {
		r, _ := signedIn(t, lisShift()).card()
		r.press("a", "a", "1", "enter")
		r.tick(61 * time.Second).on(page.KindLock)
		if c.comes(r); r.m.Top().Kind() != c.at {
			t.Errorf("%s: on %q", name, r.m.Top().Kind())
		}
	}
}
