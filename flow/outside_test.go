package flow_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/field"
)

// forged is what a device or a server might say to be taken for us.
const forged = "x\r\nPAID 99.99\x1b[2J\u009b0m\u202e\u2028\u200b"

// Money rule 6.5: what comes from outside is plain before it is in the journal,
// whichever adapter brought it.
func TestTheJournalHasPlainTexts(t *testing.T) {
	bad := func(k flow.AnswerKind) flow.Answer { return flow.Answer{Kind: k, Code: "C" + forged, Message: forged} }
	stories := map[string]func(s *stage){
		"camera": func(s *stage) {
			s.face = func() flow.Captured {
				return flow.Captured{Kind: flow.CaptureFailed, Code: "C" + forged, Message: forged}
			}
		},
		"customer": func(s *stage) {
			s.face = func() flow.Captured {
				return flow.Captured{Kind: flow.CaptureCancelled, Code: "C" + forged, Message: forged}
			}
		},
		"not sent": func(s *stage) { s.pay = func() flow.Answer { return bad(flow.AnswerNotSent) } },
		"no clock": func(s *stage) { s.sync = errors.New(forged) },
		"refused": func(s *stage) {
			s.pay = func() flow.Answer { return bad(flow.AnswerRefused) }
			s.query = func(flow.Attempt) flow.Answer { return bad(flow.AnswerNotPay) }
		},
		"reversed": func(s *stage) {
			s.pay = func() flow.Answer { return bad(flow.AnswerDoubt) }
			s.query = func(flow.Attempt) flow.Answer { return bad(flow.AnswerNotPay) }
			s.reverse = func(flow.Attempt) flow.Answer { return bad(flow.AnswerAgain) }
		},
		"paid": func(s *stage) {
			s.pay = func() flow.Answer {
				a := paid()
				a.Charge.TransactionID = "42\u009b00\u202e7\u2028A-1"
				return a
			}
		},
	}
	for name, story := range stories {
		s := newStage(t)
		story(s)
		till := s.boot()
		a := till.ring(flow.SaleRequest{})
		if name == "paid" && (a.State != flow.Paid || a.TransactionID != "42007A1") {
			t.Errorf("%s: %s, transaction %q", name, a.State, a.TransactionID)
		}
		events, err := till.j.Timeline(context.Background(), a.OutTradeNo)
		if err != nil {
			t.Fatal(err)
		}
		for _, ev := range events {
			body, err := flow.EncodeFact(ev.Fact)
			if err != nil {
				t.Fatal(err)
			}
			// JSON escapes what is below a blank, and the two separators.
			if text := string(body); !field.IsPlain(text) || strings.Contains(text, `\`) {
				t.Errorf("%s: %s is stored as %s", name, ev.Fact.Kind(), body)
			}
		}
	}
}

// What a caller or a person writes is refused by name when it hides something:
// it would go to WeChat and to receipts.
func TestCallersTextsHideNothing(t *testing.T) {
	s := newStage(t)
	till := s.boot()
	for _, bad := range []string{"a\u202eb", "a\u200bb", "a\u009bb", "a\u2028b", "a\ufeffb", "a\nb", "\xff"} {
		for name, q := range map[string]flow.SaleRequest{"body": {Body: bad}, "attach": {Attach: bad}, "goods tag": {GoodsTag: bad}, "detail": {Detail: bad}, "cashier": {Cashier: bad}} {
			q.TotalFee, q.Method = 1280, flow.MethodFace
			_, err := till.Begin(context.Background(), q, nil)
			if e, is := errors.AsType[*field.Error](err); !is || e.Field != name || strings.Contains(err.Error(), bad) {
				t.Errorf("%s %q: %v", name, bad, err)
			}
		}
		for _, w := range []flow.Resolution{{As: flow.ResolvedGiven, By: bad, Reason: "seen"}, {As: flow.ResolvedGiven, By: "Wang", Reason: bad}} {
			if _, err := till.Resolve(context.Background(), w); err == nil || errors.Is(err, flow.ErrUnknown) {
				t.Errorf("%q as name or reason: %v", bad, err)
			}
		}
	}
	s.wasSent("")
}

// Every text of an attempt is plain, those that are added later, too.
func TestAttemptPlain(t *testing.T) {
	words := map[string]bool{"State": true, "Method": true, "Family": true, "PayAnswer": true, "Live": true} // a closed vocabulary
	var a flow.Attempt
	each(reflect.ValueOf(&a).Elem(), func(name string, v reflect.Value) { v.SetString(forged) }, words)
	plain := a.Plain()
	each(reflect.ValueOf(&plain).Elem(), func(name string, v reflect.Value) {
		if !field.IsPlain(v.String()) {
			t.Errorf("%s is %q", name, v.String())
		}
	}, words)
	if plain.Code != field.OddCode || (flow.Attempt{Code: "FAIL 271378620", ReverseCode: "HTTP_502"}).Plain().Code != "FAIL 271378620" {
		t.Errorf("the code is %q", plain.Code)
	}
}

// each visits the texts of a struct.
func each(v reflect.Value, visit func(name string, v reflect.Value), but map[string]bool) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case but[name]:
		case f.Kind() == reflect.String:
			visit(name, f)
		case f.Kind() == reflect.Struct && f.Type() != reflect.TypeOf(began):
			each(f, visit, but)
		}
	}
}
